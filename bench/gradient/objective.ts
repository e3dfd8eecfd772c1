import { type Case, type Numbers, scores } from "./cases.ts";

/** Loss, gradient (C x D) and the part of the margins that are violated. */
export interface Truth {
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly violations: number;
}

/** Largest relative differences allowed: of the loss, and of the gradient to its largest number. */
const tolerances = { loss: 1e-5, gradient: 1e-4 };

/** The mean Weston-Watkins loss and its gradient by plain loops in f64: nobody grades himself. */
export function truth({ N, D, C }: Case, { X, y, W }: Numbers): Truth {
  const gradient = new Float64Array(C * D);
  const s = new Float64Array(C);
  const g = new Float64Array(C);
  let loss = 0;
  let violated = 0;
  for (let i = 0; i < N; i++) {
    scores(X, i, W, D, s);
    const own = s[y[i]];
    g.fill(0);
    for (let m = 0; m < C; m++) {
      const margin = s[m] - own + 1;
      if (m === y[i] || margin <= 0) continue;
      loss += margin / N;
      g[m]++;
      g[y[i]]--;
      violated++;
    }
    for (let m = 0; m < C; m++) {
      for (let j = 0; j < D; j++) gradient[m * D + j] += (g[m] / N) * X[i * D + j];
    }
  }
  return { loss, gradient, violations: violated / (N * (C - 1)) };
}

/** @throws Error if a rival computes something else */
export function agree(who: string, where: string, loss: number, gradient: Float32Array, right: Truth): void {
  let largest = 0;
  let difference = 0;
  for (let k = 0; k < right.gradient.length; k++) {
    largest = Math.max(largest, Math.abs(right.gradient[k]));
    // NaN must not pass for agreement.
    const distance = Math.abs(gradient[k] - right.gradient[k]);
    difference = distance <= difference ? difference : distance;
  }
  const errors = { loss: Math.abs(loss / right.loss - 1), gradient: difference / largest };
  if (gradient.length !== right.gradient.length)
    throw new Error(`${who}, ${where}: ${gradient.length} numbers`);
  for (const what of ["loss", "gradient"] as const) {
    if (!(errors[what] <= tolerances[what])) {
      throw new Error(
        `${who} disagrees in ${where}: its ${what} differs by ${errors[what].toExponential(1)}, relatively, from the plain loops'`,
      );
    }
  }
}
