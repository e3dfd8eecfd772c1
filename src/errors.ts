/** Where a bad input lies: a place in a file, or an option. Lines and columns count from 1. */
export interface Where {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly option?: string | undefined;
}

/**
 * The one error class for bad input. The message is one sentence that says where, what, the value and the
 * fix; `code` is stable and kebab-case, for programs.
 *
 * @example
 * throw new HingeError("index-zero", "index 0 in a file whose indices start at 1; pass zeroBased", {
 *   file: "train.svm", line: 3, column: 4 });
 * // message: "train.svm:3:4: index 0 in a file whose indices start at 1; pass zeroBased"
 */
export class HingeError extends Error {
  readonly code: string;
  readonly where: Where;
  /** The message without the place before it. */
  readonly sentence: string;

  constructor(code: string, sentence: string, where: Where = {}) {
    super(`${prefix(where)}${sentence}`);
    this.name = "HingeError";
    this.code = code;
    this.where = where;
    this.sentence = sentence;
  }
}

function prefix(where: Where): string {
  const place = [where.file, where.line, where.column].filter((part) => part !== undefined).join(":");
  if (place !== "") return `${place}: `;
  return where.option === undefined ? "" : `${where.option}: `;
}

/** Quotes a hostile value for a message: control characters escaped, at most `limit` characters. */
export function show(value: unknown, limit = 40): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length <= limit ? text : `${text.slice(0, limit)}...`;
}
