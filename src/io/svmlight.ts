/**
 * svmlight (LIBSVM) text: one sample a line, `label index:value index:value ... # comment`.
 *
 * The reader is one pass over the bytes. It keeps no line numbers: an error counts them afterwards.
 */
import { HingeError } from "../errors.ts";
import type { Dataset } from "./dataset.ts";
import { refuseOtherFormat } from "./detect.ts";
import { scanDecimal } from "./number.ts";
import { svmlightError } from "./svmlight-error.ts";

/** How to read svmlight text. */
export interface SvmlightOptions {
  /** The file's name, for errors. */
  readonly source?: string | undefined;
  /** Whether the first feature is number 0; without it, number 1. */
  readonly zeroBased?: boolean | undefined;
  /** At least this many columns, though the file may name fewer. */
  readonly nFeatures?: number | undefined;
  /** Counting of the file that the model was trained on, where there is a model: errors then say so. */
  readonly modelIndexBase?: 0 | 1 | undefined;
}

const LF = 10;
const CR = 13;
const BLANK = 32;
const TAB = 9;
const HASH = 35;
const COLON = 58;

/** Column numbers are kept as 32-bit integers, and so is their count. */
const MAX_COLUMNS = 2 ** 31 - 1;
/** The shortest pair is a blank, a digit, a colon, a digit; the shortest row a digit and a line end. */
const MIN_PAIR_BYTES = 4;
const MIN_ROW_BYTES = 2;

/**
 * Reads svmlight text into a CSR matrix of doubles, every decimal correctly rounded.
 *
 * Lines end in LF, CRLF or CR. Blank lines, comments (`#` to the end of the line), a UTF-8 byte order mark and
 * `qid:` are skipped; blanks and tabs separate; a row may be empty. Explicit zeros are kept as stored entries.
 * Indices are whole numbers that ascend within a row; labels are integers (`+1`, `1.0` and `1e0` are 1).
 *
 * @param bytes the text as UTF-8, inflated
 * @returns X of shape [lines with a label, max(largest index, nFeatures)], labels as numbers, indexBase
 * @throws HingeError `empty-file`, `wrong-format`, `bad-label`, `no-label`, `index-zero`, `index-negative`,
 *   `index-duplicate`, `index-descending`, `index-too-large`, `bad-index`, `bad-value`, `not-finite`, `nul-byte`
 */
