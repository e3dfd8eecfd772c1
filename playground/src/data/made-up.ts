import type { PlanePoint } from "../state/model.ts";
import { normal, randomStream, round } from "./random.ts";

/** Sets of points that are made up: the same for the same seed. */
export const madeUp = { blobs, moons, spiral } as const;

/** Round clouds on a circle; near enough to touch. */
function blobs(seed: number, nClasses: number): PlanePoint[] {
  const random = randomStream(seed);
  return Array.from({ length: 12 * nClasses }, (_, i) => {
    const k = i % nClasses;
    const angle = (2 * Math.PI * k) / nClasses + Math.PI / 2;
    const x = 1.5 * Math.cos(angle) + 0.55 * normal(random);
    return [round(x), round(1.5 * Math.sin(angle) + 0.55 * normal(random)), k];
  });
}

/** Two half circles that reach into each other; no straight line parts them. */
function moons(seed: number): PlanePoint[] {
  const random = randomStream(seed);
  return Array.from({ length: 60 }, (_, i) => {
    const angle = Math.PI * random();
    const [x, y] =
      i % 2 === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.4 - Math.sin(angle)];
    return [
      round(1.6 * (x - 0.5) + 0.12 * normal(random)),
      round(1.6 * (y - 0.2) + 0.12 * normal(random)),
      i % 2,
    ];
  });
}

/** Arms that wind about each other; what a linear classifier makes of it is the lesson. */
function spiral(seed: number, nClasses: number): PlanePoint[] {
  const random = randomStream(seed);
  const each = 30;
  return Array.from({ length: each * nClasses }, (_, i) => {
    const k = i % nClasses;
    const part = (Math.floor(i / nClasses) + 0.5) / each;
    const angle = (2 * Math.PI * k) / nClasses + 4.2 * part + 0.15 * normal(random);
    return [round(2.2 * part * Math.sin(angle)), round(2.2 * part * Math.cos(angle)), k];
  });
}
