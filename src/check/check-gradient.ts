import { toRows } from "../data/rows.ts";
import { HingeError, show } from "../errors.ts";
import { randomStream, shuffle } from "../math/random.ts";
import { countUp, dot } from "../math/vector.ts";
import type { Penalty } from "../objective/hinge-loss.ts";
import { type CourseCheck, courseCheck, courseStep, type Sampled, short } from "./course.ts";
import { adaptiveSlopes, centralSlope } from "./differences.ts";
import { type Line, type ProblemData, readKinks } from "./kinks.ts";
import { type FreshCopy, type Judged, readSubject, type WeightForm } from "./subject.ts";

/** With `X` and `y`, the kinks of the named loss are known in closed form; without, they are looked for. */
export interface CheckOptions<W extends WeightForm = WeightForm> extends Partial<ProblemData> {
  readonly W: W;
  /** The penalty's strength and form, as in `hingeLoss`: only for what the course's check could have told. */
  readonly lambda?: number | undefined;
  readonly penalty?: Penalty | undefined;
  readonly regularizeBias?: boolean | undefined;
  /** All, or how many drawn at random; by default all of up to 1,000 weights, 100 of more. */
  readonly coordinates?: "all" | number | undefined;
  /** Random directions of signs, scaled to a length of about 1: each checks all weights at once. Default 4. */
  readonly directions?: number | undefined;
  readonly seed?: number | undefined;
  /**
   * The largest error of a right gradient; about 1e-11 is usual. Default 1e-9 with X and y, 1e-8 without; a
   * function that computes in f32 needs about 1e-4.
   */
  readonly tolerance?: number | undefined;
}

/** One slope, claimed and measured. */
export interface DirectionCheck {
  readonly analytic: number;
  /** At a kink the middle of `left` and `right`. */
  readonly numeric: number;
  /** |analytic - numeric| / max(|analytic|, |numeric|, 1e-3 of the largest slope, rounding); at a kink, of the distance from [left, right]. */
  readonly error: number;
  /** To the nearest kink either way, in units of W; Infinity if there is none, absent without X and y. */
  readonly kinkDistance?: number;
  /** W is on a kink along this line; without X and y, a suspicion. */
  readonly onKink: boolean;
  /** At a kink: the slopes to both sides, the smaller first, and whether the claim lies between. */
  readonly left?: number;
  readonly right?: number;
  readonly within?: boolean;
}

export interface CoordinateCheck extends DirectionCheck {
  /** In W as it was given; flat weights without X are a single row. */
  readonly index: readonly [row: number, column: number];
}

/** Plain data. */
export interface CheckReport {
  readonly ok: boolean;
  readonly maxError: number;
  readonly tolerance: number;
  /** How many coordinates were checked, and how many of them lie on a kink. */
  readonly checked: number;
  readonly kinks: number;
  /** The worst ten, the worst first. */
  readonly coordinates: readonly CoordinateCheck[];
  readonly directions: readonly DirectionCheck[];
  readonly course: CourseCheck;
  /** What else was seen, such as a function that changes W. */
  readonly notes: readonly string[];
  readonly message: string;
}

/** A slope before errors can be told: they need the size of all slopes. */
type Measured = Omit<DirectionCheck, "error"> & { readonly blur: number };

/**
 * Checks a gradient against differences that no kink spoils: error about 1e-11 where CS231n's check has up to 1e-2.
 *
 * With X and y the step ends before the nearest kink; where that is too near, the few samples that have one are
 * taken out of the difference, and their known slopes added. At a kink both one-sided slopes are taken, and any
 * subgradient is right. Without X and y, ever smaller steps are taken until they agree.
 *
 * @param f of the weights alone: returns [loss, gradient], {loss, gradient} or {value, gradient}, or is
 * {value, gradient} of two functions. Called once a difference: about 10 times a coordinate with X and y, else 25.
 * @throws HingeError `bad-shape`, `not-finite`, `bad-function`, `function-failed`, `bad-option` and, for the data,
 * what `hingeLoss` throws
 * @example
 * const X = [[1, 2], [3, 4]], y = [0, 1];
 * checkGradient((W) => hingeLoss({ X, y, W }), { W: [[0.5, 0], [0, 1]], X, y }).ok; // true
 */
