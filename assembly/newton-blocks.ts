// The Hessian's diagonal blocks, sum_i w_i x_i x_i^T for each class.

import { add1, add4 } from "./dense-outer";
import { diagonalOf } from "./newton-curved";
import { Newton } from "./newton-plan";
import { Listed } from "./sparse";

/** Entry m of the diagonal of L^T J_i L for each of the plan's samples with a free b, into `w`. */
export function newtonDiagonal(p: Newton, m: i32): void {
  for (let k = 0; k < p.n; k++) {
    const i = <usize>load<u32>(p.order + (<usize>k << 2));
    store<f64>(p.w + (<usize>k << 3), diagonalOf(p, i, m));
  }
}

/** Lower triangle of sum_k w_k x_k x_k^T into `A`, D x D, over the first n samples of `samples`. */
export function newtonBlock(p: Newton, n: i32, isDense: bool): void {
  memory.fill(p.A, 0, (<usize>p.D * <usize>p.D) << 3);
  if (isDense) blockDense(p, n, p.A);
  else addSparseBlock<Listed, f64>(p, n, p.A);
}

function blockDense(p: Newton, n: i32, A: usize): void {
  const row = <usize>p.D << 3;
  const factors = p.picked + (<usize>p.block << 2);
  for (let from = 0; from < n; from += p.block) {
    const many = min(p.block, n - from);
    const list = p.samples + (<usize>from << 2);
    const w = p.w + (<usize>from << 3);
    for (let r = 0; r < many; r++) {
      store<usize>(p.list + (<usize>r << 2), p.values + <usize>load<u32>(list + (<usize>r << 2)) * row);
    }
    for (let j = 0; j < p.D; j++) {
      const at = <usize>j << 3;
      let count = 0;
      for (let r = 0; r < many; r++) {
        const x = load<usize>(p.list + (<usize>r << 2));
        const value = load<f64>(x + at);
        store<usize>(p.picked + (<usize>count << 2), x);
        store<f64>(factors + (<usize>count << 3), value * load<f64>(w + (<usize>r << 3)));
        count += i32(value != 0);
      }
      const line = A + <usize>j * row;
      let k = 0;
      for (; k + 4 <= count; k += 4) {
        add4<f64>(p.picked + (<usize>k << 2), factors + (<usize>k << 3), line, j + 1);
      }
      for (; k < count; k++) {
        add1<f64>(load<usize>(p.picked + (<usize>k << 2)), load<f64>(factors + (<usize>k << 3)), line, j + 1);
      }
    }
  }
}

/** The same of sparse rows, added to what A is: indices of type I, values of type V. */
export function addSparseBlock<I, V>(p: Newton, n: i32, A: usize): void {
  // Read once: for all that the compiler knows, what is stored could change them.
  const samples = p.samples, weights = p.w, starts = p.starts, ends = p.ends, constant = p.constant;
  const indices = p.indices, values = p.values;
  const row = <usize>p.D << 3;
  const last = row - 8;
  for (let k: usize = 0; k < <usize>n; k++) {
    const i = <usize>load<u32>(samples + (k << 2)) << 2;
    const from = <usize>load<u32>(starts + i);
    const to = <usize>load<u32>(ends + i);
    const w = load<f64>(weights + (k << 3));
    for (let a = from; a < to; a++) {
      const line = A + <usize>load<I>(indices + a * sizeof<I>()) * row;
      const factor = w * <f64>load<V>(values + a * sizeof<V>());
      for (let c = from; c <= a; c++) {
        const at = line + (<usize>load<I>(indices + c * sizeof<I>()) << 3);
        store<f64>(at, load<f64>(at) + factor * <f64>load<V>(values + c * sizeof<V>()));
      }
    }
    if (constant == 0) continue;
    const line = A + (<usize>p.D - 1) * row;
    const factor = w * constant;
    for (let c = from; c < to; c++) {
      const at = line + (<usize>load<I>(indices + c * sizeof<I>()) << 3);
      store<f64>(at, load<f64>(at) + factor * <f64>load<V>(values + c * sizeof<V>()));
    }
    store<f64>(line + last, load<f64>(line + last) + factor * constant);
  }
}
