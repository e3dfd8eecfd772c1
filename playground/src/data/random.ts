/** Uniform numbers in [0, 1) that depend on the seeds alone: Marsaglia's xorshift32, whose seed is mixed first. */
export function randomStream(seed: number, part = 0): () => number {
  let x = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(part + 1, 0x85ebca77) || 1;
  const next = (): number => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
  for (let k = 0; k < 8; k++) next();
  return next;
}

/** A normal number by two uniform ones (Box & Muller 1958). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A hundredth is finer than any screen; it also hides that engines differ in a cosine's last bit. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
