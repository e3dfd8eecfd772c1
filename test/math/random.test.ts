import { describe, expect, test } from "vitest";
import { randomStream, shuffle } from "../../src/math/random.ts";

function take(n: number, seed: number, stream: number): number[] {
  const next = randomStream(seed, stream);
  return Array.from({ length: n }, next);
}

/** sum (observed - expected)^2 / expected over equally likely cells. */
function chiSquare(counts: ArrayLike<number>, draws: number): number {
  const expected = draws / counts.length;
  return Array.from(counts).reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Six standard deviations above the mean of chi-square; all seeds here are fixed, so that it never flickers. */
function limit(cells: number): number {
  return cells - 1 + 6 * Math.sqrt(2 * (cells - 1));
}

describe("a random stream", () => {
  test.each([
    [0, 0, [0.41675133258348107, 0.5870575096675558, 0.6379754565173086]],
    [0, 1, [0.261908167702646, 0.58342751784018, 0.8305645317241419]],
    [1, 0, [0.09156953275813662, 0.8881928146554285, 0.4342701766889956]],
    [42, 7, [0.0023389374079065828, 0.7030301049291054, 0.5355889630545742]],
    [2 ** 53 - 1, 123, [0.1754863488123447, 0.743325954707194, 0.12473541155111523]],
  ])(
    "from seed %i, stream %i starts as it always has: a trained model's bits hang on it",
    (seed, stream, first) => {
      expect(take(3, seed, stream)).toEqual(first);
      expect(take(3, seed, stream)).toEqual(first);
    },
  );

  test("gives doubles in [0, 1) that use all 53 bits", () => {
    let low = 0;
    for (const x of take(20_000, 3, 0)) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThan(1);
      if (!Number.isInteger(x * 2 ** 52)) low++;
    }
    expect(Math.abs(low - 10_000)).toBeLessThan(6 * Math.sqrt(5000));
  });

  test("falls alike into 64 cells, and pairs into 16 x 16, by its first bits and by its last", () => {
    const n = 64_000;
    for (const [seed, stream] of [
      [0, 0],
      [12345, 6],
    ]) {
      const xs = take(n, seed, stream);
      for (const parts of [xs, xs.map((x) => (x * 2 ** 32) % 1)]) {
        const single = new Float64Array(64);
        const pairs = new Float64Array(256);
        for (let k = 0; k < n; k++) {
          single[Math.floor(parts[k] * 64)]++;
          if (k % 2 === 1) pairs[Math.floor(parts[k - 1] * 16) * 16 + Math.floor(parts[k] * 16)]++;
        }
        expect(chiSquare(single, n)).toBeLessThan(limit(64));
        expect(chiSquare(pairs, n / 2)).toBeLessThan(limit(256));
      }
    }
  });

  test("is another for another seed or stream, as far as seed 2^53 - 1", () => {
    const firsts = new Set<number>();
    const seeds = [0, 1, 2, 3, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 40, 2 ** 53 - 1];
    for (const seed of seeds)
      for (let stream = 0; stream < 500; stream++) firsts.add(take(1, seed, stream)[0]);
    expect(firsts.size).toBe(seeds.length * 500);
  });

  test("has nothing in common with the next stream, place by place", () => {
    const places = 8;
    const draws = 4000;
    const streams = Array.from({ length: draws + 1 }, (_, stream) => take(places, 5, stream));
    for (let a = 0; a < places; a++) {
      for (let b = 0; b < places; b++) {
        let product = 0;
        for (let t = 0; t < draws; t++) product += (streams[t][a] - 0.5) * (streams[t + 1][b] - 0.5);
        // Each product has mean 0 and standard deviation 1/12.
        expect(Math.abs(product)).toBeLessThan((5 * Math.sqrt(draws)) / 12);
      }
    }
  });
});

describe("shuffle", () => {
  const ascending = (n: number) => Int32Array.from({ length: n }, (_, i) => i);

  test("orders as it always has", () => {
    const order = ascending(10);
    shuffle(order, 10, randomStream(0, 0));
    expect([...order]).toEqual([1, 6, 0, 3, 9, 2, 7, 8, 5, 4]);
  });

  test("keeps every number, once, and leaves those behind its length alone", () => {
    for (const n of [0, 1, 2, 3, 17, 1000]) {
      const order = ascending(n + 5);
      shuffle(order, n, randomStream(n, 1));
      expect([...order.subarray(0, n)].sort((a, b) => a - b)).toEqual([...ascending(n)]);
      expect([...order.subarray(n)]).toEqual([0, 1, 2, 3, 4].map((k) => n + k));
    }
  });

  test("makes each of the 24 orders of four numbers alike often", () => {
    const counts = new Map<string, number>();
    const draws = 24_000;
    const random = randomStream(9, 0);
    for (let k = 0; k < draws; k++) {
      const order = ascending(4);
      shuffle(order, 4, random);
      counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()], draws)).toBeLessThan(limit(24));
  });

  test("makes each order alike often across epochs, too, where every stream is used once", () => {
    const first = new Float64Array(16);
    for (let epoch = 0; epoch < 16_000; epoch++) {
      const order = ascending(16);
      shuffle(order, 16, randomStream(0, epoch));
      first[order[0]]++;
    }
    expect(chiSquare(first, 16_000)).toBeLessThan(limit(16));
  });
});
