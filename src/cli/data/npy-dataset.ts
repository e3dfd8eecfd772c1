import type { NumericArray } from "../../data/matrix.ts";
import { HingeError, show } from "../../errors.ts";
import type { Dataset } from "../../io/dataset.ts";
import { parseNpy } from "../../io/npy.ts";

/** Which column of a .npy matrix is the label. */
export interface NpyDatasetOptions {
  readonly source?: string | undefined;
  /** The label column's number, from 1; an array without it has no labels. */
  readonly label?: string | undefined;
  readonly labelOptional?: boolean | undefined;
}

/**
 * Reads a .npy array as samples: the first dimension counts them, the others are one after the other.
 *
 * @returns X of shape [n, product of the other dimensions, less the label column]
 * @throws HingeError of `parseNpy`; `bad-shape`, `no-label`, `unknown-column`, `bad-label`
 */
export function readNpyDataset(bytes: Uint8Array, options: NpyDatasetOptions = {}): Dataset {
  const at = { file: options.source };
  const { data, shape } = parseNpy(bytes, options.source);
  if (shape.length < 2) {
    const sentence = `the array has ${shape.length} dimensions; give samples x features`;
    throw new HingeError("bad-shape", sentence.replace("1 dimensions", "1 dimension"), at);
  }
  const rows = shape[0]!;
  const columns = shape.slice(1).reduce((product, n) => product * n, 1);
  if (rows === 0 || columns === 0) {
    const sentence = `the array of ${rows} x ${columns} is empty; give at least one sample and one feature`;
    throw new HingeError("empty-file", sentence, at);
  }
  if (options.label === undefined) {
    if (options.labelOptional === true) return { X: { data, shape: [rows, columns] } };
    const sentence = `a .npy array names no label column; give its number with --label, 1 to ${columns}`;
    throw new HingeError("no-label", sentence, at);
  }
  const column = /^\d+$/.test(options.label) ? Number(options.label) : 0;
  if (column < 1 || column > columns) {
    const sentence = `--label ${show(options.label)} is none of the columns 1 to ${columns}; count from 1`;
    throw new HingeError("unknown-column", sentence, at);
  }
  return splitOff(data, rows, columns, column - 1, options.source);
}

function splitOff(data: NumericArray, rows: number, columns: number, column: number, file?: string): Dataset {
  const features = new Float64Array(rows * (columns - 1));
  const labels: number[] = [];
  let k = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const value = data[i * columns + j]!;
      if (j !== column) {
        features[k++] = value;
      } else if (Number.isSafeInteger(value)) {
        labels.push(value + 0);
      } else {
        const sentence = `label ${value} of row ${i} is not an integer; number the classes`;
        throw new HingeError("bad-label", sentence, { file });
      }
    }
  }
  return { X: { data: features, shape: [rows, columns - 1] }, labels };
}
