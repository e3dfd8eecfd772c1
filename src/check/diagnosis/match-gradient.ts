import { randomStream } from "../../math/random.ts";
import { dot } from "../../math/vector.ts";
import { factorAt, isFactor, namesOf } from "./factors.ts";
import { applied, conventionSets, type Edit, editSets, gradientEdits } from "./hypotheses.ts";
import { workOut } from "./landing.ts";
import {
  type PenaltyGradient,
  penaltyGradientAt,
  penaltyGradients,
  showsInGradient,
  withPenalty,
} from "./penalty.ts";
import { inputsAt, leastSize, type Observation, type Point } from "./point.ts";
import { dataGradient, dataGradientAt, inputsOf } from "./predicted.ts";
import type { Recipe } from "./recipe.ts";

/** A way to have computed the gradients that were seen: scale * data part + factor * lambda * shape. */
export interface GradientMatch {
  readonly edits: readonly Edit[];
  /** Name of the factor on the mean over the samples; a plain number where it has no name. */
  readonly scale: string;
  /** Absent where lambda was 0 at every point. */
  readonly penalty?: PenaltyMatch;
}

export interface PenaltyMatch {
  readonly shape: PenaltyGradient;
  /** Name of the factor on lambda * shape: "2" is right for lambda |W|^2. "0": no penalty. */
  readonly factor: string;
}

/** The most that a penalty too faint to be told apart puts to an entry. */
function hiddenPenalty(lambda: number, W: Float64Array): number {
  return 2 * lambda * largest(W);
}

/** Factors on the mean, and on lambda W, that are conventions. */
const conventionScales = ["1", "N", "1/C", "N/C", "1/(C-1)"];
const conventionStrengths = ["2", "1", "2/N", "1/N", "2N", "N"];

/** How many mixtures of the features stand for all of them. */
const mixtures = 8;
/** Below so many numbers, a factor without a name explains too easily. */
const enough = 5;

/**
 * All ways to have computed the gradients seen, from sets of up to `most` edits of the right recipe, smallest first. A set
 * whose own part already explains everything is not repeated with more. Three edits are tried only when fewer explain
 * nothing.
 */
export function matchGradient(
  observations: readonly Observation[],
  asked: Recipe,
  most = 3,
): GradientMatch[] {
  const seen = observations.filter(({ gradient }) => gradient !== undefined);
  // Without a penalty, the data part stands alone.
  const main = seen.find(({ point }) => point.lambda === 0) ?? seen[0];
  if (main === undefined) return [];
  const search = new Search(main);
  const edits = gradientEdits(asked, main.point);
  const confirmed = (matches: GradientMatch[]): GradientMatch[] => confirmAll(matches, seen, asked);
  const found: GradientMatch[] = confirmed(search.explain(asked, []));
  for (const set of conventionSets(asked, main.point)) {
    found.push(...confirmed(search.follow(applied(asked, set), set)));
  }
  // What is as asked needs no mistake.
  if (found.some(({ edits: set }) => set.length === 0)) return found;
  for (let size = 0; size <= most; size++) {
    if (size > 2 && found.length > 0) break;
    for (const set of editSets(edits, size)) {
      if (found.some((match) => isNamed(match) && isPart(match.edits, set))) continue;
      found.push(...confirmed(search.explain(applied(asked, set), set)));
    }
  }
  return found.length > 0 ? found : withOtherMargin(seen, asked, search);
}

/** The matches that explain all observations. */
function confirmAll(matches: GradientMatch[], seen: readonly Observation[], asked: Recipe): GradientMatch[] {
  return seen.reduce((kept, each) => kept.flatMap((match) => confirm(match, each, asked)), matches);
}

/**
 * Any margin at all: between two neighbouring values of s_y - s_j the same margins are violated, so that one of each
 * interval, the roundest number, stands for all of it.
 */
