import { createLoss, hingeLoss, type Loss } from "hinge";
import { directionalDerivative } from "hinge/losses";
import { type Place, rowOf, scoreOf, type Weights } from "./samples.ts";

/** The objective along W + t E. */
export interface Slice {
  readonly ts: readonly number[];
  readonly values: readonly number[];
  /** At t = 0. */
  readonly here: number;
  /** Where it bends, ascending. */
  readonly kinks: readonly number[];
  /** Slopes at t = 0, to both sides: equal unless W lies on a kink. */
  readonly left: number;
  readonly right: number;
}

/** The objective on the line, from t = -span to span, its kinks in closed form, and its one-sided slopes at W. */
export function sliceAlong(place: Place, E: Weights, span: number, count: number): Slice {
  const { X, y, W, objective } = place;
  const loss = createLoss(objective);
  const ts = Array.from({ length: count }, (_, k) => span * ((2 * k) / (count - 1) - 1));
  const at = (t: number) => hingeLoss({ X, y, W: moved(W, E, t), bias: 1, ...objective }).value;
  const along = (weights: Weights) =>
    y.map((_, i) => {
      const x = rowOf(X, i);
      return Float64Array.from(weights, (row) => scoreOf(row, x));
    });
  const [scores, changes] = [along(W), along(E)];
  const kinks = new Set<number>();
  scores.forEach((s, i) => {
    kinksOf(loss, s, y[i]!, changes[i]!, span, kinks);
  });
  const slope = (sign: 1 | -1): number => {
    const data = scores.reduce((sum, s, i) => {
      const ds = changes[i]!.map((v) => sign * v);
      return sum + directionalDerivative(loss.subdifferential(s, y[i]!), ds);
    }, 0);
    return (sign * data) / y.length + penaltySlope(place, E);
  };
  return {
    ts,
    values: ts.map(at),
    here: at(0),
    kinks: [...kinks].sort((a, b) => a - b),
    left: slope(-1),
    right: slope(1),
  };
}

/** The places on the line where one sample's loss bends. */
function kinksOf(
  loss: Loss,
  s: Float64Array,
  y: number,
  ds: Float64Array,
  span: number,
  out: Set<number>,
): void {
  let t = -span;
  for (let k = 0; k < 3 * s.length; k++) {
    const step = loss.kinkDistance(
      Float64Array.from(s, (v, m) => v + t * ds[m]!),
      y,
      ds,
    );
    t += step;
    if (t > span) return;
    out.add(t);
    // Past the kink, or it would be found again.
    t += span * 1e-9;
  }
}

function moved(weights: Weights, E: Weights, t: number): number[][] {
  return weights.map((row, m) => row.map((w, j) => w + t * E[m]![j]!));
}

/** E's product with the penalty's gradient. */
function penaltySlope({ W, objective: { lambda, penalty, regularizeBias } }: Place, E: Weights): number {
  const strength = penalty === "half" ? lambda : 2 * lambda;
  const parts = W.flatMap((row, m) =>
    row.map((w, j) => (!regularizeBias && j === row.length - 1 ? 0 : w * E[m]![j]!)),
  );
  return strength * parts.reduce((sum, part) => sum + part, 0);
}
