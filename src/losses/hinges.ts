import { HingeError } from "../errors.ts";

/**
 * How score rows turn into hinges' arguments h_m, affine in s: half of a loss. The other half says how
 * max(0, h_m) are put together: sum-of-hinges.ts or max-of-hinges.ts.
 */
export interface Hinges {
  /** Whether entry y of h is not a hinge but a constant 0. */
  readonly skipsTrueClass: boolean;
  /** How far an h_m moves when every score moves by at most 1. */
  readonly slope: number;
  nScores(nClasses: number): number;
  predict(s: Float64Array): number;
  /** h = margin + (the linear part at s); `h` is overwritten. */
  write(s: Float64Array, y: number, margin: number, h: Float64Array): void;
  /** out += scale * dh_m/ds. */
  addGradient(m: number, y: number, scale: number, out: Float64Array): void;
}

/** h_m = s_m - s_y + margin for every other class: who wins against the true class, and by how much. */
export const pairHinges: Hinges = {
  skipsTrueClass: true,
  slope: 2,
  nScores: (nClasses) => nClasses,
  predict: argmax,
  write(s, y, margin, h) {
    const own = s[y]!;
    for (let m = 0; m < s.length; m++) h[m] = s[m]! - own + margin;
    h[y] = 0;
  },
  addGradient(m, y, scale, out) {
    out[m]! += scale;
    out[y]! -= scale;
  },
};

/** h_m = margin - t_m s_m with t_m = +1 for the true class and -1 for each other: K yes/no questions. */
export const signHinges: Hinges = {
  skipsTrueClass: false,
  slope: 1,
  nScores: (nClasses) => nClasses,
  predict: argmax,
  write(s, y, margin, h) {
    for (let m = 0; m < s.length; m++) h[m] = margin + s[m]!;
    h[y] = margin - s[y]!;
  },
  addGradient(m, y, scale, out) {
    out[m]! += m === y ? -scale : scale;
  },
};

/** h_0 = margin - t s_0 with t = +1 for the second class and -1 for the first: one yes/no question. */
export const singleHinge: Hinges = {
  skipsTrueClass: false,
  slope: 1,
  nScores(nClasses) {
    if (nClasses !== 2) {
      throw new HingeError(
        "not-two-classes",
        `the binary loss needs 2 classes and got ${nClasses}; use weston-watkins, crammer-singer or one-vs-all`,
      );
    }
    return 1;
  },
  predict: (s) => (s[0]! > 0 ? 1 : 0),
  write(s, y, margin, h) {
    h[0] = y === 1 ? margin - s[0]! : margin + s[0]!;
  },
  addGradient(_m, y, scale, out) {
    out[0]! += y === 1 ? -scale : scale;
  },
};

function argmax(s: Float64Array): number {
  let best = 0;
  for (let m = 1; m < s.length; m++) if (s[m]! > s[best]!) best = m;
  return best;
}
