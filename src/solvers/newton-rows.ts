import { CsrRows } from "../data/csr.ts";
import type { Problem } from "../objective/problem.ts";

/** Rows with fewer entries than this part are worth a copy of them: second-order steps go over the data often. */
const worthCopying = 0.4;

/** The same problem with the rows' zeros left out, where there are many. */
export function withoutZeros(problem: Problem): Problem {
  const { rows } = problem;
  const { nSamples, nFeatures, nnz } = rows;
  if (rows instanceof CsrRows || nnz >= worthCopying * nSamples * nFeatures) return problem;
  const indptr = new Int32Array(nSamples + 1);
  const indices = new Int32Array(nnz);
  const values = new Float64Array(nnz);
  for (let i = 0; i < nSamples; i++) indptr[i + 1] = rows.copyRow(i, indices, values, indptr[i]!);
  return { ...problem, rows: new CsrRows({ indptr, indices, values, shape: [nSamples, nFeatures] }) };
}
