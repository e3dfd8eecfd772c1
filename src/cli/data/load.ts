/** From what the user typed to a data set: a bundled name, a file, or standard input; any format hinge reads. */
import { stat } from "node:fs/promises";
import { HingeError, show } from "../../errors.ts";
import type { Dataset } from "../../io/dataset.ts";
import { detectFormat, type Format, formatName } from "../../io/detect.ts";
import { parseSvmlight } from "../../io/svmlight.ts";
import { isBundledName, loadBundled } from "./bundled.ts";
import { type CsvOptions, parseCsv } from "./csv.ts";
import { gunzip, isGzip } from "./gunzip.ts";
import { readNpyDataset } from "./npy-dataset.ts";
import { collect, readBytes } from "./read-bytes.ts";
import { didYouMean } from "./suggest.ts";

/** How to load a data set. Options that a format has no use for are ignored. */
export interface LoadOptions extends Omit<CsvOptions, "source"> {
  /** svmlight, csv or npy; told from the name and the first bytes without this. */
  readonly format?: string | undefined;
  /** svmlight: whether the first feature is number 0. */
  readonly zeroBased?: boolean | undefined;
  /** svmlight: how the file that the model was trained on counted. */
  readonly modelIndexBase?: 0 | 1 | undefined;
  /** The most bytes to read, and the most to inflate to; 2 GiB without it. */
  readonly maxBytes?: number | undefined;
  /** Read for `-`; the process's own standard input without it. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
}

/** A data set and where it came from. */
export interface LoadedDataset extends Dataset {
  /** The path as given, `stdin`, or the bundled set's name. */
  readonly source: string;
  readonly format: Format;
  /** Rows left out because a cell was missing. */
  readonly droppedRows: number;
  /** The label column's name, where the file has one. */
  readonly labelName?: string | undefined;
  /** The bundled set's title. */
  readonly title?: string | undefined;
  /** Rows and columns of the picture that a sample is. */
  readonly imageShape?: readonly [rows: number, columns: number] | undefined;
}

const TWO_GIB = 2 ** 31;

type Reader = (bytes: Uint8Array, source: string, options: LoadOptions) => Partial<LoadedDataset> & Dataset;

/** One reader a format: a new format is one line here. */
const READERS: Partial<Record<Format, Reader>> = {
  svmlight: (bytes, source, options) => parseSvmlight(bytes, { ...options, source }),
  csv: (bytes, source, options) => parseCsv(bytes, { ...options, source }),
  npy: (bytes, source, options) => readNpyDataset(bytes, { ...options, source }),
};

/**
 * Loads a data set. A file wins over a bundled set of the same name; gzip is told by its content.
 *
 * @param path a file, `-` for standard input, or a bundled name such as `digits` or `digits:test`
 * @throws HingeError of `readBytes`, `gunzip` and the format's reader; `unknown-format`, `wrong-format`
 */
export async function loadDataset(path: string, options: LoadOptions = {}): Promise<LoadedDataset> {
  checkFormat(options.format);
  if (path !== "-" && isBundledName(path) && !(await exists(path))) {
    const set = await loadBundled(path);
    return { ...set, source: path, format: set.indexBase === undefined ? "csv" : "svmlight" };
  }
  const maxBytes = options.maxBytes ?? TWO_GIB;
  const source = path === "-" ? "stdin" : path;
  const raw =
    path === "-"
      ? await collect(options.stdin ?? process.stdin, source, maxBytes)
      : await readBytes(path, maxBytes);
  const bytes = isGzip(raw) ? gunzip(raw, source, maxBytes) : raw;
  const format = (options.format as Format | undefined) ?? detectFormat(path, bytes);
  const reader = READERS[format];
  if (reader === undefined) {
    throw new HingeError(
      "wrong-format",
      `this is ${formatName(format)}, not data that hinge reads; give one of ${Object.keys(READERS).join(", ")}`,
      { file: source },
    );
  }
  return { droppedRows: 0, ...reader(bytes, source, options), source, format };
}

function checkFormat(format: string | undefined): void {
  const known = Object.keys(READERS);
  if (format === undefined || known.includes(format)) return;
  const fix = didYouMean(format, known, `the formats are ${known.join(", ")}`);
  throw new HingeError("unknown-format", `${show(format)} is no format; ${fix}`, { option: "--format" });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
