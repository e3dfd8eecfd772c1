import { compareLabels, type Label } from "../data/labels.ts";
import { HingeError, show } from "../errors.ts";
import { createLoss } from "../losses/index.ts";
import type { Loss, LossName } from "../losses/loss.ts";
import { transpose } from "../math/vector.ts";
import type { FitReport, LinearSVMOptions } from "./fit-options.ts";
import { classMajor, type ModelWeights } from "./weights.ts";

/** The newest version of the format that this code writes and reads. */
const version = 1;

/** A model as plain JSON. Numbers are written with as many digits as bring every bit back. */
export interface ModelJSON {
  readonly format: "hinge-model";
  readonly version: number;
  readonly loss: LossName;
  readonly squared: boolean;
  readonly margin: number;
  readonly classes: readonly Label[];
  readonly nFeatures: number;
  /** One row a class; a single row for binary. */
  readonly W: readonly (readonly number[])[];
  readonly bias: readonly number[];
  /** What training proved; null for a model that was not fitted here. */
  readonly certificate: ModelCertificate | null;
}

export type ModelCertificate = Pick<
  FitReport,
  | "status"
  | "message"
  | "primal"
  | "dual"
  | "gap"
  | "relativeGap"
  | "bound"
  | "tolerance"
  | "C"
  | "lambda"
  | "epochs"
  | "seed"
  | "nSamples"
>;

export function modelToJSON(loss: Loss, weights: ModelWeights, report: FitReport | undefined): ModelJSON {
  const { classes, nFeatures, bias } = weights;
  const W = classMajor(weights);
  return {
    format: "hinge-model",
    version,
    loss: loss.name,
    squared: loss.squared,
    margin: loss.margin,
    classes: [...classes],
    nFeatures,
    W: Array.from(bias, (_, m) => Array.from(W.subarray(m * nFeatures, (m + 1) * nFeatures))),
    bias: Array.from(bias),
    certificate: report === undefined ? null : certificateOf(report),
  };
}

/**
 * Reads what modelToJSON made, believing nothing of it.
 *
 * @throws HingeError `bad-model`, `newer-model`
 */
export function modelFromJSON(json: unknown): { options: LinearSVMOptions; weights: ModelWeights } {
  if (!isObject(json) || json.format !== "hinge-model") fail('format is not "hinge-model"');
  if (json.version !== version) {
    const found = json.version;
    if (typeof found === "number" && found > version) {
      throw new HingeError(
        "newer-model",
        `the model has format version ${show(found)} and this hinge reads up to ${version}; update hinge`,
      );
    }
    fail(`version is ${show(found)}`);
  }
  const { loss, squared, margin, classes, nFeatures, W, bias } = json;
  if (typeof squared !== "boolean") fail(`squared is ${show(squared)}`);
  const options = { loss: loss as LossName, squared, margin: margin as number };
  const made = createLoss(options);
  checkClasses(classes);
  const nScores = made.nScores(classes.length);
  if (!Number.isSafeInteger(nFeatures) || (nFeatures as number) < 0) fail(`nFeatures is ${show(nFeatures)}`);
  if (!Array.isArray(W) || W.length !== nScores) fail(`W is not ${nScores} rows`);
  for (const [m, row] of W.entries()) checkNumbers(row, nFeatures as number, `W[${m}]`);
  checkNumbers(bias, nScores, "bias");
  return {
    options,
    weights: {
      classes,
      nFeatures: nFeatures as number,
      W: transpose(
        Float64Array.from((W as number[][]).flat()),
        (W as number[][]).length,
        nFeatures as number,
      ),
      bias: Float64Array.from(bias as number[]),
    },
  };
}

function certificateOf(report: FitReport): ModelCertificate {
  const { status, message, primal, dual, gap, relativeGap, bound, tolerance } = report;
  const { C, lambda, epochs, seed, nSamples } = report;
  return {
    status,
    message,
    primal,
    dual,
    gap,
    relativeGap,
    bound,
    tolerance,
    C,
    lambda,
    epochs,
    seed,
    nSamples,
  };
}

function checkClasses(classes: unknown): asserts classes is Label[] {
  if (!Array.isArray(classes) || classes.length < 2) fail("classes are not two or more");
  const kind = typeof classes[0];
  if (!["number", "string", "boolean"].includes(kind)) fail(`classes[0] is ${show(classes[0])}`);
  classes.forEach((label, k) => {
    if (typeof label !== kind || (k > 0 && compareLabels(classes[k - 1], label) >= 0)) {
      fail(`classes[${k}] is ${show(label)}, not a ${kind} in ascending order`);
    }
  });
}

function checkNumbers(row: unknown, length: number, name: string): void {
  if (!Array.isArray(row) || row.length !== length) fail(`${name} is not ${length} numbers`);
  const bad = row.findIndex((value) => typeof value !== "number" || !Number.isFinite(value));
  if (bad >= 0) fail(`${name}[${bad}] is ${show(row[bad])}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fail(what: string): never {
  throw new HingeError("bad-model", `this is no whole hinge model: ${what}; train or copy it again`);
}
