import { createColors } from "picocolors";

/** NO_COLOR (no-color.org) beats FORCE_COLOR; otherwise colours are for terminals, in CI too. */
function coloured({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== "0";
  return process.stdout.isTTY === true && TERM !== "dumb";
}

const colors = createColors(coloured(process.env));

/** What colours mean, in one place. */
export const style = {
  title: colors.bold,
  faint: colors.dim,
  good: colors.green,
  warn: colors.yellow,
  bad: colors.red,
  /** Lines of one picture; never the only thing that tells them apart. */
  first: colors.cyan,
  second: colors.magenta,
  third: colors.yellow,
  fourth: colors.blue,
  fifth: colors.red,
};

/** 12,345 rather than 12345. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** How many of a thing that takes an s where there are more. */
export function counted(value: number, thing: string): string {
  return `${count(value)} ${thing}${value === 1 ? "" : "s"}`;
}

/** Six significant digits: enough to compare, short enough to read. */
export function objective(value: number): string {
  return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toExponential(5)
    : String(Number(value.toPrecision(6)));
}

export function small(value: number): string {
  return value === 0 ? "0" : value.toExponential(1);
}

export function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

export function seconds(value: number): string {
  return value < 1 ? `${Math.max(1, Math.round(value * 1000))} ms` : `${value.toFixed(1)} s`;
}

/** A label as text for one line of a terminal: control characters, which could drive it, are escaped. */
export function printable(label: unknown): string {
  const text = String(label);
  return /\p{Cc}/u.test(text) ? JSON.stringify(text).replace(/[\u007f-\u009f]/g, "?") : text;
}
