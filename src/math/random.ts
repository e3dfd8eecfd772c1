/**
 * A stream of random numbers from (seed, stream), the same on every machine: xoshiro128** (Blackman & Vigna
 * 2018), its state filled by splitmix32.
 *
 * @param seed any whole number; its low 53 bits count
 * @param stream tells streams of one seed apart, an epoch's number for instance
 * @returns a function giving doubles in [0, 1)
 */
export function randomStream(seed: number, stream: number): () => number {
  let mix = (seed ^ Math.imul(stream, 0x9e3779b9) ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)) >>> 0;
  const fill = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let a = fill();
  let b = fill();
  let c = fill();
  let d = fill() | 1;
  const next = (): number => {
    const scrambled = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return scrambled;
  };
  return () => (next() * 2 ** 21 + (next() >>> 11)) * 2 ** -53;
}

/** Shuffles in place (Fisher-Yates): every order equally likely, up to the stream's quality. */
export function shuffle(order: Int32Array, length: number, random: () => number): void {
  for (let i = length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    const kept = order[i]!;
    order[i] = order[k]!;
    order[k] = kept;
  }
}

function rotateLeft(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
