/**
 * Decimal text to double, correctly rounded.
 *
 * The fast path is Clinger's (How to read floating point numbers accurately, 1990): a decimal m * 10^e whose m
 * is below 2^53 and whose |e| is at most 22 is one multiplication or division of two exact doubles, which IEEE
 * rounds correctly. Everything else goes to Number(), which is correct and slower.
 *
 * Grammar: [+-] (digits [. [digits]] | . digits) [(e|E) [+-] digits]; no hexadecimal, no nan, no inf.
 */

/** 10^22 is the last power of ten that a double holds exactly: 5^22 < 2^53. */
const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const MAX_POWER = 22;
const TWO_53 = 2 ** 53;

/** Longer texts go through TextDecoder: String.fromCharCode takes a limited number of arguments. */
const SHORT = 64;

/**
 * Reads the decimal that starts at `pos` and writes it to `out[at]`.
 *
 * @param end where the bytes stop being ours
 * @param out overwritten at `at`; Infinity where the decimal is beyond the doubles (`1e999`)
 * @returns the position after the decimal; `pos` itself, with `out` untouched, where there is none
 */
export function scanDecimal(
  bytes: Uint8Array,
  pos: number,
  end: number,
  out: Float64Array,
  at: number,
): number {
  const start = pos;
  let c = pos < end ? bytes[pos]! : 0;
  const negative = c === 45;
  if (negative || c === 43) c = ++pos < end ? bytes[pos]! : 0;

  // Below 2^53 every partial sum is exact; once above, rounding cannot bring it back below.
  let mantissa = 0;
  const integerStart = pos;
  while (c >= 48 && c <= 57) {
    mantissa = mantissa * 10 + (c - 48);
    c = ++pos < end ? bytes[pos]! : 0;
  }
  let digits = pos - integerStart;
  let power = 0;
  if (c === 46) {
    c = ++pos < end ? bytes[pos]! : 0;
    const fractionStart = pos;
    while (c >= 48 && c <= 57) {
      mantissa = mantissa * 10 + (c - 48);
      c = ++pos < end ? bytes[pos]! : 0;
    }
    power = fractionStart - pos;
    digits -= power;
  }
  if (digits === 0) return start;
  if ((c | 32) === 101) {
    const exponentEnd = scanExponent(bytes, pos, end);
    if (exponentEnd === pos) return start;
    pos = exponentEnd;
    out[at] = numberOf(bytes, start, pos);
    return pos;
  }
  if (mantissa < TWO_53 && power >= -MAX_POWER) {
    const value = mantissa / POWERS[-power]!;
    out[at] = negative ? -value : value;
  } else {
    out[at] = numberOf(bytes, start, pos);
  }
  return pos;
}

/** Reads a whole text as a decimal. @returns NaN where the text is none, or has anything around it */
export function parseDecimal(text: string): number {
  return DECIMAL.test(text) ? Number(text) : Number.NaN;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The position after an exponent whose `e` is at `pos`, or `pos` where no digit follows. */
function scanExponent(bytes: Uint8Array, pos: number, end: number): number {
  let k = pos + 1;
  if (k < end && (bytes[k] === 43 || bytes[k] === 45)) k++;
  const digitsStart = k;
  while (k < end && bytes[k]! >= 48 && bytes[k]! <= 57) k++;
  return k === digitsStart ? pos : k;
}

function numberOf(bytes: Uint8Array, start: number, end: number): number {
  const text = bytes.subarray(start, end);
  return Number(end - start <= SHORT ? String.fromCharCode(...text) : new TextDecoder().decode(text));
}
