import { Plan } from "./dual-plan";
import { sumLanes, zero } from "./lanes";

/**
 * Root x in [0, most] of sum = d min(cap, (top - x) / w), sum = sum_m clip(a_m - highest + x, 0, width), over the classes
 * of the vectors listed from `p.near`. Without `width` the sum is convex, and Newton comes down to the root from any
 * guess in two or three passes; with it a bracket keeps it from cycling between two pieces.
 *
 * Leaves in `p.near` only the vectors that have a variable, or get one, and notes in `p.noted` which had at the guess.
 */
// biome-ignore format: one line
export function root<T>(p: Plan, b: usize, highest: f64, d: f64, w: f64, cap: f64, width: f64, top: f64, guess: f64, most: f64): f64 {
  const s = p.s;
  const close = sizeof<T>() == 4 ? 1e-5 : 1e-12;
  const edge = v128.splat<T>(<T>highest);
  const widths = v128.splat<T>(<T>width);
  let list = p.near, end = p.nearEnd, spare = p.spare;
  let low = 0.0;
  let high = most;
  let x = guess > low && guess < high ? guess : high;
  // Bisection alone would need about 1,075 halvings to run through all doubles.
  for (let step = 0; step < 1100; step++) {
    const xs = v128.splat<T>(<T>x);
    let sums = zero();
    let free = 0;
    let out = spare;
    for (let k = list; k < end; k += 4) {
      const at = <usize>load<u32>(k);
      const u = v128.add<T>(v128.sub<T>(v128.load(s + at), edge), xs);
      const above = v128.gt<T>(u, zero());
      sums = v128.add<T>(sums, v128.pmin<T>(v128.pmax<T>(u, zero()), widths));
      free += popcnt(bits<T>(v128.and(above, v128.lt<T>(u, widths))));
      store<u32>(out, <u32>at);
      out += <usize>(bits<T>(v128.or(above, v128.gt<T>(v128.load(b + at), zero()))) != 0) << 2;
    }
    if (step == 0 && p.full) p.noted = bitsOf(spare, out);
    const sum = <f64>sumLanes<T>(sums);
    const back = max((sum - d * cap) / free, (w * sum + d * (x - top)) / (w * free + d));
    if (back >= 0) {
      // What is zero here stays zero further down.
      high = x;
      const old = list;
      list = spare;
      end = out;
      spare = old;
    } else low = x;
    let next = x - back;
    if (abs(back) <= close * x) {
      x = next;
      break;
    }
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (next == low || next == high) break;
    x = next;
  }
  p.near = list;
  p.nearEnd = end;
  return x;
}

// @ts-expect-error: decorator
@inline
function bits<T>(mask: v128): i32 {
  return sizeof<T>() == 4 ? i32x4.bitmask(mask) : i64x2.bitmask(mask);
}

/** A bit for each vector listed. */
function bitsOf(list: usize, end: usize): u64 {
  let noted: u64 = 0;
  for (; list < end; list += 4) noted |= (<u64>1) << <u64>(load<u32>(list) >> 4);
  return noted;
}
