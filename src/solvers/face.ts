import type { Problem } from "../objective/problem.ts";
import type { FacePasses } from "./face-passes.ts";
import { costOfProducts, inEpochs } from "./newton-cost.ts";

/** Relative to what it was, the residual in the preconditioner's norm at which a part is solved. */
const precision = 0.01;
/** How often the way to the solution is halved where all of it does not raise the dual. */
const halvings = 6;

/** What a run has come to: dual variables, their weights (feature-major), and by how much the dual has risen. */
export interface FaceStep {
  readonly b: Float64Array;
  readonly W: Float64Array;
  readonly gain: number;
  /** Whether there were too few steps for the precision. */
  readonly isCut: boolean;
}

/** The variables that are free, sample by sample. */
interface Free {
  /** Samples, the first variable of each, and one end more. */
  readonly order: Int32Array;
  readonly first: Int32Array;
  /** Of each variable its place among K a listed sample, its place in b, and its part: what has steps of its own. */
  readonly place: Int32Array;
  readonly global: Int32Array;
  readonly part: Uint16Array;
}

/**
 * One second-order step of the dual on the face where b lies: the quadratic over the free variables by conjugate gradients,
 * preconditioned with each sample's own block, then b moves there as far as that raises the dual, made feasible.
 * Classes that do not couple have steps of their own. Vectors have a number for each free variable, weights are met in
 * products alone: where features are many that is what makes such a step cheap.
 *
 * For squared losses: their variables have no upper bounds, nor have sums of them.
 *
 * Source: More & Toraldo, SIAM J. Optim. 1 (1991) (conjugate gradients on a face, other means to change it).
 *
 * @param mostSteps of conjugate gradients
 * @param spend is told of the multiplications done
 */
export function* faceStep(
  problem: Problem,
  passes: FacePasses,
  b: Float64Array,
  mostSteps: number,
  spend: (work: number) => void,
): Generator<boolean, FaceStep> {
  const { rows, nScores: K, loss, C } = problem;
  const { r, rho } = loss.shape(1);
  const free = freeOf(problem, b);
  const { order, first, place, global, part } = free;
  const n = global.length;
  const parts = loss.block === "separate" ? K : 1;
  const costOfProduct = costOfProducts(problem, order.length);
  const before = dualOf(problem, passes, b, parts);
  spend(costOfProducts(problem, rows.nSamples) / 2);

  const u = new Float64Array(n);
  const residual = new Float64Array(n);
  const z = new Float64Array(n);
  const p = new Float64Array(n);
  const Qp = new Float64Array(n);
  const spread = new Float64Array(order.length * K);
  const slopes = passes.slopes(order);
  for (let s = 0; s < order.length; s++) {
    const i = order[s]!;
    let S = 0;
    for (let m = i * K; m < (i + 1) * K; m++) S += b[m]!;
    for (let k = first[s]!; k < first[s + 1]!; k++) {
      residual[k] = loss.margin + slopes[place[k]!]! - (r * b[global[k]!]! + rho * S) / C[i]!;
    }
  }
  const begin = new Float64Array(parts);
  const last = new Float64Array(parts);
  const ratio = new Float64Array(parts);
  let isCut = true;
  for (let steps = 0; steps < mostSteps; steps++) {
    precondition(problem, free, residual, z);
    const rz = inner(residual, z, part, parts);
    if (steps === 0) begin.set(rz);
    for (let g = 0; g < parts; g++) {
      ratio[g] = steps > 0 && last[g]! > 0 ? rz[g]! / last[g]! : 0;
      // A part that is solved stands still.
      if (!(rz[g]! > precision ** 2 * begin[g]!)) rz[g] = 0;
    }
    if (rz.every((value) => value === 0)) {
      isCut = false;
      break;
    }
    last.set(rz);
    for (let k = 0; k < n; k++) p[k] = rz[part[k]!] === 0 ? 0 : z[k]! + ratio[part[k]!]! * p[k]!;
    product(problem, passes, free, p, spread, Qp);
    spend(costOfProduct);
    const curvature = inner(p, Qp, part, parts);
    const length = rz.map((value, g) => (value > 0 && curvature[g]! > 0 ? value / curvature[g]! : 0));
    for (let k = 0; k < n; k++) {
      u[k]! += length[part[k]!]! * p[k]!;
      residual[k]! -= length[part[k]!]! * Qp[k]!;
    }
    yield false;
  }

  const t = new Float64Array(parts).fill(1);
  let moved = b;
  for (let trial = 0; ; trial++) {
    moved = moveTo(problem, free, b, u, t);
    const now = dualOf(problem, passes, moved, parts);
    spend(costOfProducts(problem, rows.nSamples) / 2);
    yield false;
    let gain = 0;
    let isDone = true;
    for (let g = 0; g < parts; g++) {
      if (now[g]! >= before[g]!) {
        gain += now[g]! - before[g]!;
        continue;
      }
      isDone = false;
      t[g] = trial + 1 < halvings ? t[g]! / 2 : 0;
    }
    // Where t is 0 the part is where it was, up to rounding.
    if (isDone || trial > halvings) return { b: moved, W: passes.weights(), gain, isCut };
  }
}