export function parseSvmlight(bytes: Uint8Array, options: SvmlightOptions = {}): Dataset {
  refuseOtherFormat(bytes, "svmlight", options.source);
  const base = options.zeroBased === true ? 0 : 1;
  const n = bytes.length;
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const labels: number[] = [];
  let indptr: Int32Array = new Int32Array(Math.min(1024, Math.ceil(n / MIN_ROW_BYTES) + 1));
  let capacity = Math.min(4096, Math.ceil(n / MIN_PAIR_BYTES));
  let indices: Int32Array = new Int32Array(capacity);
  let values: Float64Array = new Float64Array(capacity);
  const labelOut = new Float64Array(1);
  let nnz = 0;
  let last = -1;
  let pos = hasMark ? 3 : 0;

  while (pos < n) {
    let c = bytes[pos]!;
    while ((c === BLANK || c === TAB || c === LF || c === CR) && ++pos < n) c = bytes[pos]!;
    if (pos >= n) break;
    if (c === HASH) {
      pos = skipComment(bytes, pos, n, options);
      continue;
    }

    let end = scanDecimal(bytes, pos, n, labelOut, 0);
    c = end < n ? bytes[end]! : LF;
    if (end === pos || !(isSeparator(c) || c === HASH) || !Number.isSafeInteger(labelOut[0])) {
      throw svmlightError(bytes, pos, "label", options);
    }
    // Adding 0 makes -0 the one and only 0.
    labels.push(labelOut[0]! + 0);
    pos = end;

    let previous = -1;
    for (;;) {
      while (c === BLANK || c === TAB) c = ++pos < n ? bytes[pos]! : LF;
      if (c === LF || c === CR) break;
      if (c === HASH) {
        pos = skipComment(bytes, pos, n, options);
        break;
      }

      const start = pos;
      let index = 0;
      while (c >= 48 && c <= 57) {
        index = index * 10 + (c - 48);
        c = ++pos < n ? bytes[pos]! : LF;
      }
      const column = index - base;
      if (c !== COLON || pos === start || column <= previous || column >= MAX_COLUMNS) {
        const afterQid = previous === -1 ? skipQid(bytes, start, n) : start;
        if (afterQid === start) throw svmlightError(bytes, start, "index", options, previous + base);
        pos = afterQid;
        c = pos < n ? bytes[pos]! : LF;
        continue;
      }

      if (nnz === capacity) {
        capacity = grownCapacity(nnz, pos, n);
        indices = grown(indices, new Int32Array(capacity));
        values = grown(values, new Float64Array(capacity));
      }
      pos++;
      end = scanDecimal(bytes, pos, n, values, nnz);
      c = end < n ? bytes[end]! : LF;
      const value = values[nnz]!;
      if (end === pos || value - value !== 0 || !(isSeparator(c) || c === HASH)) {
        throw svmlightError(bytes, start, "value", options, index);
      }
      indices[nnz++] = column;
      previous = column;
      pos = end;
    }

    if (previous > last) last = previous;
    if (labels.length >= indptr.length) {
      const most = Math.ceil(n / MIN_ROW_BYTES) + 1;
      indptr = grown(indptr, new Int32Array(Math.min(most, indptr.length * 2)));
    }
    indptr[labels.length] = nnz;
  }

  if (labels.length === 0) throw emptyFile(n - (hasMark ? 3 : 0), options.source);
  return {
    X: {
      indptr: indptr.slice(0, labels.length + 1),
      indices: cut(indices, nnz),
      values: cut(values, nnz),
      shape: [labels.length, Math.max(last + 1, options.nFeatures ?? 0)],
    },
    labels,
    indexBase: base,
  };
}

function isSeparator(c: number): boolean {
  return c === BLANK || c === LF || c === TAB || c === CR;
}

/** The position of the line end after a comment. */
function skipComment(bytes: Uint8Array, pos: number, n: number, options: SvmlightOptions): number {
  for (; pos < n; pos++) {
    const c = bytes[pos]!;
    if (c === LF || c === CR) break;
    if (c === 0) throw svmlightError(bytes, pos, "comment", options);
  }
  return pos;
}

/** The position after `qid:7`, or `pos` where there is none. */
function skipQid(bytes: Uint8Array, pos: number, n: number): number {
  if (bytes[pos] !== 113 || bytes[pos + 1] !== 105 || bytes[pos + 2] !== 100 || bytes[pos + 3] !== COLON) {
    return pos;
  }
  let end = pos + 4;
  while (end < n && bytes[end]! >= 48 && bytes[end]! <= 57) end++;
  const whole = end > pos + 4 && (end >= n || isSeparator(bytes[end]!) || bytes[end] === HASH);
  return whole ? end : pos;
}

/** Room for the pairs that the bytes so far foretell, never more than the bytes that are left can hold. */
function grownCapacity(nnz: number, pos: number, n: number): number {
  const foretold = Math.ceil((nnz / pos) * n * 1.02) + 1024;
  const most = nnz + Math.ceil((n - pos) / MIN_PAIR_BYTES) + 1;
  return Math.min(Math.max(foretold, Math.ceil(nnz * 1.5)), most);
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The first numbers; a copy where much room would be kept for nothing. */
function cut<T extends Int32Array | Float64Array>(from: T, length: number): T {
  return (from.length > 1.1 * length ? from.slice(0, length) : from.subarray(0, length)) as T;
}

function emptyFile(nBytes: number, source: string | undefined): HingeError {
  const what = nBytes === 0 ? "the file is empty" : "the file holds only blanks and comments";
  return new HingeError("empty-file", `${what}; give at least one line such as "1 1:0.5 3:2"`, {
    file: source,
  });
}
