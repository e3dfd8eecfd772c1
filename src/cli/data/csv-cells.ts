import { parseDecimal } from "../../io/number.ts";

/** Whether a cell says that its value is unknown: empty, NA, N/A, NaN, null or ?. */
export function isMissing(cell: string): boolean {
  return /^(?:|na|n\/a|nan|null|\?)$/i.test(cell);
}

/** Whether a cell is meant as a number, be it a usable one or not: decimals, 1e999, inf. */
export function isNumeric(cell: string): boolean {
  return !Number.isNaN(parseDecimal(cell)) || /^[+-]?inf(?:inity)?$/i.test(cell);
}
