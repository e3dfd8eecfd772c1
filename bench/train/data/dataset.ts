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
  /** Whether its rivals take minutes. */
  readonly slow?: boolean;
  train(): Promise<Samples>;
  test?(): Promise<Samples>;
}
