import { checkLabelCount, encodeLabels, indexLabels, type Label, showClasses } from "../data/labels.ts";
import type { Matrix } from "../data/matrix.ts";
import { toRows } from "../data/rows.ts";
import { combineWeights } from "../data/weights.ts";
import { withBias } from "../data/with-bias.ts";
import { HingeError, show } from "../errors.ts";
import type { Loss } from "../losses/loss.ts";
import { countUp, transpose } from "../math/vector.ts";
import { automaticRate } from "../solvers/sgd-options.ts";
import { initialWeights, meanSquaredNorm } from "../solvers/sgd-start.ts";
import { Descent } from "../solvers/sgd-step.ts";
import type { LinearSVMOptions, resolveOptions } from "./fit-options.ts";
import { checkWeightCount, classMajor, cutWeights, joinWeights, type ModelWeights } from "./weights.ts";

export interface PartialFitOptions {
  /** The first batch: all classes that will ever come. Default: those of the first batch. Later: the same, if given. */
  readonly classes?: ArrayLike<Label> | undefined;
  /** One finite number >= 0 a sample of the batch. Default all 1. */
  readonly sampleWeight?: ArrayLike<number> | undefined;
  /** Steps to take on this batch. Default 1. */
  readonly steps?: number | undefined;
}

/** What a batch of a stream has done. Nothing is certified: nobody knows the whole of a stream's data. */
export interface PartialFitResult {
  /** Steps taken since the stream began. */
  readonly iteration: number;
  /** The batch's objective before its first step, (1/|B|) sum l + (lambda/2) |W|^2: a look at data not yet seen. */
  readonly loss: number;
}

/** A descent on batches that come one after the other. It keeps weights, momentum and the number of steps, no data. */
export class Stream {
  readonly #classes: readonly Label[];
  readonly #descent: Descent;
  #model: ModelWeights | undefined;

  private constructor(
    classes: readonly Label[],
    private readonly nFeatures: number,
    descent: Descent,
    private readonly biasFeature: number,
  ) {
    this.#classes = classes;
    this.#descent = descent;
  }

  /**
   * Begins a stream with its first batch, which tells classes and features, unless `from` does.
   *
   * @param from the model to go on from
   * @throws HingeError `bad-option`, `one-class` and the like
   */
  static begin(
    X: Matrix,
    y: ArrayLike<Label>,
    given: PartialFitOptions,
    loss: Loss,
    options: LinearSVMOptions,
    resolved: ReturnType<typeof resolveOptions>,
    from: ModelWeights | undefined,
  ): Stream {
    const { lambda, bias, sgd, seed, solver } = resolved;
    if (solver !== "sgd") {
      throw new HingeError(
        "bad-option",
        `partialFit takes steps of sgd and the solver is ${solver}; say solver: "sgd"`,
        {
          option: "solver",
        },
      );
    }
    if (lambda === undefined) {
      throw new HingeError(
        "bad-lambda",
        "partialFit needs lambda: a stream has no N for C = 1 / (lambda N); give one such as 0.001",
        {
          option: "lambda",
        },
      );
    }
    if (options.classWeight === "balanced") {
      throw new HingeError(
        "bad-weight",
        "balanced weights need all the data, which partialFit never sees; give a weight a class",
        {
          option: "classWeight",
        },
      );
    }
    const { classes } = from ?? encodeLabels(given.classes ?? y);
    if (classes.length < 2) {
      throw new HingeError(
        "one-class",
        `the first batch has one class, ${showClasses(classes)}; name all that will come by classes: [...]`,
        { option: "classes" },
      );
    }
    const plain = toRows(X);
    const nScores = loss.nScores(classes.length);
    checkWeightCount(plain.nFeatures, nScores);
    const rows = withBias(plain, bias);
    const W =
      from === undefined
        ? initialWeights({ rows, nScores, withBias: bias !== 0 }, { ...sgd, seed })
        : joinWeights(classMajor(from), from.bias, bias);
    const rate = sgd.rate ?? automaticRate(meanSquaredNorm(rows), lambda);
    return new Stream(
      classes,
      from?.nFeatures ?? plain.nFeatures,
      new Descent(W, loss, nScores, lambda, rate, sgd.momentum),
      bias,
    );
  }

  /** @throws HingeError `bad-shape`, `unknown-label`, `not-finite`, `bad-weight`, `diverged`, ... */
  take(
    X: Matrix,
    y: ArrayLike<Label>,
    given: PartialFitOptions,
    options: LinearSVMOptions,
  ): PartialFitResult {
    const { sampleWeight, steps = 1 } = given;
    if (!Number.isSafeInteger(steps) || steps < 1) {
      throw new HingeError("bad-option", `${show(steps)} is no whole number >= 1; give one such as 1`, {
        option: "steps",
      });
    }
    this.#checkClasses(given.classes);
    const plain = toRows(X);
    if (plain.nFeatures !== this.nFeatures) {
      throw new HingeError(
        "bad-shape",
        `X has ${plain.nFeatures} features where the stream has ${this.nFeatures}`,
      );
    }
    if (plain.nSamples === 0) throw new HingeError("no-samples", "the batch has no samples; leave it out");
    checkLabelCount(y.length, plain.nSamples);
    plain.validate();
    const labels = { classes: this.#classes, y: indexLabels(y, this.#classes) };
    const { factors, total } = combineWeights(labels, sampleWeight, options.classWeight);
    const rows = withBias(plain, this.biasFeature);
    const batch = {
      products: rows.products(this.#descent.nScores, "f64"),
      y: labels.y,
      weights: total === 0 ? factors : factors.map((factor) => factor * (rows.nSamples / total)),
      order: countUp(rows.nSamples),
    };
    this.#model = undefined;
    try {
      const loss = this.#descent.step(batch);
      for (let step = 1; step < steps; step++) this.#descent.step(batch);
      return { iteration: this.#descent.iteration, loss };
    } finally {
      batch.products.release();
    }
  }

  /** The weights of now. */
  get model(): ModelWeights {
    const { W, nScores } = this.#descent;
    const featureMajor = (): Float64Array => transpose(W, nScores, W.length / nScores);
    this.#model ??= cutWeights(featureMajor(), this.#classes, this.nFeatures, nScores, this.biasFeature);
    return this.#model;
  }

  #checkClasses(given: ArrayLike<Label> | undefined): void {
    if (given === undefined) return;
    const { classes } = encodeLabels(given);
    if (classes.length === this.#classes.length && classes.every((label, k) => label === this.#classes[k]))
      return;
    throw new HingeError(
      "bad-option",
      `the classes ${showClasses(classes)} are not the stream's, ${showClasses(this.#classes)}; begin another model`,
      { option: "classes" },
    );
  }
}
