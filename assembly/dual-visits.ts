// A block of visits of dual block coordinate ascent, in a random order; src/solvers/dual-readable.ts is the readable form.

import { visitCoupled } from "./dual-coupled";
import { Plan, Sample } from "./dual-plan";
import { visitSeparate } from "./dual-separate";

/** Visits the next `visits` active samples. One whose step is zero is put behind the active ones. */
export function dualVisits<T>(p: Plan, visits: i32): void {
  let next = p.next;
  let active = p.active;
  for (; visits > 0 && next < active; visits--) {
    const here = p.order + ((<usize>next) << 2);
    const drawn = p.order + (<usize>(next + below(p, active - next)) << 2);
    const i = load<i32>(drawn);
    const sample = changetype<Sample>(p.samples + <usize>i * offsetof<Sample>());
    const b = p.b + <usize>i * <usize>p.stride * sizeof<T>();
    const moved = p.kind == 0 ? visitSeparate<T>(p, sample, b) : visitCoupled<T>(p, sample, b);
    store<i32>(drawn, load<i32>(here));
    if (moved) {
      store<i32>(here, i);
      p.moved = 1;
      next++;
    } else {
      active--;
      const end = p.order + ((<usize>active) << 2);
      store<i32>(here, load<i32>(end));
      store<i32>(end, i);
    }
  }
  p.next = next;
  p.active = active;
}

/** A whole number in [0, n): PCG32 (O'Neill 2014), scaled by a multiplication. */
// @ts-expect-error: decorator
@inline
function below(p: Plan, n: i32): i32 {
  const old = p.random;
  p.random = old * 6364136223846793005 + 1442695040888963407;
  const word = rotr<u32>(<u32>(((old >> 18) ^ old) >> 27), <u32>(old >> 59));
  return <i32>((<u64>word * <u64>n) >> 32);
}
