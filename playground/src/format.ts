/** Six significant digits, as the command line prints an objective. */
export function objective(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-4
    ? value.toExponential(3)
    : String(Number(value.toPrecision(6)));
}

/** Two digits and a power of ten. */
export function small(value: number): string {
  return value === 0 ? "0" : value.toExponential(1);
}

/** A coordinate, a weight: four significant digits with a real minus sign. */
export function short(value: number): string {
  const text =
    value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(4)));
  return text.replaceAll("-", "\u2212");
}

export function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
