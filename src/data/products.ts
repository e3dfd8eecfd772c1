/** In which precision the products are formed: f32 where the data and the weights both are, else f64. */
export type Precision = "f32" | "f64";

/** Weights or a gradient as they come from outside. */
export type WeightArray = Float64Array | Float32Array;

/**
 * The two products that a gradient is made of, a block of rows at a time so that the second finds the rows
 * still in cache: the scores S = X_B W^T, and dW += G^T X_B. Whoever implements it, each sums in a fixed order
 * of its own, so that the same input gives the same bits.
 *
 * The rounding error of a score of n products is at most gamma_n sum |w_j x_j|, in the precision at hand (Higham
 * 2002, section 3.1: true of any order of summation). That of dW likewise, with |g| + 2 max |g| of the sample's row
 * for |g| where what a row's coefficients have in common is taken out (split-common.ts).
 */
export interface BlockProducts {
  /** The most rows a block may have. */
  readonly blockRows: number;
  /** Takes over the weights; row m starts at `W[m * stride]`. Sets dW to zero. */
  setWeights(W: WeightArray, stride: number): void;
  /**
   * S = X_B W^T for the rows order[from .. from + n].
   *
   * @param S receives n x K scores; overwritten
   */
  scores(order: Int32Array, from: number, n: number, S: Float64Array): void;
  /** dW += G^T X_B for the rows that `scores` saw last; G is n x K, and zeros cost nothing. */
  addOuter(G: Float64Array): void;
  /** Writes dW, row m from `out[m * stride]`. */
  readGradient(out: WeightArray, stride: number): void;
  /** Gives the memory back; nothing may be called afterwards. */
  release(): void;
}
