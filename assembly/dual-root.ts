/**
 * Root in [0, end] of w * sum_k clip(z_k + x, 0, width) + v x - target, increasing and piecewise linear: Newton, kept
 * inside a bracket. Unguarded, Newton can cycle between two pieces.
 *
 * @param z n numbers, n even
 * @param guess where the search begins, if it lies in the bracket
 * @param slack relative to the target, what counts as zero
 */
// biome-ignore format: one line
export function root(z: usize, n: i32, width: f64, w: f64, v: f64, target: f64, end: f64, guess: f64, slack: f64): f64 {
  let low = 0.0;
  let high = end;
  let x = guess > low && guess < high ? guess : high;
  const last = z + ((<usize>n) << 3);
  const widths = f64x2.splat(width);
  const zeros = f64x2.splat(0);
  const ones = f64x2.splat(1);
  // Bisection alone would need about 1,075 halvings to run through all doubles; Newton takes 2 to 4 steps.
  for (let step = 0; step < 1100; step++) {
    const xs = f64x2.splat(x);
    let sums = zeros, frees = zeros;
    for (let at = z; at < last; at += 16) {
      const u = f64x2.add(v128.load(at), xs);
      sums = f64x2.add(sums, f64x2.pmax(f64x2.pmin(u, widths), zeros));
      frees = f64x2.add(frees, v128.and(ones, v128.and(f64x2.gt(u, zeros), f64x2.lt(u, widths))));
    }
    const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    const free = f64x2.extract_lane(frees, 0) + f64x2.extract_lane(frees, 1);
    const phi = w * sum + v * x - target;
    if (phi > 0) high = x;
    else if (phi < 0) low = x;
    // Before the bracket is asked: so near to the root the next x is one of its ends, and halving would lead away.
    if (abs(phi) <= slack * target) return x;
    let next = x - phi / (w * free + v);
    if (next == x) return x;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (next == low || next == high) return next;
    x = next;
  }
  return x;
}
