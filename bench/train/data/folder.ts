import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { CsrMatrix } from "hinge";
import { parseSvmlight } from "../../../src/io/svmlight.ts";
import type { Dataset, Samples } from "./dataset.ts";

/** The sets of the field's papers: name, file in the folder of data, and what its values are divided by. */
const known: readonly {
  readonly name: string;
  readonly file: string;
  readonly test?: string;
  readonly divisor?: number;
  readonly sparse?: boolean;
  readonly slow?: boolean;
}[] = [
  { name: "satimage", file: "satimage/satimage.scale.gz", test: "satimage/satimage.scale.t.gz" },
  { name: "optdigits", file: "optdigits/optdigits.gz", test: "optdigits/optdigits.t.gz", divisor: 16 },
  { name: "letter", file: "letter/letter.scale.gz", test: "letter/letter.scale.t.gz" },
  { name: "usps", file: "usps/usps.gz", test: "usps/usps.t.gz" },
  { name: "a9a", file: "a9a/a9a.gz", test: "a9a/a9a.t.gz", sparse: true },
  {
    name: "banking77",
    file: "banking77/banking77.tfidf.gz",
    test: "banking77/banking77.tfidf.t.gz",
    sparse: true,
  },
  {
    name: "banking77-lsa128",
    file: "banking77-lsa128/banking77-lsa128.gz",
    test: "banking77-lsa128/banking77-lsa128.t.gz",
  },
  {
    name: "covtype-20k",
    file: "covtype-20k/covtype-20k.scale.gz",
    test: "covtype-20k/covtype-20k.scale.t.gz",
  },
  {
    name: "20news",
    file: "20news-bydate/20news-bydate.tfidf.gz",
    test: "20news-bydate/20news-bydate.tfidf.t.gz",
    sparse: true,
  },
  { name: "news20", file: "news20/news20.gz", sparse: true, slow: true },
];

/** Those of the field's sets that lie in a folder, about the fastest to train first. */
export function setsIn(folder: string): Dataset[] {
  const svmlight = known
    .filter(({ file }) => existsSync(join(folder, file)))
    .map(({ name, file, test, divisor = 1, sparse = false, slow = false }): Dataset => {
      const read = (path: string) => async () => divided(readText(join(folder, path)), divisor);
      return { name, sparse, slow, train: read(file), ...(test === undefined ? {} : { test: read(test) }) };
    });
  const images = ["train", "t10k"].map((part) => join(folder, "mnist", part)) as [string, string];
  if (!existsSync(`${images[0]}-images-idx3-ubyte.gz`)) return svmlight;
  return [
    ...svmlight,
    {
      name: "mnist",
      slow: true,
      train: async () => readIdx(images[0]),
      test: async () => readIdx(images[1]),
    },
  ];
}

function readText(file: string): Samples {
  const { X, labels } = parseSvmlight(gunzipSync(readFileSync(file)), { source: file });
  if (labels === undefined) throw new Error(`${file} has no labels`);
  return { X: X as CsrMatrix, labels };
}

/** f32, so that what LIBLINEAR reads as f64 is the very same number. */
function divided({ X, labels }: Samples, divisor: number): Samples {
  if (divisor === 1 || !("indptr" in X)) return { X, labels };
  return { X: { ...X, values: Float32Array.from(X.values, (x) => x / divisor) }, labels };
}

/** MNIST's own format: a header of 4 numbers with the highest byte first, then a byte a pixel. */
function readIdx(stem: string): Samples {
  const images = gunzipSync(readFileSync(`${stem}-images-idx3-ubyte.gz`));
  const labels = gunzipSync(readFileSync(`${stem}-labels-idx1-ubyte.gz`)).subarray(8);
  const [n, rows, columns] = [4, 8, 12].map((at) => images.readInt32BE(at)) as [number, number, number];
  const data = Float32Array.from(images.subarray(16), (pixel) => pixel / 255);
  return { X: { data, shape: [n, rows * columns] }, labels: Array.from(labels) };
}
