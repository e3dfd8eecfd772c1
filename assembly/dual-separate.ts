// One visit where each class is a yes/no question of its own: all variables of one vector move at once.

import { constantOuter, withConstant } from "./dual-constant";
import { Plan, Sample } from "./dual-plan";
import { sumLanes, zero } from "./lanes";
import { columnOuter, columnScore, oneOuter, oneScore } from "./sparse";

/** Sets the lanes before the m-th. */
// @ts-expect-error: decorator
@inline
function before<T>(m: i32): v128 {
  if (sizeof<T>() == 4) return i32x4.gt_s(i32x4.splat(m), i32x4(0, 1, 2, 3));
  return i64x2.gt_s(i64x2.splat(m), i64x2(0, 1));
}

/** @returns whether anything changed */
// @ts-expect-error: decorator
@inline
export function visitSeparate<T, I, V>(p: Plan, sample: Sample, b: usize): bool {
  const values = p.values + <usize>sample.value * sizeof<V>();
  const indices = isVoid<I>() ? 0 : p.indices + <usize>sample.index * sizeof<I>();
  const last = values + <usize>sample.count * sizeof<V>();
  // A single class has no neighbours that would fill a vector.
  const isColumn = p.stride == 1;
  let scores = isColumn
    ? columnScore<T, I, V>(indices, values, last, p.W)
    : oneScore<T, I, V>(indices, values, last, p.W, 16);
  // A row that has all features has the constant one too.
  if (!isVoid<I>() && p.constant != 0) {
    scores = withConstant<T>(p, scores, isColumn ? v128.splat<T>(load<T>(p.bias)) : v128.load(p.bias));
  }
  const C = sample.C;
  const r = p.squared ? 0.5 / C : 0;
  // 1 for a class that shall have a negative score, -1 for the own, 0 for padding, whose variables then stay 0.
  const counts = before<T>(p.K);
  const isOwn = v128.andnot(before<T>(sample.own - p.first + 1), before<T>(sample.own - p.first));
  const sign = v128.and(counts, v128.bitselect(v128.splat<T>(<T>-1), v128.splat<T>(<T>1), isOwn));
  const margin = v128.and(counts, v128.splat<T>(<T>p.margin));
  const h = v128.add<T>(margin, v128.mul<T>(sign, scores));
  const old = isColumn ? v128.load_zero<T>(b) : v128.load(b);
  const violation = v128.pmax<T>(h, zero());
  const curved = v128.mul<T>(old, v128.splat<T>(<T>r));
  let loss = v128.mul<T>(v128.splat<T>(<T>C), violation);
  if (p.squared) loss = v128.mul<T>(loss, violation);
  p.loss += <f64>sumLanes<T>(loss);
  const half = v128.mul<T>(curved, v128.splat<T>(<T>0.5));
  p.gap += <f64>sumLanes<T>(v128.sub<T>(loss, v128.mul<T>(old, v128.sub<T>(h, half))));
  const slope = v128.sub<T>(h, curved);
  const step = v128.mul<T>(slope, v128.splat<T>(<T>(1 / (sample.q + r))));
  let fresh = v128.pmax<T>(v128.add<T>(old, step), zero());
  if (!p.squared) fresh = v128.pmin<T>(fresh, v128.splat<T>(<T>C));
  const change = v128.sub<T>(old, fresh);
  if (!v128.any_true(v128.ne<T>(change, zero()))) {
    if (isColumn) p.slack = <f64>v128.extract_lane<T>(v128.abs<T>(slope), 0);
    return false;
  }
  const coefficients = v128.mul<T>(sign, change);
  if (isColumn) {
    p.worst = max(p.worst, sample.q * <f64>v128.extract_lane<T>(v128.abs<T>(change), 0));
    v128.store_lane<T>(b, fresh, 0);
    columnOuter<T, I, V>(indices, values, last, coefficients, p.W);
    const g = v128.extract_lane<T>(coefficients, 0);
    if (!isVoid<I>() && p.constant != 0) store<T>(p.bias, <T>(load<T>(p.bias) + <T>p.constant * g));
  } else {
    v128.store(b, fresh);
    oneOuter<T, I, V>(indices, values, last, coefficients, p.W, 16);
    if (!isVoid<I>() && p.constant != 0) constantOuter<T>(p, coefficients, 0);
  }
  return true;
}
