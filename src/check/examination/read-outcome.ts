import { transpose } from "../../math/vector.ts";
import type { Point } from "../diagnosis/point.ts";
import type { Examinee, Returned, ReturnedArray } from "./examinee.ts";

/** A call's answer in the doctor's terms: nScores x nFeatures, or what is the matter with its form. */
export interface Reading {
  readonly loss?: number;
  readonly gradient?: Float64Array;
  /** The gradient's form is not W's, though its numbers could be read. */
  readonly form?: "transposed" | "flat";
  /** The loss came as one number a sample, and was added up. */
  readonly lossPerSample?: boolean;
  /** What cannot be read at all. */
  readonly misshapen?: {
    readonly what: "loss" | "gradient";
    readonly known: string;
    readonly array?: ReturnedArray;
  };
  readonly notFinite?: "loss" | "gradient";
  readonly coarse: boolean;
}

export function readOutcome(
  returned: Returned,
  point: Point,
  { layout, gives, bias, flat: isFlat = false }: Examinee,
): Reading {
  const { nSamples: N, nScores: K } = point;
  const D = point.nFeatures - (bias ? 1 : 0);
  const dtypes = [returned.loss, returned.gradient].map((each) =>
    typeof each === "object" ? each.dtype : "",
  );
  const reading: { -readonly [key in keyof Reading]: Reading[key] } = { coarse: dtypes.includes("float16") };
  if (gives !== "gradient") {
    const { loss } = returned;
    if (typeof loss === "number") reading.loss = loss;
    else if (loss !== undefined && loss.data.length === 1) reading.loss = loss.data[0]!;
    else if (loss !== undefined && loss.data.length === N) {
      reading.loss = loss.data.reduce((sum, value) => sum + value, 0);
      reading.lossPerSample = true;
    } else {
      const what =
        loss === undefined ? (returned.instead?.loss ?? "nothing") : `an array of ${shape(loss.shape)}`;
      reading.misshapen = { what: "loss", known: `In the loss's place it returns ${what}.` };
    }
  }
  if (gives !== "loss") {
    const { gradient } = returned;
    const [rows, columns] = layout === "DxC" ? [D, K] : [K, D];
    const lies = `${rows} x ${columns} (as W)`;
    if (typeof gradient !== "object") {
      const what =
        typeof gradient === "number" ? "a single number" : (returned.instead?.gradient ?? "nothing");
      reading.misshapen = { what: "gradient", known: `The gradient must be ${lies}; it is ${what}.` };
    } else {
      const [r, c] = gradient.shape;
      const byClass = (data: Float64Array): Float64Array => (layout === "DxC" ? transpose(data, D, K) : data);
      const flat = gradient.shape.filter((n) => n !== 1).length <= 1 && gradient.data.length === D * K;
      if (gradient.shape.length === 2 && r === rows && c === columns)
        reading.gradient = byClass(gradient.data);
      else if (gradient.shape.length === 2 && r === columns && c === rows && D !== K) {
        reading.gradient = layout === "DxC" ? gradient.data : transpose(gradient.data, D, K);
        reading.form = "transposed";
      } else if (flat) {
        reading.gradient = byClass(gradient.data);
        if (K > 1 && !isFlat) reading.form = "flat";
      } else {
        const known = `The gradient must be ${lies}; it is ${shape(gradient.shape)}.`;
        reading.misshapen = { what: "gradient", known, array: gradient };
      }
    }
  }
  if (bias && reading.gradient !== undefined) {
    if (returned.biasGradient?.data.length === K) {
      reading.gradient = joined(reading.gradient, returned.biasGradient.data, D);
    } else {
      const known = "The bias's gradient is missing: it must be one number a class.";
      reading.misshapen = { what: "gradient", known };
      delete reading.gradient;
    }
  }
  if (reading.loss !== undefined && !Number.isFinite(reading.loss)) reading.notFinite = "loss";
  else if (reading.gradient?.some((value) => !Number.isFinite(value))) reading.notFinite = "gradient";
  return reading;
}

function shape(of: readonly number[]): string {
  return of.length === 0 ? "a single number" : of.length === 1 ? `${of[0]} numbers` : of.join(" x ");
}

/** Weights' and bias's gradients as one, the bias last in each row. */
function joined(weights: Float64Array, bias: Float64Array, D: number): Float64Array {
  const out = new Float64Array(weights.length + bias.length);
  bias.forEach((value, m) => {
    out.set(weights.subarray(m * D, (m + 1) * D), m * (D + 1));
    out[m * (D + 1) + D] = value;
  });
  return out;
}
