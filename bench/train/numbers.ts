import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CsrMatrix, DenseMatrix, Label } from "hinge";
import type { Samples } from "./data/dataset.ts";

/** A problem's numbers as files, which each program reads in the form that suits it; what to tell it about them. */
export interface Numbers {
  readonly folder: string;
  readonly n: number;
  readonly d: number;
  readonly classes: number;
  readonly bias: 0 | 1;
  readonly form: "dense" | "csr";
  /** Of the values as hinge gets them; the rivals get f64. */
  readonly type: "f32" | "f64";
}

/** Writes samples into a folder: indptr, indices, values and class numbers; dense ones row by row too. */
export function writeNumbers({ X, labels }: Samples, folder: string, bias: 0 | 1): Numbers {
  mkdirSync(folder, { recursive: true });
  const classes = classesOf(labels);
  const y = Int32Array.from(labels, (label) => classes.indexOf(label));
  const { indptr, indices, values } = "indptr" in X ? X : sparse(X);
  writeFileSync(join(folder, "indptr.i32"), Int32Array.from(indptr));
  writeFileSync(join(folder, "indices.i32"), Int32Array.from(indices));
  writeFileSync(join(folder, "values.f64"), Float64Array.from(values));
  writeFileSync(join(folder, "y.i32"), y);
  const own = "indptr" in X ? X.values : X.data;
  const type = own instanceof Float32Array || ("indptr" in X && isF32(own)) ? "f32" : "f64";
  writeFileSync(join(folder, `hinge.${type}`), new { f32: Float32Array, f64: Float64Array }[type](own));
  const [n, d] = X.shape;
  return { folder, n, d, classes: classes.length, bias, form: "indptr" in X ? "csr" : "dense", type };
}

/** Whether f32 holds every number exactly: counts, and features that are there or not. */
function isF32(values: ArrayLike<number>): boolean {
  for (let k = 0; k < values.length; k++) if (Math.fround(values[k]!) !== values[k]) return false;
  return true;
}

/** The distinct labels, ascending. */
export function classesOf(labels: readonly Label[]): Label[] {
  return [...new Set(labels)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function sparse({ data, shape: [n, d] }: DenseMatrix): Pick<CsrMatrix, "indptr" | "indices" | "values"> {
  const indptr = new Int32Array(n + 1);
  let nnz = 0;
  for (let k = 0; k < data.length; k++) if (data[k] !== 0) nnz++;
  const indices = new Int32Array(nnz);
  const values = new Float64Array(nnz);
  let at = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      if (data[i * d + j] === 0) continue;
      indices[at] = j;
      values[at++] = data[i * d + j]!;
    }
    indptr[i + 1] = at;
  }
  return { indptr, indices, values };
}
