import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch, noBrowser } from "../browser/chromium.ts";
import { battery } from "./battery.ts";
import { differentBits, distance, tolerance } from "./compare.mjs";
import { runInChromium } from "./in-chromium.mjs";

describe("the battery", () => {
  it("finds the same bits in every run, of the kernels, every loss and training", async () => {
    const { bits, near } = await battery();
    expect(await battery()).toEqual({ bits, near });
    expect(Object.keys(bits)).toEqual(
      expect.arrayContaining([
        "dense, in place, f32",
        "sparse, f64",
        "squared crammer-singer, sparse f32",
        "training weston-watkins",
      ]),
    );
    expect(Object.keys(near)).toHaveLength(4);
  });
});

describe.skipIf(noBrowser !== undefined)(
  `the battery in Chromium${noBrowser ? ` (${noBrowser})` : ""}`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser?.close());

    it("finds the same bits as in Node", async () => {
      const [here, there] = await Promise.all([battery(), runInChromium(browser)]);
      expect(differentBits(here, there)).toEqual([]);
      expect(distance(here, there)).toBeLessThanOrEqual(tolerance);
    });
  },
);

describe("the comparison", () => {
  const one = { bits: { a: "1", b: "2" }, near: { c: [1, 1000] } };

  it("names what differs", () => {
    expect(differentBits(one, { ...one, bits: { a: "1", b: "3" } })).toEqual(["b"]);
    expect(differentBits(one, { ...one, bits: { a: "1" } })).toEqual(["b"]);
    expect(differentBits(one, { ...one, bits: { ...one.bits, d: "4" } })).toEqual(["d"]);
  });

  it("measures how far numbers are apart, and notices one that is missing", () => {
    expect(distance(one, { ...one, near: { c: [1, 1001] } })).toBe(0.001);
    expect(distance(one, { ...one, near: { c: [1] } })).toBeNaN();
    expect(distance(one, { ...one, near: {} })).toBeNaN();
  });
});
