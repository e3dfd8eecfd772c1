/** Standard normal numbers, the same for the same seed: Marsaglia's polar method on the generator mulberry32. */
export function normals(count: number, seed: number): Float32Array {
  const out = new Float32Array(count);
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let k = 0; k < count; ) {
    const u = 2 * uniform() - 1;
    const v = 2 * uniform() - 1;
    const square = u * u + v * v;
    if (square >= 1 || square === 0) continue;
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    out[k++] = u * factor;
    if (k < count) out[k++] = v * factor;
  }
  return out;
}
