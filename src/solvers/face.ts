import { dot } from "../math/vector.ts";
import type { Problem } from "../objective/problem.ts";
import type { FacePasses } from "./face-passes.ts";
import { costOfProducts, inEpochs } from "./newton-cost.ts";

/** Relative to what it was, the residual in the preconditioner's norm at which the quadratic is solved. */
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
  /** Of each variable its place among K a listed sample, and its place in b. */
  readonly place: Int32Array;
  readonly global: Int32Array;
}

/**
 * One second-order step of the dual on the face where b lies: the quadratic over the free variables by conjugate gradients,
 * preconditioned with each sample's own block, then b moves there as far as that raises the dual, made feasible.
 * Vectors have a number for each free variable, weights are met in products alone: where features are many that is what makes
 * such a step cheap.
 *
 * For squared losses whose classes couple: their variables have no upper bounds, nor have sums of them.
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
  const { order, first, place, global } = free;
  const n = global.length;
  const costOfProduct = costOfProducts(problem, order.length);
  const before = dualOf(problem, passes, b);
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
  precondition(problem, free, residual, z);
  let rz = dot(residual, z);
  const least = precision ** 2 * rz;
  for (let steps = 0, last = rz; rz > least && steps < mostSteps; steps++) {
    const ratio = steps > 0 ? rz / last : 0;
    for (let k = 0; k < n; k++) p[k] = z[k]! + ratio * p[k]!;
    product(problem, passes, free, p, spread, Qp);
    spend(costOfProduct);
    const length = rz / dot(p, Qp);
    for (let k = 0; k < n; k++) {
      u[k]! += length * p[k]!;
      residual[k]! -= length * Qp[k]!;
    }
    precondition(problem, free, residual, z);
    last = rz;
    rz = dot(residual, z);
    yield false;
  }
  const isCut = rz > least;

  let t = 1;
  for (let trial = 0; ; trial++) {
    const moved = moveTo(problem, free, b, u, t);
    const gain = dualOf(problem, passes, moved) - before;
    spend(costOfProducts(problem, rows.nSamples) / 2);
    yield false;
    // Where t is 0 the step ends where it began, up to rounding.
    if (gain >= 0 || trial > halvings)
      return { b: moved, W: passes.weights(), gain: Math.max(0, gain), isCut };
    t = trial + 1 < halvings ? t / 2 : 0;
  }
}

/** Epochs that a run takes at the most. */
export function epochsOfFaceStep(problem: Problem, b: Float64Array, mostSteps: number): number {
  return inEpochs(problem, mostSteps * costOfProducts(problem, freeOf(problem, b).order.length));
}

function freeOf({ rows, nScores: K }: Problem, b: Float64Array): Free {
  const order: number[] = [];
  const first = [0];
  const place: number[] = [];
  const global: number[] = [];
  for (let i = 0; i < rows.nSamples; i++) {
    if (rows.squaredNorm(i) === 0) continue;
    for (let m = 0; m < K; m++) {
      const at = i * K + m;
      if (!(b[at]! > 0)) continue;
      place.push(order.length * K + m);
      global.push(at);
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
  };
}

/** D(b); leaves the weights at W(b). */
function dualOf(problem: Problem, passes: FacePasses, b: Float64Array): number {
  const { rows, nScores: K, loss, C } = problem;
  const { r, rho } = loss.shape(1);
  const used: number[] = [];
  let dual = 0;
  for (let i = 0; i < rows.nSamples; i++) {
    let S = 0;
    let squares = 0;
    for (let m = i * K; m < (i + 1) * K; m++) {
      S += b[m]!;
      squares += b[m]! * b[m]!;
    }
    if (S === 0) continue;
    used.push(i);
    dual += loss.margin * S - (r * squares + rho * S * S) / C[i]! / 2;
  }
  const order = Int32Array.from(used);
  const v = new Float64Array(order.length * K);
  order.forEach((i, k) => {
    v.set(b.subarray(i * K, (i + 1) * K), k * K);
  });
  passes.weigh(order, v);
  return dual - passes.square() / 2;
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
  for (let s = 0; s < order.length; s++) {
    const i = order[s]!;
    const q = rows.squaredNorm(i);
    const a = q + r / C[i]!;
    const c = q + rho / C[i]!;
    const f = first[s + 1]! - first[s]!;
    let S = 0;
    for (let k = first[s]!; k < first[s + 1]!; k++) S += v[k]!;
    const common = (c * S) / (a + c * f);
    for (let k = first[s]!; k < first[s + 1]!; k++) out[k] = (v[k]! - common) / a;
  }
}

/** b + t u, made feasible. */
function moveTo(
  { y, nScores: K, loss, C }: Problem,
  { order, first, global }: Free,
  b: Float64Array,
  u: Float64Array,
  t: number,
): Float64Array {
  const out = b.slice();
  order.forEach((i, s) => {
    for (let k = first[s]!; k < first[s + 1]!; k++) out[global[k]!]! += t * u[k]!;
    loss.project(out, i * K, y[i]!, K, C[i]!);
  });
  return out;
}
