/**
 * The two halves of each double, the low one first, as whole numbers: code that is not yet compiled makes an object of every
 * other number that it touches, sixteen bytes a sample of whatever a loop over all of them reads.
 */
export function halves({ buffer, byteOffset, length }: Float64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, 2 * length);
}

/** Whether double k is zero, of either sign. */
export function isZero(bits: Int32Array, k: number): boolean {
  return bits[2 * k] === 0 && (bits[2 * k + 1]! & 0x7fffffff) === 0;
}

/** Whether f32 holds double k exactly, as a normal number or zero. */
export function fitsF32(bits: Int32Array, k: number): boolean {
  const exponent = (bits[2 * k + 1]! >>> 20) & 0x7ff;
  return (bits[2 * k]! & 0x1fffffff) === 0 && ((exponent >= 897 && exponent <= 1150) || isZero(bits, k));
}

/** The high half: of positive doubles the larger one has the larger half, but for those within a millionth. */
export function highHalf(value: number): number {
  return halves(Float64Array.of(value))[1]!;
}

/** Some of the doubles. */
export function picked(numbers: Float64Array, which: Int32Array): Float64Array {
  const out = new Float64Array(which.length);
  const [from, to] = [halves(numbers), halves(out)];
  for (let k = 0; k < which.length; k++) {
    to[2 * k] = from[2 * which[k]!]!;
    to[2 * k + 1] = from[2 * which[k]! + 1]!;
  }
  return out;
}
