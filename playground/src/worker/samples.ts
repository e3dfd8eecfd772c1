import type { DenseMatrix } from "hinge";
import type { Objective } from "../state/model.ts";

/** The samples that take part, as workers get them. */
export interface Samples {
  readonly X: DenseMatrix & { readonly data: Float64Array };
  readonly y: readonly number[];
}

/** One row a score, the bias last. */
export type Weights = readonly (readonly number[])[];

/** What is lowered, of which samples, and where. */
export interface Place extends Samples {
  readonly W: Weights;
  readonly objective: Objective;
}

export function rowOf({ data, shape }: Samples["X"], i: number): Float64Array {
  return data.subarray(i * shape[1], (i + 1) * shape[1]);
}

/** A row of weights times a sample, and its last entry: the bias. */
export function scoreOf(row: readonly number[], x: ArrayLike<number>): number {
  let sum = row.at(-1)!;
  for (let j = 0; j < x.length; j++) sum += x[j]! * row[j]!;
  return sum;
}
