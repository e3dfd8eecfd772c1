import type { Label } from "../data/labels.ts";
import type { CsrMatrix, DenseMatrix } from "../data/matrix.ts";
import { isCsr } from "../data/rows.ts";
import { HingeError, show } from "../errors.ts";
import { concat } from "./bytes.ts";
import type { Dataset } from "./dataset.ts";

const CHUNK = 1 << 20;

/**
 * Writes a data set as svmlight text that `parseSvmlight` reads back bit for bit: every decimal is the shortest
 * that gives its double again. Stored entries of a sparse matrix are all written, zeros too; of a dense matrix
 * only those that are not zero.
 *
 * @param dataset labels must be integers; indices count from `dataset.indexBase`, or from 1
 * @returns UTF-8 text, a line a sample
 * @throws HingeError `no-label`, `bad-label`, `not-finite`
 */
export function formatSvmlight(dataset: Dataset): Uint8Array {
  const { labels } = dataset;
  if (labels === undefined) {
    throw new HingeError(
      "no-label",
      "svmlight needs a label a line and this data has none; write it as CSV or .npy",
    );
  }
  const base = dataset.indexBase ?? 1;
  const rowText = isCsr(dataset.X) ? sparseRowText(dataset.X, base) : denseRowText(dataset.X, base);
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  let text = "";
  for (let i = 0; i < labels.length; i++) {
    text += `${labelText(labels[i]!, i)}${rowText(i)}\n`;
    if (text.length >= CHUNK) {
      chunks.push(encoder.encode(text));
      text = "";
    }
  }
  chunks.push(encoder.encode(text));
  return concat(chunks);
}

function labelText(label: Label, i: number): string {
  if (typeof label === "number" && Number.isSafeInteger(label)) return String(label);
  throw new HingeError(
    "bad-label",
    `label ${show(label)} of row ${i} is not an integer, which svmlight needs; number the classes, or write CSV`,
  );
}

function sparseRowText(X: CsrMatrix, base: number): (i: number) => string {
  return (i) => {
    let text = "";
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++)
      text += pairText(X.indices[k]! + base, X.values[k]!, i);
    return text;
  };
}

function denseRowText(X: DenseMatrix, base: number): (i: number) => string {
  const columns = X.shape[1];
  return (i) => {
    let text = "";
    for (let j = 0; j < columns; j++) {
      const value = X.data[i * columns + j]!;
      if (value !== 0) text += pairText(j + base, value, i);
    }
    return text;
  };
}

function pairText(index: number, value: number, i: number): string {
  if (value - value !== 0) {
    throw new HingeError("not-finite", `value ${value} of index ${index} in row ${i} is not finite; fill it`);
  }
  return ` ${index}:${Object.is(value, -0) ? "-0" : value}`;
}
