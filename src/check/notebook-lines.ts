/** One line of a gradient check's output, as CS231n's `grad_check_sparse` prints it. */
export interface CheckLine {
  /** In the text, from 1. */
  readonly line: number;
  readonly numerical: number;
  readonly analytic: number;
  readonly relativeError: number;
  /** analytic / numerical, between these two by the digits that were printed; absent where one of them is 0. */
  readonly ratio?: readonly [least: number, most: number];
}

/** A loss that was printed. */
export interface LossLine {
  readonly line: number;
  readonly name: string;
  readonly value: number;
}

/** What a text holds of both; `checks` are in groups, which other lines keep apart. */
export interface NotebookLines {
  readonly groups: readonly (readonly CheckLine[])[];
  readonly losses: readonly LossLine[];
}

const number = String.raw`([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|[-+]?nan|[-+]?inf)`;
const check = new RegExp(
  String.raw`numeric(?:al)?(?:\s+grad\w*)?\s*[:=]\s*${number}[\s,;]*analytic(?:al)?(?:\s+grad\w*)?\s*[:=]\s*${number}(?:[\s,;]*rel\w*\s+err\w*\s*[:=]\s*${number})?`,
  "i",
);
const loss = new RegExp(
  String.raw`^\s*((?:[a-z]+[ _-]){0,3}loss(?:[ _][a-z]+)?)\s*(?:[:=]|is)\s*${number}`,
  "i",
);
/** The course checks ten weights without a regulariser and then ten with one, and prints nothing between. */
const courseSamples = 10;

/** Finds the lines of gradient checks, and losses, in what a notebook printed; everything else is passed over. */
export function readNotebookLines(text: string): NotebookLines {
  const groups: CheckLine[][] = [];
  const losses: LossLine[] = [];
  let open: CheckLine[] | undefined;
  text.split(/\r\n|\r|\n/).forEach((content, k) => {
    const line = k + 1;
    const found = check.exec(content);
    if (found !== null) {
      if (open === undefined) {
        open = [];
        groups.push(open);
      }
      open.push(checkLine(line, found[1]!, found[2]!, found[3]));
      return;
    }
    if (content.trim() !== "") open = undefined;
    const said = loss.exec(content);
    if (said !== null && !/^(iter|epoch)/i.test(content.trim())) {
      losses.push({ line, name: said[1]!.trim(), value: toNumber(said[2]!) });
    }
  });
  const halves = (group: CheckLine[]): CheckLine[][] =>
    group.length === 2 * courseSamples
      ? [group.slice(0, courseSamples), group.slice(courseSamples)]
      : [group];
  return { groups: groups.flatMap(halves), losses };
}

function checkLine(line: number, n: string, a: string, e: string | undefined): CheckLine {
  const [numerical, analytic] = [toNumber(n), toNumber(a)];
  const sum = Math.abs(numerical) + Math.abs(analytic);
  const computed = sum === 0 ? 0 : Math.abs(numerical - analytic) / sum;
  const relativeError = e === undefined ? computed : toNumber(e);
  const base = { line, numerical, analytic, relativeError };
  if (numerical === 0 || analytic === 0 || !Number.isFinite(numerical) || !Number.isFinite(analytic)) {
    return base;
  }
  const printed = quotient(between(analytic, a), between(numerical, n));
  // Two numbers of one sign: the error says their ratio with more digits than six decimals of small numbers do.
  const said = e === undefined || numerical * analytic < 0 ? undefined : fromError(relativeError, e, base);
  if (said === undefined) return { ...base, ratio: printed };
  const ratio: [number, number] = [Math.max(printed[0], said[0]), Math.min(printed[1], said[1])];
  return { ...base, ratio: ratio[0] <= ratio[1] ? ratio : said };
}

/** |a - n| / (|a| + |n|) = e means a/n = (1 + e)/(1 - e), or the inverse where n is larger. */
function fromError(
  error: number,
  text: string,
  { numerical, analytic }: Pick<CheckLine, "numerical" | "analytic">,
): [number, number] | undefined {
  const [least, most] = between(error, text).map((e) => (1 + e) / (1 - Math.min(Math.max(e, 0), 1))) as [
    number,
    number,
  ];
  if (Math.abs(analytic) === Math.abs(numerical)) return undefined;
  return Math.abs(analytic) > Math.abs(numerical) ? [least, most] : [1 / most, 1 / least];
}

/** What may have been printed as this text: half a unit of the last digit either way. */
function between(value: number, text: string): [number, number] {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const decimals = mantissa.split(".")[1]?.length ?? 0;
  const half = 0.5 * 10 ** (Number(exponent) - decimals);
  return [value - half, value + half];
}

function quotient(a: readonly [number, number], n: readonly [number, number]): [number, number] {
  // A printed digit that may be 0 bounds nothing.
  if (n[0] <= 0 && n[1] >= 0) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const all = a.flatMap((each) => n.map((by) => each / by));
  return [Math.min(...all), Math.max(...all)];
}

function toNumber(text: string): number {
  const bare = text.toLowerCase().replace("+", "");
  if (bare.includes("nan")) return Number.NaN;
  if (bare.includes("inf")) return bare.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}
