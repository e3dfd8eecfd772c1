import { settle } from "../data/settled-rows.ts";
import { dot, transpose } from "../math/vector.ts";
import { ownScores } from "../objective/kernel-terms.ts";
import type { Problem } from "../objective/problem.ts";
import { ClassKernel, classRoom } from "./class-kernel.ts";
import { type Along, minimumAlong } from "./class-line.ts";
import { costOfClassStep, inEpochs } from "./newton-cost.ts";
import { type NewtonState, untilStale } from "./newton-state.ts";

/** A class with less than this part of the mean gap waits for the others. */
const share = 0.5;
/** Steps without a better estimate of the gap before giving up. */
const patience = 12;
/** Steps of conjugate gradients: at the most for one direction, and between two looks at the clock. */
const conjugate = { most: 300, atATime: 20 };

/**
 * Newton steps for squared hinges that know one score each, of sparse rows with many features: min 1/2 |v|^2 +
 * sum_i C_i max(0, h_i(v))^2, class after class, each direction by conjugate gradients over the samples alone whose hinge is
 * active, and over the features that occur in them. With b = 2 C max(0, h) the duality gap is half the square of the gradient.
 *
 * Sources: Keerthi & DeCoste, JMLR 6 (2005); Lin, Weng & Keerthi, JMLR 9 (2008) (truncated Newton steps for linear models).
 *
 * @param W the weights to begin with, feature-major
 * @returns undefined where there are no kernels, or not enough memory for them
 */
export function startClasses(problem: Problem, W: Float64Array): NewtonState | undefined {
  const { rows, nScores: K, C, loss } = problem;
  const { nSamples: N, nFeatures: D } = rows;
  const { place, release } = settle(rows, 1, (isDense) => (isDense ? 0 : classRoom(problem)));
  if (place === undefined || place.isDense) {
    release();
    return undefined;
  }
  const classes: Classes = {
    problem,
    kernel: new ClassKernel(problem, place),
    V: transpose(W, D, K),
    h: new Float64Array(K * N),
    owns: ownScores(problem),
    curvature: C.map((weight) => weight / loss.shape(1).r),
  };
  const { V, h, curvature } = classes;
  const state: NewtonState = {
    epochs: 0,
    estimatedGap: Number.POSITIVE_INFINITY,
    active: N,
    exhausted: false,
    get b() {
      const b = transpose(h, K, N);
      for (let i = 0, k = 0; i < N; i++) {
        for (let m = 0; m < K; m++, k++) b[k] = curvature[i]! * Math.max(0, b[k]!);
      }
      return b;
    },
    writeWeights(into) {
      into.set(transpose(V, K, D));
      return true;
    },
    steps: iterate(classes, () => state),
    release,
  };
  return state;
}

interface Classes {
  readonly problem: Problem;
  readonly kernel: ClassKernel;
  /** Weights and hinges, class by class: K x nFeatures, K x nSamples. */
  readonly V: Float64Array;
  readonly h: Float64Array;
  readonly owns: Int32Array;
  /** Of each sample's loss where its hinge is active. */
  readonly curvature: Float64Array;
}

function* iterate(
  { problem, kernel, V, h, owns, curvature }: Classes,
  stateOf: () => NewtonState,
): Generator<boolean, void> {
  const state = stateOf();
  const { rows, nScores: K, loss } = problem;
  const { nSamples: N, nFeatures: D, nnz } = rows;
  const gaps = new Float64Array(K);
  const slopes = new Float64Array(N);
  const isStale = untilStale(patience);
  /** @param work multiplications */
  const spend = (work: number): void => {
    state.epochs += inEpochs(problem, work);
  };

  for (let m = 0; m < K; m++) {
    kernel.r.set(V.subarray(m * D, (m + 1) * D));
    const scores = kernel.scores();
    for (let i = 0; i < N; i++) h[m * N + i] = loss.margin + (owns[i] === m ? -scores[i]! : scores[i]!);
    residual(m);
    spend(nnz);
    yield false;
  }
  while (true) {
    const total = gaps.reduce((sum, gap) => sum + gap, 0);
    for (let m = 0; m < K; m++) {
      if (!(gaps[m]! > (share * total) / K)) continue;
      const v = V.subarray(m * D, (m + 1) * D);
      residual(m);
      const g = kernel.r.slice();
      // Squared: the rate is quadratic.
      const precision = Math.min(0.1, Math.max(1e-8, Math.sqrt(gaps[m]! / (gaps[m]! + dot(v, v)))));
      const least = precision ** 2 * kernel.begin();
      for (let steps = 0, more = conjugate.atATime; more === conjugate.atATime && steps < conjugate.most; ) {
        more = kernel.conjugate(conjugate.atATime, least);
        steps += more;
        spend(more * costOfClassStep(problem, kernel.nActive, kernel.nColumns));
        yield false;
      }
      kernel.end();
      const d = kernel.r;
      const scores = kernel.scores();
      for (let i = 0; i < N; i++) slopes[i] = owns[i] === m ? -scores[i]! : scores[i]!;
      const from = { Vd: dot(v, d), dd: dot(d, d), slope: dot(d, g) };
      const { t } = minimumAlong((t) => along(m, t), from);
      for (let j = 0; j < D; j++) v[j]! += t * d[j]!;
      for (let i = 0, k = m * N; i < N; i++, k++) h[k]! += t * slopes[i]!;
      residual(m);
      spend(nnz);
      yield false;
    }
    state.estimatedGap = gaps.reduce((sum, gap) => sum + gap, 0);
    if (isStale(state.estimatedGap)) return;
    yield true;
  }

  function residual(m: number): void {
    const own = h.subarray(m * N, (m + 1) * N);
    kernel.activate(own, curvature, (i) => owns[i] === m);
    kernel.residual(V.subarray(m * D, (m + 1) * D));
    spend((nnz * kernel.nActive) / N);
    gaps[m] = dot(kernel.r, kernel.r) / 2;
  }

  function along(m: number, t: number): Along {
    let slope = 0;
    let bend = 0;
    for (let i = 0, k = m * N; i < N; i++, k++) {
      const hinge = h[k]! + t * slopes[i]!;
      if (!(hinge > 0)) continue;
      const part = curvature[i]! * slopes[i]!;
      slope += part * hinge;
      bend += part * slopes[i]!;
    }
    return { slope, curvature: bend };
  }
}