export function checkGradient<W extends WeightForm>(
  f: Judged<FreshCopy<W>>,
  options: CheckOptions<W>,
): CheckReport {
  const { X, y, seed = 0, layout = "CxD", bias = 0 } = options;
  if ((X === undefined) !== (y === undefined)) {
    throw new HingeError("bad-option", "kinks are known from X and y together; give both or neither");
  }
  const tolerance = options.tolerance ?? (X ? 1e-9 : 1e-8);
  requireNumber("tolerance", tolerance, tolerance > 0, "a number above 0");
  const { W, shape, gradient, loss, at, notes } = readSubject(f, options.W, flatShape(options));
  const [rows, columns] = shape;
  const n = W.length;
  const asked = options.coordinates ?? (n <= 1000 ? "all" : 100);
  const count = asked === "all" ? n : Math.min(asked, n);
  requireNumber("coordinates", asked, Number.isInteger(count) && count >= 0, '"all" or a whole number');
  const nDirections = options.directions ?? 4;
  requireNumber(
    "directions",
    nDirections,
    Number.isInteger(nDirections) && nDirections >= 0,
    "a whole number",
  );

  const lineAlong = X && y ? readKinks({ ...options, X, y }, { data: W, shape }) : undefined;
  const largestWeight = W.reduce((most, w) => Math.max(most, Math.abs(w)), 1);
  const largestSlope = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);

  function slope(E: Float64Array, only?: number): Measured {
    const analytic = dot(gradient, E);
    const phi = (t: number) => at(W.map((w, k) => w + t * E[k]!));
    const line = lineAlong?.(E, only);
    const known = line && knownSlopes(line, phi, largestWeight);
    const distance = line && { kinkDistance: Math.min(line.forward, line.backward) };
    // Steps that disagree: the function has other kinks than the loss that was named.
    const trusted =
      known !== undefined && known.error <= 1e-6 * Math.max(Math.abs(known.value), largestSlope);
    // A sixteenth: smooth functions are series over a step well below 1. A power of two, as steps are then exact.
    const found = trusted ? known : adaptiveSlopes(phi, 2 ** Math.floor(Math.log2(largestWeight)) / 16);
    if (Number.isNaN(found.value)) {
      const where = only === undefined ? "a random direction" : `coordinate [${place(only).join(", ")}]`;
      throw new HingeError("not-finite", `the loss is not finite near W along ${where}`);
    }
    const { value, left, right, kinked } = found;
    // Four times, as it is an estimate.
    const blur = 4 * found.error + 2 ** -50 * Math.abs(analytic);
    return {
      analytic,
      numeric: value,
      ...distance,
      onKink: kinked,
      ...(kinked ? { left, right } : {}),
      blur,
    };
  }

  const place = (k: number): [number, number] => [Math.floor(k / columns), k % columns];
  const unit = (k: number) => {
    const E = new Float64Array(n);
    E[k] = 1;
    return E;
  };
  const positions = draw(n, count, seed);
  const measured = [...positions].map((k) => slope(unit(k), k));
  const random = randomStream(seed, 1);
  // A power of two, so that steps along it are as exact as those along an axis.
  const length = 2 ** -Math.round(Math.log2(n) / 2);
  const along = Array.from({ length: nDirections }, () =>
    slope(Float64Array.from(W, () => (random() < 0.5 ? -length : length))),
  );

  // A slope a thousand times smaller than the largest is a difference of terms as large as that one's.
  const floor = 1e-3 * measured.reduce((most, { numeric }) => Math.max(most, Math.abs(numeric)), 0);
  const judge = ({ blur, ...at }: Measured): DirectionCheck => {
    const off = at.onKink
      ? Math.max(0, at.left! - at.analytic, at.analytic - at.right!)
      : Math.abs(at.analytic - at.numeric);
    const size = Math.max(Math.abs(at.analytic), Math.abs(at.numeric), floor, blur / tolerance);
    const error = off === 0 ? 0 : off / size;
    return { ...at, error, ...(at.onKink ? { within: error <= tolerance } : {}) };
  };
  const coordinates = measured
    .map((at, c) => ({ index: place(positions[c]!), ...judge(at) }))
    .sort((a, b) => b.error - a.error);
  const directions = along.map(judge);

  const strength = (options.penalty === "full" ? 2 : 1) * (options.lambda ?? 0);
  const isBias = (k: number) =>
    bias !== 0 && (layout === "CxD" ? k % columns === columns - 1 : k >= (rows - 1) * columns);
  const samples = measured.map((at, c): Sampled => {
    const k = positions[c]!;
    return {
      analytic: at.analytic,
      right: at.onKink ? Number.NaN : at.numeric,
      difference: courseDifference(k),
      kinkDistance: at.kinkDistance,
      penalty: options.regularizeBias === false && isBias(k) ? 0 : strength * W[k]!,
    };
  });

  /** As the course takes it, in its order of operations. */
  function courseDifference(k: number): number {
    const moved = W.slice();
    moved[k] = W[k]! + courseStep;
    const plus = at(moved);
    moved[k] = W[k]! - courseStep;
    return (plus - at(moved)) / (2 * courseStep);
  }

  const maxError = [...coordinates, ...directions].reduce((most, { error }) => Math.max(most, error), 0);
  const kinks = coordinates.filter(({ onKink }) => onKink).length;
  const report = {
    ok: maxError <= tolerance,
    maxError,
    tolerance,
    checked: count,
    kinks,
    coordinates: coordinates.slice(0, 10),
    directions,
    course: courseCheck(samples),
    notes: [...notes],
  };
  const wrong = coordinates.filter(({ error }) => error > tolerance).length;
  return { ...report, message: sentence(report, wrong, loss) };
}

