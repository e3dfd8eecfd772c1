/** The one list of steps that every format is made from, so that none can say what another does not. */

/** Plain words, or a formula in the LaTeX that formula.ts reads. Formats escape words; names of files are words. */
export type Inline = string | { readonly math: string };

export interface StepTable {
  readonly head: readonly (readonly Inline[])[];
  readonly rows: readonly StepRow[];
}

export interface StepRow {
  readonly cells: readonly (readonly Inline[])[];
  /** What deserves a look, and what may be passed over. */
  readonly tone?: "marked" | "faint" | undefined;
}

export interface Step {
  readonly title: string;
  readonly text: readonly Inline[];
  /** Chains a = b = c, each part a formula; a chain of one is a formula by itself. */
  readonly lines?: readonly (readonly string[])[] | undefined;
  readonly table?: StepTable | undefined;
  /** What follows from lines and table. */
  readonly after?: readonly Inline[] | undefined;
  /** Lines of NumPy. */
  readonly code?: string | undefined;
}

export interface StepDocument {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** A formula within a sentence. */
export function math(source: string): Inline {
  return { math: source };
}

/** A sentence from words, numbers' words and formulas: say`row ${math("j")} of the gradient`. */
export function say(words: TemplateStringsArray, ...values: readonly (Inline | number)[]): Inline[] {
  const parts = words.flatMap((word, k): Inline[] => {
    const value = values[k];
    return value === undefined ? [word] : [word, typeof value === "number" ? String(value) : value];
  });
  return parts.filter((part) => part !== "");
}

/** A number in a formula, to six significant digits. */
export function number(value: number): string {
  const short = Number(value.toPrecision(6));
  const tiny = short !== 0 && Math.abs(short) < 1e-4;
  const [mantissa, exponent] = (tiny ? short.toExponential() : String(short)).split("e");
  return exponent === undefined ? mantissa! : `${mantissa} \\cdot 10^{${exponent.replace("+", "")}}`;
}

/** The same after an operator, in parentheses if it is negative. */
export function term(value: number): string {
  return value < 0 || Object.is(value, -0) ? `(${number(value)})` : number(value);
}

/** a + b + c, cut after six terms. */
export function sumOf(terms: readonly string[]): string {
  if (terms.length === 0) return "0";
  return terms.length <= 6
    ? terms.join(" + ")
    : `${terms.slice(0, 5).join(" + ")} + \\ldots + ${terms.at(-1)}`;
}
