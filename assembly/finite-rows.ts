// Rows as finite Newton steps read them: dense ones, or entries in one of three forms. A copy has f64 values and indices of 4
// bytes; rows that are read where they lie have indices of 2 bytes. The constant feature is none of the entries.

import { add1 } from "./dense-outer";
import { addSquares } from "./finite-hessian";
import { addSparseBlock } from "./newton-blocks";
import { Newton } from "./newton-plan";
import { Listed, rowScores, Short } from "./sparse";

/** How rows lie. Written by src/solvers/finite-rows.ts. */
export type Form = i32;
const dense: Form = 0;
const copied: Form = 1;
const short64: Form = 2;

// @ts-expect-error: decorator
@inline
export function isDense(form: Form): bool {
  return form == dense;
}

/** Scores of sparse row i, the constant feature's part left out. */
export function scoresOf(p: Newton, i: i32, S: usize, form: Form): void {
  if (form == copied) entryScores<Listed, f64>(p, i, S);
  else if (form == short64) entryScores<Short, f64>(p, i, S);
  else entryScores<Short, f32>(p, i, S);
}

/** v += w x_i. */
export function addRow(p: Newton, i: i32, w: f64, v: usize, form: Form): void {
  if (form == dense) add1<f64>(p.values + ((<usize>i * <usize>p.D) << 3), w, v, p.D);
  else if (form == copied) addEntries<Listed, f64>(p, i, w, v);
  else if (form == short64) addEntries<Short, f64>(p, i, w, v);
  else addEntries<Short, f32>(p, i, w, v);
}

/** A += sum_k w_k x_k x_k^T over the first n of the plan's samples, lower triangle. */
export function addBlock(p: Newton, n: i32, A: usize, form: Form): void {
  if (form == dense) addSquares(p, n, A);
  else if (form == copied) addSparseBlock<Listed, f64>(p, n, A);
  else if (form == short64) addSparseBlock<Short, f64>(p, n, A);
  else addSparseBlock<Short, f32>(p, n, A);
}

// @ts-expect-error: decorator
@inline
function start(p: Newton, i: i32): usize {
  return <usize>load<u32>(p.starts + (<usize>i << 2));
}

// @ts-expect-error: decorator
@inline
function end(p: Newton, i: i32): usize {
  return <usize>load<u32>(p.ends + (<usize>i << 2));
}

function entryScores<I, V>(p: Newton, i: i32, S: usize): void {
  const from = start(p, i);
  const row = <usize>p.stride << 3;
  const indices = p.indices + from * sizeof<I>();
  const values = p.values + from * sizeof<V>();
  rowScores<f64, I, V>(indices, values, <i32>(end(p, i) - from), p.W, row, row, S);
}

function addEntries<I, V>(p: Newton, i: i32, w: f64, v: usize): void {
  const to = end(p, i);
  for (let a = start(p, i); a < to; a++) {
    const at = v + (<usize>load<I>(p.indices + a * sizeof<I>()) << 3);
    store<f64>(at, load<f64>(at) + w * <f64>load<V>(p.values + a * sizeof<V>()));
  }
  if (p.constant == 0) return;
  const last = v + ((<usize>p.D - 1) << 3);
  store<f64>(last, load<f64>(last) + w * p.constant);
}
