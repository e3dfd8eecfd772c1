// Newton's method for one class alone, on sparse rows: what it needs of the rows that count, and conjugate gradients with the
// Hessian I + sum_k c_k x_k x_k^T over those (src/solvers/class-newton.ts).

import { conjugateStep } from "./conjugate";
import { columnOuter, columnScore, Listed } from "./sparse";

/** Where everything lies in memory. Written by src/solvers/class-kernel.ts, field for field; numbers are f64. */
// @ts-expect-error: decorator
@unmanaged
export class ClassPlan {
  /** Entries, the column of each (i32), and where each row begins among them (i32). */
  values: usize;
  indices: usize;
  starts: usize;
  /** The rows that count, i32 each, and their curvatures. */
  list: usize;
  c: usize;
  n: i32;
  /** How many columns occur in the packed rows. */
  nColumns: i32;
  /** The right-hand side, then the solution: a number for each feature. */
  r: usize;
  /** The rows that count, packed: as above. */
  packedValues: usize;
  packedIndices: usize;
  packedStarts: usize;
  /** For each feature its column among the packed ones, from 1 on, else 0; for each column its feature. */
  columns: usize;
  used: usize;
  /** For each column: the solution so far, its residual, the direction, its product with the Hessian, the preconditioner. */
  s: usize;
  q: usize;
  p: usize;
  Hp: usize;
  M: usize;
  /** The residual's square in the norm of the preconditioner. */
  rz: f64;
}

// @ts-expect-error: decorator
@inline
function startOf(p: ClassPlan, i: usize): usize {
  return <usize>load<u32>(p.starts + (i << 2));
}

/** Scores of rows 0 to N at v, to `out`. */
export function classScores(p: ClassPlan, N: i32, v: usize, out: usize): void {
  for (let i: usize = 0; i < <usize>N; i++, out += 8) {
    const from = startOf(p, i);
    const last = p.values + (startOf(p, i + 1) << 3);
    const score = columnScore<f64, Listed, f64>(p.indices + (from << 2), p.values + (from << 3), last, v);
    store<f64>(out, f64x2.extract_lane(score, 0));
  }
}

/** out += sum over the listed rows of c_k x_k. */
export function classOuter(p: ClassPlan, c: usize, out: usize): void {
  for (let k: usize = 0; k < <usize>p.n; k++) {
    const i = <usize>load<u32>(p.list + (k << 2));
    const from = startOf(p, i);
    const last = p.values + (startOf(p, i + 1) << 3);
    columnOuter<f64, Listed, f64>(p.indices + (from << 2), p.values + (from << 3), last, v128.load64_splat(c + (k << 3)), out);
  }
}

/**
 * Begins to solve for what is in r: packs the listed rows, their columns numbered anew by what occurs in them, since the
 * Hessian is I in all others; sets its diagonal, mixed with I.
 */
export function classBegin(p: ClassPlan, part: f64): void {
  let columns = 0;
  let to: usize = 0;
  for (let k: usize = 0; k < <usize>p.n; k++) {
    const i = <usize>load<u32>(p.list + (k << 2));
    const last = startOf(p, i + 1);
    store<u32>(p.packedStarts + (k << 2), <u32>to);
    for (let e = startOf(p, i); e < last; e++, to++) {
      const j = <usize>load<u32>(p.indices + (e << 2));
      let column = load<u32>(p.columns + (j << 2));
      if (column == 0) {
        store<u32>(p.used + (<usize>columns << 2), <u32>j);
        column = ++columns;
        store<u32>(p.columns + (j << 2), column);
      }
      store<u32>(p.packedIndices + (to << 2), column - 1);
      store<f64>(p.packedValues + (to << 3), load<f64>(p.values + (e << 3)));
    }
  }
  store<u32>(p.packedStarts + (<usize>p.n << 2), <u32>to);
  // A whole number of vectors.
  const size = <usize>(columns + (columns & 1)) << 3;
  memory.fill(p.M, 0, size);
  for (let k: usize = 0; k < <usize>p.n; k++) {
    const c = part * load<f64>(p.c + (k << 3));
    const last = <usize>load<u32>(p.packedStarts + (k << 2), 4);
    for (let e = <usize>load<u32>(p.packedStarts + (k << 2)); e < last; e++) {
      const x = load<f64>(p.packedValues + (e << 3));
      const at = p.M + (<usize>load<u32>(p.packedIndices + (e << 2)) << 3);
      store<f64>(at, load<f64>(at) + c * x * x);
    }
  }
  let rz = 0.0;
  memory.fill(p.q, 0, size);
  memory.fill(p.p, 0, size);
  for (let j: usize = 0; j < <usize>columns; j++) {
    const at = j << 3;
    const from = <usize>load<u32>(p.used + (j << 2));
    store<u32>(p.columns + (from << 2), 0);
    const r = load<f64>(p.r + (from << 3));
    const M = 1 / (1 + load<f64>(p.M + at));
    store<f64>(p.M + at, M);
    store<f64>(p.q + at, r);
    store<f64>(p.p + at, r * M);
    rz += r * r * M;
  }
  memory.fill(p.s, 0, size);
  p.nColumns = columns;
  p.rz = rz;
}

/** Up to so many steps, until `rz` is at most `least`; returns how many. */
export function classConjugate(p: ClassPlan, steps: i32, least: f64): i32 {
  const size = <usize>(p.nColumns + (p.nColumns & 1)) << 3;
  let done = 0;
  for (; done < steps && p.rz > least; done++) {
    memory.copy(p.Hp, p.p, size);
    let from: usize = 0;
    for (let k: usize = 0; k < <usize>p.n; k++) {
      const end = <usize>load<u32>(p.packedStarts + (k << 2), 4);
      const indices = p.packedIndices + (from << 2);
      const values = p.packedValues + (from << 3);
      const last = p.packedValues + (end << 3);
      const score = columnScore<f64, Listed, f64>(indices, values, last, p.p);
      columnOuter<f64, Listed, f64>(indices, values, last, f64x2.mul(v128.load64_splat(p.c + (k << 3)), score), p.Hp);
      from = end;
    }
    const now = conjugateStep(p.s, p.q, p.p, p.Hp, p.M, size, p.rz);
    if (now < 0) break;
    p.rz = now;
  }
  return done;
}

/** Turns r into the solution: where the Hessian is I, it is what was asked. */
export function classEnd(p: ClassPlan): void {
  for (let j: usize = 0; j < <usize>p.nColumns; j++) {
    store<f64>(p.r + (<usize>load<u32>(p.used + (j << 2)) << 3), load<f64>(p.s + (j << 3)));
  }
}
