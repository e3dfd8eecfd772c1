import type { CsrMatrix, DenseMatrix, Label } from "hinge";

export interface Samples {
  readonly X: DenseMatrix | CsrMatrix;
  readonly labels: readonly Label[];
}

/** A data set as the bench takes it. */
export interface Dataset {
  readonly name: string;
  /** Whether it is one of those whose memory is compared. */
  readonly sparse?: boolean;
  train(): Promise<Samples>;
  test?(): Promise<Samples>;
}