function withOtherMargin(seen: readonly Observation[], asked: Recipe, search: Search): GradientMatch[] {
  const edges = new Set<number>();
  for (const { point } of seen) {
    const { S } = inputsAt(point, false);
    const { y, nScores: K } = point;
    if (K < 2 || edges.size > mostEdges) return [];
    S.forEach((s, k) => {
      const lead = S[Math.floor(k / K) * K + y[Math.floor(k / K)]!]! - s;
      if (k % K !== y[Math.floor(k / K)]) edges.add(lead);
    });
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.flatMap((low, k) => {
    const high = sorted[k + 1];
    if (high === undefined || high - low < 1e-9) return [];
    const edit = { stage: "margin", value: roundest(low, high) } as const;
    return confirmAll(search.explain(applied(asked, [edit]), [edit]), seen, asked);
  });
}

/** So many intervals are tried in no time. */
const mostEdges = 2000;

/** The number with the fewest digits between two others. */
function roundest(low: number, high: number): number {
  for (let digits = 0; digits < 12; digits++) {
    const unit = 10 ** -digits;
    const value = Math.ceil(low / unit + 1e-9) * unit;
    if (value < high) return Number(value.toFixed(digits));
  }
  return (low + high) / 2;
}

/** Whether all factors are such as people write; any other may be chance. */
export function isNamed({ scale, penalty }: GradientMatch): boolean {
  return isFactor(scale) && (penalty === undefined || isFactor(penalty.factor));
}

function isPart(part: readonly Edit[], whole: readonly Edit[]): boolean {
  return part.every((edit) => whole.includes(edit));
}

/** lambda times a penalty's shape, mixed as the features are, with its square and its product with the gradient. */
interface Penalty {
  readonly shape: PenaltyGradient;
  readonly mixed: Float64Array;
  readonly square: number;
  readonly product: number;
}

/** A point's features mixed into a few, so that thousands of recipes can be tried. */
class Search {
  readonly observation: Observation;
  readonly point: Point;
  readonly mix: (rows: Float64Array) => Float64Array;
  readonly columns: Float64Array;
  /** The same of X cut to bytes, once it is asked for. */
  bytes: Float64Array | undefined;
  readonly mixedW: Float64Array;
  /** Reused from recipe to recipe. */
  readonly A: Float64Array<ArrayBuffer>;
  readonly data: Float64Array<ArrayBuffer>;
  readonly target: Float64Array;
  readonly least: number;
  readonly showsPenalty: boolean;
  /** What a penalty that does not show may put to a number. */
  readonly hidden: number;
  readonly penalties: readonly Penalty[];

  constructor(observation: Observation) {
    this.observation = observation;
    const { point } = observation;
    this.point = point;
    this.mix = mixer(point.nFeatures);
    this.columns = this.mix(point.X);
    this.mixedW = this.mix(point.W);
    this.target = this.mix(observation.gradient!);
    this.least = leastSize(point);
    this.A = new Float64Array(point.nSamples * point.nScores);
    this.data = new Float64Array(this.target.length);
    this.showsPenalty = showsInGradient(
      point,
      Math.max(largest(observation.gradient!), this.least),
      observation.tolerance,
    );
    this.hidden = this.showsPenalty ? 0 : hiddenPenalty(point.lambda, this.mixedW);
    this.penalties = !this.showsPenalty
      ? []
      : penaltyGradients
          .map((shape): Penalty => {
            const mixed = this.mix(penaltyGradientAt(shape, point));
            return { shape, mixed, square: dot(mixed, mixed), product: dot(mixed, this.target) };
          })
          .filter(({ mixed }) => mixed.some((value) => value !== 0));
  }

  /**
   * The factors and penalties that conventions have, tried one by one: where there are few numbers, or one part is
   * zero, a fit would not find them.
   */
  follow(recipe: Recipe, edits: readonly Edit[]): GradientMatch[] {
    const { point, target } = this;
    const { tolerance } = this.observation;
    const data = dataGradient(recipe, point, workOut(recipe, point).A, this.columns, this.mixedW);
    const penalties = this.penalties.filter(({ shape }) => shape.shape === "weights");
    const matches: GradientMatch[] = [];
    // 1/2 max(0, h)^2 is as usual as max(0, h)^2; half of anything else is not.
    for (const scale of recipe.squared ? [...conventionScales, "1/2", "N/2"] : conventionScales) {
      const by = factorAt(scale, point);
      const part = data.map((value) => by * value);
      const agrees = (predicted: (k: number) => number): boolean => {
        const reach = Math.max(largest(target), largest(part), this.least);
        return target.every(
          (value, k) =>
            Math.abs(value - predicted(k)) <=
            tolerance * Math.max(reach, Math.abs(predicted(k))) + this.hidden,
        );
      };
      if (penalties.length === 0 && agrees((k) => part[k]!)) matches.push({ edits, scale });
      for (const { shape, mixed } of penalties) {
        for (const factor of conventionStrengths) {
          const strength = factorAt(factor, point);
          if (agrees((k) => part[k]! + strength * mixed[k]!))
            matches.push({ edits, scale, penalty: { shape, factor } });
        }
      }
    }
    return matches;
  }

  columnsOf(recipe: Recipe): Float64Array {
    if (recipe.inputs === "given") return this.columns;
    this.bytes ??= this.mix(inputsOf(recipe, this.point));
    return this.bytes;
  }

  explain(recipe: Recipe, edits: readonly Edit[]): GradientMatch[] {
    const { point, target } = this;
    const { tolerance } = this.observation;
    const { A } = workOut(recipe, point, this.A);
    const data = dataGradient(recipe, point, A, this.columnsOf(recipe), this.mixedW, this.data);
    const size = norm(target);
    const matches: GradientMatch[] = [];
    const uu = dot(data, data);
    const nothing = Math.sqrt(uu) <= tolerance * this.least;
    const ut = dot(data, target);
    const fitWith = (penalty: Penalty | undefined): void => {
      const v = penalty?.mixed;
      const vv = penalty?.square ?? 0;
      const vt = penalty?.product ?? 0;
      const uv = v === undefined || nothing ? 0 : dot(data, v);
      const [a, b] = nothing ? [1, v === undefined ? 0 : vt / vv] : leastSquares(uu, ut, v && { uv, vv, vt });
      if (!Number.isFinite(a) || !Number.isFinite(b) || a === 0) return;
      const parts = [Math.abs(a) * Math.sqrt(uu), Math.abs(b) * Math.sqrt(vv)] as const;
      const reach = Math.max(size, ...parts, this.least);
      const allowed = tolerance * reach + this.hidden;
      // The sum of squares that is left is known without looking at any number; most fits end here.
      const left = size * size - a * ut - b * vt;
      if (left > target.length * allowed * allowed + 1e-9 * reach * reach) return;
      for (let k = 0; k < target.length; k++) {
        if (Math.abs(target[k]! - a * data[k]! - (v === undefined ? 0 : b * v[k]!)) > allowed) return;
      }
      // A fitted factor is off by more where its part is small beside the other.
      const blur = (part: number): number => (8 * tolerance * reach) / part;
      const scales = nothing ? ["1"] : named(a, point, blur(parts[0]), target.length);
      for (const scale of scales) {
        if (penalty === undefined) {
          matches.push({
            edits,
            scale,
            ...(!this.showsPenalty ? {} : { penalty: { shape: penaltyGradients[0]!, factor: "0" } }),
          });
          continue;
        }
        for (const factor of named(b, point, blur(parts[1]), target.length)) {
          matches.push({ edits, scale, penalty: { shape: penalty.shape, factor } });
        }
      }
    };
    if (!nothing && Math.sqrt(uu) <= tolerance * size) return matches;
    fitWith(undefined);
    if (matches.length === 0) for (const penalty of this.penalties) fitWith(penalty);
    return matches;
  }
}

function named(value: number, point: Point, tolerance: number, equations: number): string[] {
  const names = namesOf(value, point, Math.min(tolerance, 0.02));
  if (names.length > 0) return names;
  return equations >= enough && tolerance < 0.01 ? [String(value)] : [];
}

/**
 * Whether a match explains another observation too. Where that one is the first to show a penalty, each penalty that
 * explains it is a match of its own.
 */
function confirm(
  match: GradientMatch,
  { point, gradient, tolerance }: Observation,
  asked: Recipe,
): GradientMatch[] {
  const scale = factorAt(match.scale, point);
  const data = dataGradientAt(applied(asked, match.edits), point).map((value) => scale * value);
  const reach = Math.max(largest(gradient!), largest(data), leastSize(point));
  const agrees = (predicted: Float64Array): boolean =>
    gradient!.every(
      (value, k) => Math.abs(value - predicted[k]!) <= tolerance * Math.max(reach, Math.abs(predicted[k]!)),
    );
  if (!showsInGradient(point, reach, tolerance)) {
    const hidden = hiddenPenalty(point.lambda, point.W);
    const near = (value: number, k: number): boolean =>
      Math.abs(value - data[k]!) <= tolerance * reach + hidden;
    return gradient!.every(near) ? [match] : [];
  }
  if (match.penalty !== undefined) {
    const { shape, factor } = match.penalty;
    return agrees(withPenalty(data, shape, factorAt(factor, point), point)) ? [match] : [];
  }
  const divided = (["1", "2"] as const)
    .map((factor): PenaltyMatch => ({ shape: { shape: "precedence", reach: "all" }, factor }))
    .filter(({ shape, factor }) => agrees(withPenalty(data, shape, Number(factor), point)));
  const rest = gradient!.map((value, k) => value - data[k]!);
  return [...penaltiesIn(rest, point, tolerance, reach), ...divided].map((penalty) => ({
    ...match,
    penalty,
  }));
}

/** The penalties that a gradient without its data part can be. */
export function penaltiesIn(
  rest: Float64Array,
  point: Point,
  tolerance: number,
  reach: number,
): PenaltyMatch[] {
  if (largest(rest) <= tolerance * reach) return [{ shape: penaltyGradients[0]!, factor: "0" }];
  return penaltyGradients.flatMap((shape) => {
    const penalty = penaltyGradientAt(shape, point);
    const factor = dot(rest, penalty) / dot(penalty, penalty);
    const off = rest.map((value, k) => value - factor * penalty[k]!);
    const size = Math.abs(factor) * largest(penalty);
    if (!Number.isFinite(factor) || largest(off) > tolerance * Math.max(reach, size)) return [];
    return named(factor, point, (8 * tolerance * Math.max(reach, size)) / size, rest.length).map((name) => ({
      shape,
      factor: name,
    }));
  });
}

/** Multiplies rows of D features by D x p random numbers; leaves few features as they are. */
function mixer(D: number): (rows: Float64Array) => Float64Array {
  if (D <= mixtures) return (rows) => rows;
  const random = randomStream(1, D);
  const M = Float64Array.from({ length: D * mixtures }, () => random() * 2 - 1);
  return (rows) => {
    const n = rows.length / D;
    const out = new Float64Array(n * mixtures);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < D; j++) {
        const x = rows[i * D + j]!;
        if (x !== 0) for (let k = 0; k < mixtures; k++) out[i * mixtures + k]! += x * M[j * mixtures + k]!;
      }
    }
    return out;
  };
}

/** a and b of the least |target - a u - b v|, by the products of u, v and the target; b is 0 without a v. */
function leastSquares(
  uu: number,
  ut: number,
  products: { readonly uv: number; readonly vv: number; readonly vt: number } | undefined,
): [number, number] {
  if (products === undefined) return [ut / uu, 0];
  const { uv, vv, vt } = products;
  // By the part of v that is across u: the normal equations' determinant loses digits where u and v are alike.
  const across = vv - (uv * uv) / uu;
  if (!(across > 1e-12 * vv)) return [Number.NaN, Number.NaN];
  const b = (vt - (uv * ut) / uu) / across;
  return [(ut - b * uv) / uu, b];
}

function norm(values: ArrayLike<number>): number {
  return Math.sqrt(dot(values, values));
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}
