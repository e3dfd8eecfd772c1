// Conjugate gradients on sparse rows for (I + sum_i (L^T J_i L) (x) x_i x_i^T) d = v, a class after the other: its weights alone
// are in use then, and of each sample only the classes that have a say (src/solvers/newton-conjugate.ts).

import { conjugateStep } from "./conjugate";
import { sumLanes, zero } from "./lanes";
import { alphaOf, bend, diagonalOf } from "./newton-curved";
import { Newton } from "./newton-plan";
import { columnOuter, columnScore, Listed } from "./sparse";

/** Where everything lies in memory. Written by src/solvers/newton-conjugate.ts, field for field; numbers are f64. */
// @ts-expect-error: decorator
@unmanaged
export class Conjugate {
  newton: Newton;
  /** The classes that are solved for: from this one on, before that one. */
  first: i32;
  last: i32;
  /** Samples with a say in each of these classes, class by class (i32), and where each class's begin, K + 1 places. */
  list: usize;
  listStarts: usize;
  /** The features that occur in them, in the same manner; the vectors below have a number for each. */
  used: usize;
  usedStarts: usize;
  /** For each feature its place among its class's, from 1 on; 0 between calls. */
  places: usize;
  /** One class's weights, a number for each feature. */
  w: usize;
  /** The right-hand side, then the solution: K x D. */
  V: usize;
  /** The solution so far, its residual, the direction, its product with the Hessian, the preconditioner. */
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
function at(list: usize, k: usize): usize {
  return <usize>load<u32>(list + (k << 2));
}

/** Where class m's score of sample i lies, then what it is multiplied with: slopes of hinges are not in use meanwhile. */
// @ts-expect-error: decorator
@inline
function scoreAt(n: Newton, i: usize, m: i32): usize {
  return n.dh + ((i * <usize>n.K + <usize>m) << 3);
}

/** Bytes of the vectors: a whole number of lanes. */
// @ts-expect-error: decorator
@inline
function sizeOf(p: Conjugate): usize {
  const used = at(p.usedStarts, <usize>p.last);
  return (used + (used & 1)) << 3;
}

/** Lists what there is for the classes from `first` on, before `last`; the preconditioner is I and `part` of the diagonal. */
export function conjugateBegin(p: Conjugate, first: i32, last: i32, part: f64): void {
  const n = p.newton;
  p.first = first;
  p.last = last;
  let listed: usize = 0;
  let used: usize = 0;
  for (let m = first; m < last; m++) {
    const from = used;
    store<u32>(p.listStarts + (<usize>m << 2), <u32>listed);
    store<u32>(p.usedStarts + (<usize>m << 2), <u32>used);
    for (let k: usize = 0; k < <usize>n.n; k++) {
      const i = at(n.order, k);
      if (load<u8>(n.marks + i * <usize>n.K + <usize>m) == 0) continue;
      store<u32>(p.list + (listed++ << 2), <u32>i);
      const c = part * diagonalOf(n, i, m);
      for (let e = at(n.starts, i), end = at(n.starts, i + 1); e < end; e++) {
        const j = at(n.indices, e);
        let place = at(p.places, j);
        if (place == 0) {
          store<u32>(p.used + (used << 2), <u32>j);
          store<f64>(p.M + (used << 3), 1);
          place = ++used;
          store<u32>(p.places + (j << 2), <u32>place);
        }
        const x = load<f64>(n.values + (e << 3));
        const M = p.M + ((place - 1) << 3);
        store<f64>(M, load<f64>(M) + c * x * x);
      }
    }
    const v = p.V + ((<usize>m * <usize>n.D) << 3);
    for (let k = from; k < used; k++) {
      const j = at(p.used, k);
      store<u32>(p.places + (j << 2), 0);
      store<f64>(p.q + (k << 3), load<f64>(v + (j << 3)));
    }
  }
  store<u32>(p.listStarts + (<usize>last << 2), <u32>listed);
  store<u32>(p.usedStarts + (<usize>last << 2), <u32>used);
  if (used & 1) {
    store<f64>(p.M + (used << 3), 1);
    store<f64>(p.q + (used << 3), 0);
  }
  const size = sizeOf(p);
  memory.fill(p.s, 0, size);
  let rz = zero();
  for (let a: usize = 0; a < size; a += 16) {
    const q = v128.load(p.q + a);
    const M = f64x2.div(f64x2.splat(1), v128.load(p.M + a));
    const z = f64x2.mul(q, M);
    v128.store(p.M + a, M);
    v128.store(p.p + a, z);
    rz = f64x2.add(rz, f64x2.mul(q, z));
  }
  p.rz = sumLanes<f64>(rz);
}

/** Up to so many steps, until `rz` is at most `least`; returns how many. */
export function conjugateSteps(p: Conjugate, steps: i32, least: f64): i32 {
  const size = sizeOf(p);
  let done = 0;
  for (; done < steps && p.rz > least; done++) {
    curve(p);
    const now = conjugateStep(p.s, p.q, p.p, p.Hp, p.M, size, p.rz);
    if (now < 0) break;
    p.rz = now;
  }
  return done;
}

/** Hp = the Hessian times p. */
function curve(p: Conjugate): void {
  const n = p.newton;
  for (let m = p.first; m < p.last; m++) {
    const to = at(p.usedStarts, <usize>m + 1);
    for (let k = at(p.usedStarts, <usize>m); k < to; k++) {
      store<f64>(p.w + (at(p.used, k) << 3), load<f64>(p.p + (k << 3)));
    }
    const end = at(p.listStarts, <usize>m + 1);
    for (let k = at(p.listStarts, <usize>m); k < end; k++) {
      const i = at(p.list, k);
      const from = at(n.starts, i);
      const last = n.values + (at(n.starts, i + 1) << 3);
      const score = columnScore<f64, Listed, f64>(n.indices + (from << 2), n.values + (from << 3), last, p.w);
      const own = f64x2.extract_lane(score, 0);
      store<f64>(scoreAt(n, i, m), n.coupled ? own : own * alphaOf(n, i));
    }
  }
  if (n.coupled) {
    for (let k: usize = 0; k < <usize>n.n; k++) {
      const i = load<i32>(n.order + (k << 2));
      bend(n, i, scoreAt(n, <usize>i, 0));
    }
  }
  for (let m = p.first; m < p.last; m++) {
    const from = at(p.usedStarts, <usize>m);
    const to = at(p.usedStarts, <usize>m + 1);
    for (let k = from; k < to; k++) store<f64>(p.w + (at(p.used, k) << 3), load<f64>(p.p + (k << 3)));
    const end = at(p.listStarts, <usize>m + 1);
    for (let k = at(p.listStarts, <usize>m); k < end; k++) {
      const i = at(p.list, k);
      const from = at(n.starts, i);
      const last = n.values + (at(n.starts, i + 1) << 3);
      const c = v128.load64_splat(scoreAt(n, i, m));
      columnOuter<f64, Listed, f64>(n.indices + (from << 2), n.values + (from << 3), last, c, p.w);
    }
    for (let k = from; k < to; k++) store<f64>(p.Hp + (k << 3), load<f64>(p.w + (at(p.used, k) << 3)));
  }
  const used = at(p.usedStarts, <usize>p.last);
  if (used & 1) store<f64>(p.Hp + (used << 3), 0);
}

/** Writes the solution into V: where the Hessian is I, it is what was asked. */
export function conjugateEnd(p: Conjugate): void {
  for (let m = p.first; m < p.last; m++) {
    const v = p.V + ((<usize>m * <usize>p.newton.D) << 3);
    const to = at(p.usedStarts, <usize>m + 1);
    for (let k = at(p.usedStarts, <usize>m); k < to; k++) {
      store<f64>(v + (at(p.used, k) << 3), load<f64>(p.s + (k << 3)));
    }
  }
}