/** Slopes with all kinks known: the difference stays clear of them, or of the samples that have them. */
function knownSlopes(line: Line, phi: (t: number) => number, largestWeight: number) {
  // A quarter of a unit of score: losses bend over a margin, which is about 1. Without scores, the penalty is left.
  const wanted = Math.min(largestWeight, 1 / (4 * line.reach));
  // Below a 32nd of that, rounding would be felt: about 1e-13 of the loss.
  const most = Math.max(wanted / 32, Math.min(wanted, 0.9 * Math.min(line.forward, line.backward)));
  // A power of two: W + step and W - step are then exact, but for weights far larger or smaller than it.
  const step = 2 ** Math.floor(Math.log2(most));
  const near = line.near(step);
  const rest = centralSlope((t) => phi(t) - near.value(t), step);
  return {
    value: rest.value + (near.left + near.right) / 2,
    error: rest.error,
    left: rest.value + near.left,
    right: rest.value + near.right,
    kinked: near.kinked,
  };
}

function sentence(report: Omit<CheckReport, "message">, wrong: number, loss: number): string {
  const { ok, maxError, checked, directions, tolerance, kinks } = report;
  if (ok) {
    const ties = kinks > 0 ? `, ${kinks} of them on a kink, where any subgradient is right` : "";
    return `the gradient is right: its largest error is ${short(maxError)} in ${checked} coordinates${ties} and ${directions.length} directions`;
  }
  const worst = report.coordinates[0];
  const off = worst !== undefined && worst.error > tolerance ? worst : undefined;
  const { analytic, numeric, onKink, left, right } = off ?? directions.find((at) => at.error > tolerance)!;
  const where = off ? `at [${off.index.join(", ")}]` : "along a random direction";
  const is = onKink
    ? `slopes there run from ${precise(left!)} to ${precise(right!)}`
    : `the slope is ${precise(numeric)}`;
  const many = off ? `; ${wrong} of ${checked} coordinates are wrong` : "";
  return `the gradient is wrong ${where}: it says ${precise(analytic)} where ${is}, at a loss of ${precise(loss)}${many}`;
}

function precise(value: number): string {
  return Number(value.toPrecision(6)).toString();
}

/** Flat weights beside X: as many columns, or by layout rows, as there are features. */
function flatShape({ W, X, bias = 0, layout }: CheckOptions): readonly [number, number] | undefined {
  if (X === undefined || "data" in W) return undefined;
  const D = toRows(X).nFeatures + (bias === 0 ? 0 : 1);
  const K = W.length / D;
  if (!Number.isInteger(K)) return undefined;
  return layout === "DxC" ? [D, K] : [K, D];
}

/** `count` of 0 .. n - 1 at random, ascending. */
function draw(n: number, count: number, seed: number): Int32Array {
  const all = countUp(n);
  if (count < n) shuffle(all, n, randomStream(seed, 0));
  return all.subarray(0, count).sort();
}

function requireNumber(option: string, value: unknown, good: boolean, wanted: string): void {
  if (!good) throw new HingeError("bad-option", `${show(value)} is not possible; give ${wanted}`, { option });
}
