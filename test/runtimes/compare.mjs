import { createHash } from "node:crypto";

/** @typedef {import("./battery.ts").Findings} Findings */

/**
 * The results whose bits differ between two engines.
 * @param {Findings} one @param {Findings} other
 * @returns {string[]} their names
 */
export function differentBits(one, other) {
  const names = new Set([...Object.keys(one.bits), ...Object.keys(other.bits)]);
  return [...names].filter((name) => one.bits[name] !== other.bits[name]);
}

/**
 * The largest difference of numbers that need not have the same bits, relative to the number or 1.
 * @param {Findings} one @param {Findings} other
 * @returns {number} not-a-number where something is missing
 */
export function distance(one, other) {
  const pairs = Object.entries(one.near).flatMap(([name, numbers]) =>
    numbers.map((value, k) => [value, other.near[name]?.[k] ?? Number.NaN]),
  );
  return Math.max(0, ...pairs.map(([a = 0, b = 0]) => Math.abs(a - b) / Math.max(1, Math.abs(a))));
}

/** How far the softmax loss may differ: exp and log are good to a unit in the last place or two. */
export const tolerance = 1e-13;

/**
 * One hash for all results whose bits count.
 * @param {Findings} found
 */
export function hash({ bits }) {
  return createHash("sha256").update(JSON.stringify(bits)).digest("hex").slice(0, 8);
}
