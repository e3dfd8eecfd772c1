import pixels from "virtual:digits";
import type { Table } from "./table.ts";

/** A sample is a label and 64 pixels, each a letter of the alphabet from "a" for 0 to "q" for 16. */
const width = 65;

/** Handwritten digits of 8 x 8 pixels, from 0 to 1. */
export const digits: Table = {
  name: "digits",
  features: Array.from({ length: 64 }, (_, k) => `pixel ${Math.floor(k / 8)},${k % 8}`),
  classes: Array.from({ length: 10 }, (_, k) => String(k)),
  X: Array.from({ length: pixels.length / width }, (_, i) =>
    Array.from({ length: 64 }, (_, k) => (pixels.charCodeAt(i * width + 1 + k) - 97) / 16),
  ),
  y: Array.from({ length: pixels.length / width }, (_, i) => pixels.charCodeAt(i * width) - 97),
  image: [8, 8],
  first: [0, 1],
};
