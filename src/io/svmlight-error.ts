import { HingeError, show, type Where } from "../errors.ts";
import { parseDecimal } from "./number.ts";
import type { SvmlightOptions } from "./svmlight.ts";

/**
 * Finds out what is wrong at `pos`, where the svmlight reader stopped, and says it in one sentence. Reading
 * stays fast because all of this happens once, afterwards.
 *
 * @param pos where the faulty label, comment byte or `index:value` pair starts
 * @param part what was being read
 * @param number for an index, the index before it; for a value, its own index
 */
export function svmlightError(
  bytes: Uint8Array,
  pos: number,
  part: "label" | "index" | "value" | "comment",
  options: SvmlightOptions,
  number = 0,
): HingeError {
  const token = tokenAt(bytes, pos);
  const nul = token.indexOf("\0");
  if (nul >= 0) {
    const at = place(bytes, pos + nul, options.source);
    return new HingeError(
      "nul-byte",
      "a NUL byte in text; the file is binary or damaged, so export it again",
      at,
    );
  }
  if (part === "label") return labelError(token, place(bytes, pos, options.source));
  const colon = token.indexOf(":");
  if (part === "index") return indexError(token, colon, number, options, place(bytes, pos, options.source));
  const valueAt = place(bytes, pos + colon + 1, options.source);
  return valueError(token.slice(colon + 1), number, followedByBlank(bytes, pos + token.length), valueAt);
}

function labelError(token: string, at: Where): HingeError {
  if (token.split(",").length > 2) {
    return new HingeError(
      "bad-label",
      `label ${show(token)} is not an integer; this looks like CSV, so read it as csv`,
      at,
    );
  }
  if (token.includes(":")) {
    return new HingeError(
      "no-label",
      `${show(token)} stands where the label should; begin the line with its label, such as 0`,
      at,
    );
  }
  const fix = /^[+-]?\d/.test(token) ? "number the classes 0, 1, 2, ..." : "number the classes, or use CSV";
  return new HingeError("bad-label", `label ${show(token)} is not an integer; ${fix}`, at);
}

function indexError(
  token: string,
  colon: number,
  previous: number,
  options: SvmlightOptions,
  at: Where,
): HingeError {
  if (colon < 0) {
    return new HingeError("bad-index", `${show(token)} is no index:value pair; write one, such as 3:0.5`, at);
  }
  const text = token.slice(0, colon);
  if (text === "") {
    return new HingeError(
      "bad-index",
      `${show(token)} has no index before its colon; write it, such as 3:0.5`,
      at,
    );
  }
  if (text === "qid") {
    const sentence = `${show(token)} is not as hinge skips it; write qid and a whole number right after the label`;
    return new HingeError("bad-index", sentence, at);
  }
  const index = Number(/^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/.test(text) ? text : Number.NaN);
  const first = options.zeroBased === true ? 0 : 1;
  if (index < 0) {
    return new HingeError(
      "index-negative",
      `index ${short(text)} is negative; indices start at ${first}`,
      at,
    );
  }
  if (index - first >= 2147483647) {
    const most = 2147483646 + first;
    return new HingeError(
      "index-too-large",
      `index ${short(text)} is above ${most}, the most; renumber the features`,
      at,
    );
  }
  if (!/^\d+$/.test(text)) {
    return new HingeError("bad-index", `index ${show(text)} is not a whole number; write digits only`, at);
  }
  if (index === 0 && first === 1) return indexZero(options, at);
  if (index === previous) {
    return new HingeError("index-duplicate", `index ${index} appears twice in a row; keep one of them`, at);
  }
  return new HingeError(
    "index-descending",
    `index ${index} comes after ${previous}; sort the indices of a row in ascending order`,
    at,
  );
}

function indexZero(options: SvmlightOptions, at: Where): HingeError {
  const what =
    options.modelIndexBase === 1
      ? "index 0, where the model was trained on indices that start at 1"
      : "index 0, where indices start at 1";
  return new HingeError(
    "index-zero",
    `${what}; if this file counts from 0, read it with zeroBased (--zero-based)`,
    at,
  );
}

function valueError(text: string, index: number, blankFollows: boolean, at: Where): HingeError {
  if (text === "") {
    const what = blankFollows ? `a blank follows the colon of index ${index}` : `index ${index} has no value`;
    return new HingeError(
      "bad-value",
      `${what}; write the value right after the colon, or leave the pair out`,
      at,
    );
  }
  if (text.startsWith(":")) {
    return new HingeError(
      "bad-value",
      `two colons follow index ${index}; write one, such as ${index}:0.5`,
      at,
    );
  }
  if (/^[+-]?(?:nan|inf|infinity)$/i.test(text)) {
    return new HingeError(
      "not-finite",
      `value ${text} of index ${index} is not finite; fill it or leave the row out`,
      at,
    );
  }
  if (/^[+-]?\d*,\d+$/.test(text)) {
    return new HingeError(
      "bad-value",
      `value ${short(text)} of index ${index} has a decimal comma; write a point`,
      at,
    );
  }
  if (Math.abs(parseDecimal(text)) === Number.POSITIVE_INFINITY) {
    return new HingeError(
      "not-finite",
      `value ${short(text)} of index ${index} is beyond the largest double, 1.8e308; scale the feature`,
      at,
    );
  }
  return new HingeError(
    "bad-value",
    `value ${show(text)} of index ${index} is not a decimal number, such as 0.5`,
    at,
  );
}

/** Digits need no quotes, but a hostile many of them need a limit. */
function short(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}...`;
}

/** The text from `pos` to the next blank, comment, line end or end of file; a very long one is cut. */
function tokenAt(bytes: Uint8Array, pos: number): string {
  let end = pos;
  const most = Math.min(bytes.length, pos + 4096);
  while (end < most && !isTokenEnd(bytes[end]!)) end++;
  return new TextDecoder().decode(bytes.subarray(pos, end));
}

function isTokenEnd(c: number): boolean {
  return isBlank(c) || c === 10 || c === 13 || c === 35;
}

function followedByBlank(bytes: Uint8Array, end: number): boolean {
  let k = end;
  while (k < bytes.length && isBlank(bytes[k]!)) k++;
  return k > end && k < bytes.length && bytes[k] !== 10 && bytes[k] !== 13 && bytes[k] !== 35;
}

function isBlank(c: number): boolean {
  return c === 32 || c === 9;
}

/** Line and column of a byte, counted from 1; LF, CRLF and CR each end a line. */
function place(bytes: Uint8Array, pos: number, file: string | undefined): Where {
  let line = 1;
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let k = start; k < pos; k++) {
    if (bytes[k] === 10 || (bytes[k] === 13 && bytes[k + 1] !== 10)) {
      line++;
      start = k + 1;
    }
  }
  const column = new TextDecoder().decode(bytes.subarray(start, pos)).length + 1;
  return { file, line, column };
}
