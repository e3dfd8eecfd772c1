/** From numbers to places on a line. */
export interface Axis {
  /** Where a value lies, in the picture's units; values outside are moved to the ends. */
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** An axis with round ticks. */
export function linearAxis(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
): Axis {
  // What is flat but for rounding is drawn as flat.
  const size = Math.max(Math.abs(low), Math.abs(high));
  const span = high - low > 1e-12 * size && size > 1e-280 ? high - low : Math.max(size, 1);
  const step = roundStep(span / 5);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor((low + span) / step + 1e-9);
  return {
    at: (value) => from + ((clamp(value, low, low + span) - low) / span) * (to - from),
    ticks: Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12))),
  };
}

/** A logarithmic axis, its ticks at powers of ten. @param low > 0 */
export function logAxis([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Axis {
  const inner = linearAxis([Math.log10(low), Math.log10(high)], [from, to]);
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / 8));
  return {
    at: (value) => inner.at(Math.log10(Math.max(value, low))),
    ticks: Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => 10 ** (first + k)).filter(
      (_, k) => k % every === 0,
    ),
  };
}

/** 1, 2 or 5 times a power of ten, the next from there upwards. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((digit) => digit * power >= least * (1 - 1e-9)) ?? 10);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
