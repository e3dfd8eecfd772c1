import { randomStream } from "../../math/random.ts";
import { type Point, scoresAt } from "../diagnosis/point.ts";

/** What a point is for, as the report says it. */
export interface ExamPoint {
  readonly name: string;
  readonly point: Point;
}

export interface Sizes {
  readonly N: number;
  readonly D: number;
  readonly C: number;
}

/** No hinge of any loss is nearer to its kink than this at the points that judge. */
const clearance = 1 / 256;

/**
 * A random point that tells hypotheses apart: numbers of few binary digits, which f32 holds exactly; samples of very
 * different length, so that margins of all sizes occur, violated and not; every class has a sample; no kink near.
 *
 * @param single W has one row, for a binary loss
 * @param bias the last feature is a constant 1
 * @param identity X is the identity, so that W holds the scores themselves, a column a sample
 * @param margin delta, whose kinks are kept away from
 */
export function generalPoint(
  seed: number,
  sizes: Sizes,
  { lambda = 0, single = false, margin = 1, absent = -1, spread = 1, bias = false, identity = false } = {},
): Point {
  const { N, C } = sizes;
  const D = identity ? N : sizes.D;
  for (let attempt = 0; ; attempt++) {
    const random = randomStream(seed, attempt);
    const grid = (size: number): number => (Math.round((random() * 2 - 1) * size * 32) || 1) / 32;
    const K = single ? 1 : C;
    const X = new Float64Array(N * D);
    for (let i = 0; i < N; i++) {
      const length = [1, 1 / 4, 2, 1 / 2][i % 4]!;
      for (let j = 0; j < D; j++) {
        X[i * D + j] = identity ? Number(i === j) : bias && j === D - 1 ? 1 : length * grid(2);
      }
    }
    const W = Float64Array.from({ length: K * D }, () => spread * grid(1));
    const labels = Array.from({ length: C }, (_, k) => k).filter((k) => k !== absent);
    // Each class once, from the last, then at random.
    const y = Int32Array.from(
      { length: N },
      (_, i) => labels[labels.length - 1 - i] ?? labels[Math.floor(random() * labels.length)]!,
    );
    const point = { X, y, W, nSamples: N, nFeatures: D, nScores: K, lambda, biasFeature: bias };
    if (isClear(point, margin) || attempt > 2000) return point;
  }
}

/** Whether a point is clear of all losses' kinks. */
function isClear(point: Point, margin: number): boolean {
  const S = scoresAt(point);
  const { nScores: K, nSamples } = point;
  const near = (h: number): boolean => Math.abs(h) < clearance;
  for (let i = 0; i < nSamples; i++) {
    const s = S.subarray(i * K, (i + 1) * K);
    for (let m = 0; m < K; m++) {
      if (near(margin - s[m]!) || near(margin + s[m]!)) return false;
      for (let other = 0; other < K; other++) {
        if (other === m) continue;
        // Equal scores tie for the worst class; differences of a margin are the hinges' kinks, for any true class.
        if (near(s[m]! - s[other]!) || near(s[m]! - s[other]! + margin)) return false;
      }
    }
  }
  return true;
}

/** The points that judge, the first without a penalty; then those that show what only special data shows. */
export function judgingPoints(
  seed: number,
  { single = false, margin = 1, bias = false, identity = false } = {},
): ExamPoint[] {
  const make = (name: string, at: number, sizes: Sizes, options: object): ExamPoint => ({
    name,
    point: generalPoint(seed * 100 + at, sizes, {
      single,
      margin,
      bias,
      identity,
      ...(identity ? { spread: 4 } : {}),
      ...options,
    }),
  });
  const few = single ? 2 : undefined;
  return [
    make("without a penalty", 1, { N: 9, D: 5, C: few ?? 4 }, {}),
    make("with a penalty", 1, { N: 9, D: 5, C: few ?? 4 }, { lambda: 1 / 2 }),
    make("with large weights", 2, { N: 11, D: 6, C: few ?? 3 }, { lambda: 5 / 4, spread: 4 }),
    make("with as many features as classes", 3, { N: 7, D: 4, C: few ?? 4 }, { lambda: 3 / 4 }),
    // Ten classes, as the course's data has, for functions that know no other number; fewer samples than features.
    make(
      "with more classes than samples",
      4,
      { N: 6, D: 12, C: few ?? 10 },
      { lambda: 1 / 4, spread: 1 / 2 },
    ),
    make("with ten classes and no penalty", 5, { N: 11, D: 12, C: few ?? 10 }, { spread: 1 / 4 }),
  ];
}

/** Points at which even a right function can go wrong. */
export function specialPoints(
  seed: number,
  { single = false, margin = 1, bias = false, identity = false } = {},
): ExamPoint[] {
  const C = single ? 2 : 4;
  const absent = generalPoint(
    seed * 100 + 21,
    { N: 8, D: 5, C },
    { lambda: 1 / 2, single, margin, bias, identity, absent: C - 1 },
  );
  const one = generalPoint(
    seed * 100 + 22,
    { N: 1, D: 5, C: single ? 2 : 3 },
    { lambda: 1 / 2, single, margin },
  );
  return [
    { name: "where a class has no sample", point: absent },
    { name: "with a single sample", point: one },
  ];
}

/** Whole numbers with scores that tie: margins of exactly 0, and two worst classes. */
export function tiedPoint(): Point {
  return {
    X: Float64Array.of(1, 0, 0, 1, 1, 1, 2, 1),
    y: Int32Array.of(0, 1, 2, 0),
    W: Float64Array.of(2, 1, 1, 2, 1, 1),
    nSamples: 4,
    nFeatures: 2,
    nScores: 3,
    lambda: 0,
  };
}

/** X in unsigned bytes, as images come. */
export function bytesPoint(seed: number, { single = false, margin = 1 } = {}): Point {
  for (let attempt = 0; ; attempt++) {
    const random = randomStream(seed, 1000 + attempt);
    const C = single ? 2 : 4;
    const [N, D, K] = [8, 5, single ? 1 : C];
    const point: Point = {
      X: Float64Array.from({ length: N * D }, () => 20 + Math.floor(random() * 236)),
      y: Int32Array.from({ length: N }, (_, i) => (i * 3 + 1) % C),
      W: Float64Array.from({ length: K * D }, () => Math.round((random() * 2 - 1) * 64) / 512),
      nSamples: N,
      nFeatures: D,
      nScores: K,
      lambda: 0,
      bytes: true,
    };
    if (isClear(point, margin) || attempt > 2000) return point;
  }
}
