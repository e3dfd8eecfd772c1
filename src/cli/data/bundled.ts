/** The data sets that come with the package. */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CsrMatrix, DenseMatrix } from "../../data/matrix.ts";
import { isCsr } from "../../data/rows.ts";
import { HingeError } from "../../errors.ts";
import type { Dataset } from "../../io/dataset.ts";
import { parseSvmlight } from "../../io/svmlight.ts";
import { FEATURE_NAMES } from "./bundled-features.ts";
import { type CsvOptions, parseCsv } from "./csv.ts";
import { gunzip, isGzip } from "./gunzip.ts";

/** What is known of a bundled data set. */
interface Bundled {
  readonly name: string;
  readonly title: string;
  /** The file's name in the package's folder of data. */
  readonly file: string;
  readonly csv?: CsvOptions;
  readonly featureNames?: readonly string[];
  /** Rows and columns of the picture that a sample is. */
  readonly imageShape?: readonly [rows: number, columns: number];
}

/** A bundled data set, read. */
export interface BundledDataset extends Dataset {
  readonly name: string;
  readonly title: string;
  readonly imageShape?: readonly [rows: number, columns: number] | undefined;
  readonly droppedRows: number;
}

const NOT_MEASURES = ["island", "sex", "year"];

const SETS: readonly Bundled[] = [
  {
    name: "digits",
    title: "handwritten digits, 1797 pictures of 8 x 8 pixels",
    file: "digits.csv.gz",
    csv: { header: false },
    featureNames: FEATURE_NAMES.digits,
    imageShape: [8, 8],
  },
  {
    name: "iris",
    title: "three kinds of iris, 150 flowers",
    file: "iris.csv",
    featureNames: FEATURE_NAMES.iris,
  },
  {
    name: "wine",
    title: "three cultivars of wine, 178 bottles",
    file: "wine_data.csv",
    featureNames: FEATURE_NAMES.wine,
  },
  {
    name: "breast-cancer",
    title: "malignant and benign tumours, 569 patients",
    file: "breast_cancer.csv",
    featureNames: FEATURE_NAMES.breastCancer,
  },
  {
    name: "penguins",
    title: "three species of penguin, 342 birds measured four ways",
    file: "penguins.csv",
    csv: { label: "species", drop: NOT_MEASURES, missing: "drop" },
  },
  {
    name: "heart",
    title: "heart disease, 270 patients, scaled",
    file: "heart_scale",
    featureNames: FEATURE_NAMES.heart,
  },
];

const ALIASES: Readonly<Record<string, string>> = { breast_cancer: "breast-cancer", heart_scale: "heart" };

/** More than the largest bundled set. */
const mostBytes = 2 ** 24;

/** Every fifth row is for testing. */
const FOLDS = 5;
/** dist/cli/chunk.js and src/cli/data/bundled.ts both lie within this many folders of package.json. */
const MAX_LEVELS = 5;

/** The names of the bundled sets; `:train` or `:test` behind one takes its fixed part. */
export function bundledNames(): readonly string[] {
  return SETS.map((set) => set.name);
}

/** Whether a text names a bundled set, or a part of one: `digits`, `digits:test`, `breast_cancer`. */
export function isBundledName(text: string): boolean {
  return parseName(text) !== undefined;
}

/**
 * Loads a bundled set, or its part `:train` (rows i with i % 5 < 4) or `:test` (i % 5 = 4).
 *
 * @returns a dense X but for `heart`, which is CSR; labels are class names, but digits 0 to 9 and heart -1, 1
 * @throws HingeError `unknown-dataset`, `missing-data` (the package is incomplete)
 */
export async function loadBundled(text: string): Promise<BundledDataset> {
  const parsed = parseName(text);
  if (parsed === undefined) {
    throw new HingeError(
      "unknown-dataset",
      `${JSON.stringify(text)} is no bundled data set; the names are ${bundledNames().join(", ")}, each with :train or :test`,
    );
  }
  const { set, part } = parsed;
  const bytes = await readData(set.file);
  const content = isGzip(bytes) ? gunzip(bytes, set.file, mostBytes) : bytes;
  const source = set.file;
  const read =
    set.file === "heart_scale"
      ? { ...parseSvmlight(content, { source }), droppedRows: 0 }
      : parseCsv(content, { ...set.csv, source });
  const whole: BundledDataset = {
    ...read,
    featureNames: read.featureNames ?? set.featureNames,
    name: text,
    title: set.title,
    imageShape: set.imageShape,
  };
  return part === undefined ? whole : takePart(whole, part);
}

function parseName(text: string): { set: Bundled; part?: "train" | "test" } | undefined {
  const match = /^([a-z_-]+)(?::(train|test))?$/.exec(text);
  if (match === null) return undefined;
  const name = match[1]!;
  const set = SETS.find((one) => one.name === (Object.hasOwn(ALIASES, name) ? ALIASES[name] : name));
  if (set === undefined) return undefined;
  return match[2] === undefined ? { set } : { set, part: match[2] as "train" | "test" };
}

function takePart(whole: BundledDataset, part: "train" | "test"): BundledDataset {
  const labels = whole.labels!;
  const rows = labels.map((_, i) => i).filter((i) => (i % FOLDS === FOLDS - 1) === (part === "test"));
  const X = isCsr(whole.X) ? takeSparse(whole.X, rows) : takeDense(whole.X, rows);
  return { ...whole, X, labels: rows.map((i) => labels[i]!) };
}

function takeDense(X: DenseMatrix, rows: readonly number[]): DenseMatrix {
  const width = X.shape[1];
  const data = new Float64Array(rows.length * width);
  rows.forEach((i, k) => {
    data.set(X.data.subarray(i * width, (i + 1) * width), k * width);
  });
  return { data, shape: [rows.length, width] };
}

function takeSparse(X: CsrMatrix, rows: readonly number[]): CsrMatrix {
  const indices: number[] = [];
  const values: number[] = [];
  const indptr = [0];
  for (const i of rows) {
    indices.push(...X.indices.subarray(X.indptr[i]!, X.indptr[i + 1]!));
    values.push(...X.values.subarray(X.indptr[i]!, X.indptr[i + 1]!));
    indptr.push(indices.length);
  }
  return {
    indptr: Int32Array.from(indptr),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    shape: [rows.length, X.shape[1]],
  };
}

/** Reads a file of the package's folder of data, which is the nearest `data` beside hinge's own package.json. */
async function readData(file: string): Promise<Uint8Array> {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < MAX_LEVELS; level++) {
    if (await isPackage(folder)) {
      try {
        return await readFile(join(folder, "data", file));
      } catch {
        break;
      }
    }
    folder = dirname(folder);
  }
  throw new HingeError("missing-data", "the package's own data is not there; install hinge again", { file });
}

async function isPackage(folder: string): Promise<boolean> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    return typeof parsed === "object" && parsed !== null && "name" in parsed && parsed.name === "hinge";
  } catch {
    return false;
  }
}
