import type { DenseMatrix, Label } from "hinge";

/** One set of samples, and the C that it is trained with. */
export interface Dataset {
  readonly name: string;
  readonly C: number;
  load(): Promise<{ X: DenseMatrix; labels: readonly Label[] }>;
}
