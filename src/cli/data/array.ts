import type { NumericArray } from "../../data/matrix.ts";
import { HingeError } from "../../errors.ts";
import { parseNpy } from "../../io/npy.ts";
import { readFile } from "../commands/read-file.ts";
import type { CellArray } from "./array-cells.ts";
import { readJsonArray } from "./array-json.ts";
import { readTextArray } from "./array-text.ts";

/** Numbers and how they lie; without dimensions a single one. */
export interface NumberArray {
  readonly data: NumericArray;
  readonly shape: readonly number[];
}

const fix = "give a .npy, .csv or .json file";

/**
 * Reads an array of finite numbers from .npy, from JSON (nested arrays) or from text (CSV, or as numpy.savetxt writes),
 * told apart by their first bytes; `-` is standard input.
 *
 * @throws HingeError those of readFile and parseNpy; `empty-file`, `bad-json`, `bad-shape`, `not-a-number`, `not-finite`
 */
export async function readNumbers(path: string): Promise<NumberArray> {
  const { bytes, source } = await readFile(path, fix);
  if (isNpy(bytes)) return parseNpy(bytes, source);
  const { cells, shape } = readCells(bytes, source, false);
  return { data: Float64Array.from(cells as readonly number[]), shape };
}

/** Reads one label a sample, numbers or names. @throws HingeError as readNumbers; `bad-shape` */
export async function readLabels(path: string): Promise<readonly (number | string)[]> {
  const { bytes, source } = await readFile(path, fix);
  const { cells, shape } = isNpy(bytes) ? asCells(parseNpy(bytes, source)) : readCells(bytes, source, true);
  // A column, a row or a list: all but one of the dimensions are 1.
  if (shape.length > 0 && Math.max(...shape) !== cells.length) {
    throw new HingeError("bad-shape", `y is ${shape.join(" x ")}; give one label a sample`, { file: source });
  }
  return cells;
}

function asCells({ data, shape }: NumberArray): CellArray {
  return { cells: Array.from(data), shape };
}

function isNpy(bytes: Uint8Array): boolean {
  return bytes[0] === 0x93;
}

function readCells(bytes: Uint8Array, source: string, names: boolean): CellArray {
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === "") {
    throw new HingeError("empty-file", "there is nothing in it; give numbers", { file: source });
  }
  return /^\s*[[{]/.test(text) ? readJsonArray(text, source, names) : readTextArray(text, source, names);
}
