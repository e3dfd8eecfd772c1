import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDecimal, scanDecimal } from "../../src/io/number.ts";

const digits = (max: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: max });

function scan(text: string): { value: number; end: number } {
  const bytes = new TextEncoder().encode(text);
  const out = Float64Array.of(Number.NaN);
  const end = scanDecimal(bytes, 0, bytes.length, out, 0);
  return { value: out[0]!, end };
}

test("a random decimal is the double that Number() gives", () => {
  const decimal = fc
    .tuple(
      fc.constantFrom("", "+", "-"),
      digits(25),
      fc.constantFrom("", "."),
      digits(25),
      fc.option(fc.tuple(fc.constantFrom("e", "E", "e+", "e-"), fc.integer({ min: 0, max: 400 }))),
    )
    .filter(([, whole, , fraction]) => whole + fraction !== "")
    .map(
      ([sign, whole, point, fraction, e]) =>
        `${sign}${whole}${point}${fraction}${e === null ? "" : e.join("")}`,
    );
  fc.assert(
    fc.property(decimal, (text) => {
      const { value, end } = scan(text);
      expect(end).toBe(text.length);
      expect(Object.is(value, Number(text))).toBe(true);
      expect(Object.is(parseDecimal(text), Number(text))).toBe(true);
    }),
    { numRuns: 20_000 },
  );
});

test("the shortest text of a random double gives it back", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
      expect(scan(String(x)).value).toBe(x + 0 === 0 ? 0 : x);
    }),
    { numRuns: 5000 },
  );
});

test("decimals about the edges of the fast path are rounded as Number() rounds them", () => {
  const edges = [2 ** 53 - 1, 2 ** 53, 2 ** 53 + 1, 2 ** 53 + 2].map((n) =>
    n.toLocaleString("fullwide", { useGrouping: false }),
  );
  for (const integer of ["9007199254740993", "9007199254740991", ...edges]) {
    for (let point = 0; point <= integer.length; point++) {
      const text = `${integer.slice(0, point)}.${integer.slice(point)}`;
      expect(scan(text).value).toBe(Number(text));
    }
    for (const zeros of [5, 6, 7, 22, 23]) {
      const text = `0.${"0".repeat(zeros)}${integer}`;
      expect(scan(text).value).toBe(Number(text));
    }
  }
});

test("a million digits are read", () => {
  expect(scan(`0.${"3".repeat(1_000_000)}`).value).toBe(1 / 3);
});

test.each(["", "+", "-", ".", "e5", "-.", "1e", "1e+", "nan", "inf", "x1"])("%j is no decimal", (text) => {
  expect(scan(text)).toEqual({ value: Number.NaN, end: 0 });
  expect(parseDecimal(text)).toBe(Number.NaN);
});

test("reading stops after the decimal", () => {
  expect(scan("1.5x")).toEqual({ value: 1.5, end: 3 });
  expect(scan("1.2.3")).toEqual({ value: 1.2, end: 3 });
  expect(scan("0x10")).toEqual({ value: 0, end: 1 });
});
