const minus = "\u2212";

/** Six significant digits, as the command line prints an objective. */
export function objectiveText(value: number): string {
  return signed(
    value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential(3) : String(Number(value.toPrecision(6))),
  );
}

/** A coordinate, a score: so many significant digits. */
export function short(value: number, digits = 4): string {
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(digits));
  return signed(size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(1) : String(rounded));
}

/** For columns of numbers: three digits after the point. */
export function fixed(value: number): string {
  if (Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 5e-4))
    return signed(value.toExponential(1));
  return signed(value.toFixed(3));
}

/** With a + before what is not negative. */
export function plus(value: number, text: (value: number) => string = short): string {
  return value < 0 ? text(value) : `+${text(value)}`;
}

export function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

function signed(text: string): string {
  return text.replaceAll("-", minus);
}
