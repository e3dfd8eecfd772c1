/**
 * The exact maximum of the dual over one sample's variables.
 *
 * Others fixed, the dual is a concave quadratic in b: with q = |x|^2, r and rho the curvatures that squared
 * losses add to each b_m and to S = sum b, its maximum has
 *     b_m = clip((a_m - t) / (q + r), 0, hi),   a_m = h_m + q (b_m + S),
 * where t = (q + rho) S couples the classes. If that S passes the cap, t is instead what makes S = cap.
 * See Wang & Scott 2021 (arXiv 2102.05640) for weston-watkins and Keerthi et al. 2008 for crammer-singer.
 */
export interface BlockShape {
  /** Curvature of the dual in each b_m: 1/(2C) for a sum of squared hinges, else 0. */
  readonly r: number;
  /** Curvature in S: 1/(2C) for a squared maximum of hinges, else 0. */
  readonly rho: number;
  /** Upper bound of each b_m. */
  readonly hi: number;
  /** Upper bound of S. */
  readonly cap: number;
}

/**
 * Coupled step: overwrites `a` (a_m, with -Infinity for a class that has no hinge) with the new b.
 *
 * @param S the old sum of b, from which the search starts
 */
export function coupledStep(a: Float64Array, K: number, S: number, q: number, shape: BlockShape): void {
  const { r, rho, hi, cap } = shape;
  const d = q + r;
  const p = q + rho;
  let best = 0;
  for (let m = 1; m < K; m++) if (a[m]! > a[best]!) best = m;
  const top = a[best]!;
  if (!(top > 0)) {
    a.fill(0, 0, K);
    return;
  }
  if (d === 0) {
    flatStep(a, K, best, p, hi, cap);
    return;
  }
  // The unknown is x = top - t, not t: where d is tiny, a_m - t would lose all its digits.
  const bound = Math.min(hi, cap, top / p);
  let x = p === 0 ? top : root(a, K, top, d, bound, p, 1, top, top, top - p * S);
  if (clippedSum(a, K, top, x, d, bound) > cap) x = root(a, K, top, d, bound, 1, 0, cap, x, x);
  let sum = 0;
  for (let m = 0; m < K; m++) {
    const b = clip((a[m]! - top + x) / d, bound);
    a[m] = b;
    sum += b;
  }
  // The last bits of x may have carried the sum over the cap.
  if (sum > cap) for (let m = 0; m < K; m++) a[m]! *= cap / sum;
}

/** One b alone: the maximum over it is b + (h - r b) / (q + r), clipped. */
export function separateStep(b: number, h: number, q: number, shape: BlockShape): number {
  const d = q + shape.r;
  if (d === 0) return h > 0 ? shape.hi : h < 0 ? 0 : b;
  return clip(b + (h - shape.r * b) / d, shape.hi);
}

/** A row of zeros under a plain loss: the dual is linear in b (but for rho), so b goes to a vertex. */
function flatStep(a: Float64Array, K: number, best: number, p: number, hi: number, cap: number): void {
  if (cap === Number.POSITIVE_INFINITY && p === 0) {
    for (let m = 0; m < K; m++) a[m] = a[m]! > 0 ? hi : 0;
    return;
  }
  const b = Math.min(cap, p === 0 ? cap : a[best]! / p);
  a.fill(0, 0, K);
  a[best] = b;
}

/**
 * Root in [0, end] of phi(x) = w * sum_m clip((a_m - top + x) / d, 0, hi) + v x - target, which is increasing and
 * piecewise linear: Newton, kept inside a bracket. Unguarded, Newton can cycle between two pieces.
 */
function root(
  a: Float64Array,
  K: number,
  top: number,
  d: number,
  hi: number,
  w: number,
  v: number,
  target: number,
  end: number,
  guess: number,
): number {
  let low = 0;
  let high = end;
  let x = guess > low && guess < high ? guess : (low + high) / 2;
  // Bisection alone would need about 1,075 halvings to run through all doubles; Newton takes 2 to 4 steps.
  for (let step = 0; step < 1100; step++) {
    let sum = 0;
    let free = 0;
    for (let m = 0; m < K; m++) {
      const b = (a[m]! - top + x) / d;
      if (b >= hi) sum += hi;
      else if (b > 0) {
        sum += b;
        free++;
      }
    }
    const phi = w * sum + v * x - target;
    if (phi > 0) high = x;
    else if (phi < 0) low = x;
    else return x;
    let next = x - phi / ((w * free) / d + v);
    // Before the bracket is asked: at the root the next x is one of its ends, and halving would lead away.
    if (Math.abs(next - x) <= 1e-16 * x) return x;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (next === low || next === high) return next;
    x = next;
  }
  return x;
}

function clippedSum(a: Float64Array, K: number, top: number, x: number, d: number, hi: number): number {
  let sum = 0;
  for (let m = 0; m < K; m++) sum += clip((a[m]! - top + x) / d, hi);
  return sum;
}

function clip(value: number, hi: number): number {
  return value > 0 ? (value < hi ? value : hi) : 0;
}