/** Epochs that a run takes at the most. */
export function epochsOfFaceStep(problem: Problem, b: Float64Array, mostSteps: number): number {
  return inEpochs(problem, mostSteps * costOfProducts(problem, freeOf(problem, b).order.length));
}

function freeOf({ rows, nScores: K, loss }: Problem, b: Float64Array): Free {
  const order: number[] = [];
  const first = [0];
  const place: number[] = [];
  const global: number[] = [];
  const part: number[] = [];
  const isSeparate = loss.block === "separate";
  for (let i = 0; i < rows.nSamples; i++) {
    if (rows.squaredNorm(i) === 0) continue;
    for (let m = 0; m < K; m++) {
      const at = i * K + m;
      if (!(b[at]! > 0)) continue;
      place.push(order.length * K + m);
      global.push(at);
      part.push(isSeparate ? m : 0);
    }
    if (global.length === first.at(-1)) continue;
    order.push(i);
    first.push(global.length);
  }
  return {
    order: Int32Array.from(order),
    first: Int32Array.from(first),
    place: Int32Array.from(place),
    global: Int32Array.from(global),
    part: Uint16Array.from(part),
  };
}

/** D(b), a part each; leaves the weights at W(b). */
function dualOf(problem: Problem, passes: FacePasses, b: Float64Array, parts: number): Float64Array {
  const { rows, nScores: K, loss, C } = problem;
  const { r, rho } = loss.shape(1);
  const used: number[] = [];
  const value = new Float64Array(parts);
  for (let i = 0; i < rows.nSamples; i++) {
    let S = 0;
    for (let m = 0; m < K; m++) {
      const now = b[i * K + m]!;
      if (now === 0) continue;
      S += now;
      value[parts === 1 ? 0 : m]! += loss.margin * now - (r * now * now) / C[i]! / 2;
    }
    if (S === 0) continue;
    used.push(i);
    value[0]! -= (rho * S * S) / C[i]! / 2;
  }
  const order = Int32Array.from(used);
  const v = new Float64Array(order.length * K);
  order.forEach((i, k) => {
    v.set(b.subarray(i * K, (i + 1) * K), k * K);
  });
  passes.weigh(order, v);
  passes.squares().forEach((square, m) => {
    value[parts === 1 ? 0 : m]! -= square / 2;
  });
  return value;
}

/** Q p over the free variables, minus the dual's second derivative. */
function product(
  { loss, C }: Problem,
  passes: FacePasses,
  free: Free,
  p: Float64Array,
  spread: Float64Array,
  out: Float64Array,
): void {
  const { order, first, place } = free;
  const { r, rho } = loss.shape(1);
  for (let k = 0; k < p.length; k++) spread[place[k]!] = p[k]!;
  passes.weigh(order, spread);
  const slopes = passes.slopes(order);
  for (let s = 0; s < order.length; s++) {
    let S = 0;
    for (let k = first[s]!; k < first[s + 1]!; k++) S += p[k]!;
    const weight = C[order[s]!]!;
    for (let k = first[s]!; k < first[s + 1]!; k++) {
      out[k] = (r * p[k]! + rho * S) / weight - slopes[place[k]!]!;
    }
  }
}

/** Solves with each sample's own block of Q, a I + c 1 1^T, on its free variables. */
function precondition(
  { rows, loss, C }: Problem,
  { order, first }: Free,
  v: Float64Array,
  out: Float64Array,
): void {
  const { r, rho } = loss.shape(1);
  const isSeparate = loss.block === "separate";
  for (let s = 0; s < order.length; s++) {
    const i = order[s]!;
    const q = rows.squaredNorm(i);
    const a = q + r / C[i]!;
    const c = (isSeparate ? 0 : q) + rho / C[i]!;
    const f = first[s + 1]! - first[s]!;
    let S = 0;
    for (let k = first[s]!; k < first[s + 1]!; k++) S += v[k]!;
    const common = (c * S) / (a + c * f);
    for (let k = first[s]!; k < first[s + 1]!; k++) out[k] = (v[k]! - common) / a;
  }
}

function inner(v: Float64Array, w: Float64Array, part: Uint16Array, parts: number): Float64Array {
  const sums = new Float64Array(parts);
  for (let k = 0; k < v.length; k++) sums[part[k]!]! += v[k]! * w[k]!;
  return sums;
}

/** b + t u, made feasible. */
function moveTo(
  { y, nScores: K, loss, C }: Problem,
  { order, first, global, part }: Free,
  b: Float64Array,
  u: Float64Array,
  t: Float64Array,
): Float64Array {
  const out = b.slice();
  order.forEach((i, s) => {
    for (let k = first[s]!; k < first[s + 1]!; k++) out[global[k]!]! += t[part[k]!]! * u[k]!;
    loss.project(out, i * K, y[i]!, K, C[i]!);
  });
  return out;
}
