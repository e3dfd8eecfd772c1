// One source for f32 and f64: T is the number's type, a v128 holds 4 or 2 of them.

// @ts-expect-error: decorator
@inline
export function lanes<T>(): i32 {
  return sizeof<T>() == 4 ? 4 : 2;
}

// @ts-expect-error: decorator
@inline
export function zero(): v128 {
  return i64x2.splat(0);
}

/** The lanes' sum, pairwise: ((a0 + a2) + (a1 + a3)), or a0 + a1. */
// @ts-expect-error: decorator
@inline
export function sumLanes<T>(a: v128): T {
  if (sizeof<T>() == 4) {
    const pair = f32x4.add(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
    return <T>(f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1));
  }
  return <T>(f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1));
}

// @ts-expect-error: decorator
@inline
export function maxLanes<T>(a: v128): T {
  if (sizeof<T>() == 4) {
    const pair = v128.pmax<f32>(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
    return <T>max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
  }
  return <T>max(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
}
