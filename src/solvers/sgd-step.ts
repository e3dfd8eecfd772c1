import type { BlockProducts } from "../data/products.ts";
import { HingeError } from "../errors.ts";
import type { Loss } from "../losses/loss.ts";
import { CompensatedSum } from "../math/sum.ts";
import { lossPass } from "../objective/loss-pass.ts";
import { type Rate, rateAt } from "./sgd-options.ts";

/** A batch's samples, whichever matrix they lie in. */
export interface Batch {
  readonly products: BlockProducts;
  /** Class number of each of the matrix's samples. */
  readonly y: Int32Array;
  /** Weight of each of the matrix's samples, 1 on average; nobody's business but the mean's. */
  readonly weights: Float64Array;
  /** The samples of the batch, by their numbers; repeated ones count as often. */
  readonly order: Int32Array;
  /** Sees each sample's own subgradient dl/ds, undivided. */
  readonly each?: ((i: number, g: Float64Array) => void) | undefined;
}

/**
 * Gradient descent with momentum on (1/N) sum_i weight_i l(W x_i, y_i) + (lambda/2) |W|^2, a batch B a step:
 *
 *     gradient = (1/|B|) sum_{i in B} weight_i dl_i/dW + lambda W
 *     v = mu v - rate(t) gradient,   W = W + v
 *
 * as in CS231n's notes ("Neural networks part 3: parameter updates"). At a kink the loss's own convention decides.
 * It holds nothing of any data set, so that a stream's batches may come from anywhere.
 */
export class Descent {
  /** nScores x nFeatures, row-major. */
  readonly W: Float64Array;
  /** Steps taken. */
  iteration = 0;
  readonly #velocity: Float64Array;
  readonly #gradient: Float64Array;
  #share = new Float64Array(0);

  /** @param W where to begin; changed from now on */
  constructor(
    W: Float64Array,
    readonly loss: Loss,
    readonly nScores: number,
    readonly lambda: number,
    readonly rate: Rate,
    readonly momentum: number,
  ) {
    this.W = W;
    this.#velocity = new Float64Array(W.length);
    this.#gradient = new Float64Array(W.length);
  }

  /**
   * Takes one step.
   *
   * @returns the batch's objective before it, the penalty included
   * @throws HingeError `diverged` if that is not finite
   */
  step({ products, y, weights, order, each }: Batch): number {
    const { W, nScores: K, lambda } = this;
    const velocity = this.#velocity;
    const gradient = this.#gradient;
    if (this.#share.length < weights.length) this.#share = new Float64Array(weights.length);
    const share = this.#share;
    for (const i of order) share[i] = weights[i]! / order.length;
    const stride = W.length / K;
    products.setWeights(W, stride);
    const own = each && undivided(each, share, K);
    let value: number;
    try {
      value = lossPass(products, this.loss, K, order, y, share, own).value;
    } catch (error) {
      // The rows were found finite before: it is W that is not.
      if (error instanceof HingeError && error.code === "not-finite") throw this.#diverged();
      throw error;
    }
    products.readGradient(gradient, stride);
    const rate = rateAt(this.rate, this.iteration);
    const square = new CompensatedSum();
    for (let k = 0; k < W.length; k++) {
      const w = W[k]!;
      square.add(w * w);
      velocity[k] = this.momentum * velocity[k]! - rate * (gradient[k]! + lambda * w);
      W[k] = w + velocity[k]!;
    }
    value += (lambda / 2) * square.value;
    if (!Number.isFinite(value)) throw this.#diverged();
    this.iteration++;
    return value;
  }

  #diverged(): HingeError {
    return diverged(this.iteration, rateAt(this.rate, this.iteration));
  }
}

/** The error for weights or a loss that are no finite numbers any more. */
export function diverged(iteration: number, rate: number): HingeError {
  return new HingeError(
    "diverged",
    `the numbers overflow at step ${iteration + 1}: a rate of ${Number(rate.toPrecision(3))} is too large; give a smaller one`,
    { option: "learningRate" },
  );
}

/** Gives `each` the subgradient without the sample's share, in work space that the next call overwrites. */
function undivided(each: (i: number, g: Float64Array) => void, share: Float64Array, K: number) {
  const own = new Float64Array(K);
  return (i: number, _value: number, g: Float64Array): void => {
    // A sample of weight 0 has no say.
    if (share[i] === 0) return;
    for (let m = 0; m < K; m++) own[m] = g[m]! / share[i]!;
    each(i, own);
  };
}
