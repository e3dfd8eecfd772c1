import { readFileSync } from "node:fs";
import { hingeLoss, type LossName } from "hinge";
import type { Samples } from "./data/dataset.ts";
import { classesOf, type Numbers } from "./numbers.ts";

/** What a rival answers when it has trained; its weights are in a file. */
export interface RivalAnswer {
  readonly seconds: number;
  /** Whether it stopped because of its own limit of iterations. */
  readonly capped: boolean;
  /** The class number of each column of its weights. */
  readonly labels: readonly number[];
  /** kB. */
  readonly peak: number;
}

/** The form in which hingeLoss and a rival's weights meet: a row a class, the bias last. */
export function weightsOf({ labels }: RivalAnswer, file: string, { d, bias, classes }: Numbers): number[][] {
  const W = new Float64Array(new Uint8Array(readFileSync(file)).buffer);
  const features = d + bias;
  const perFeature = W.length / features;
  if (perFeature === 1) {
    // One vector, which scores for the class that it met first; hinge's scores for the second.
    const sign = labels[0] === 1 ? 1 : -1;
    return [Array.from(W, (w) => sign * w)];
  }
  return Array.from({ length: classes }, (_, k) => {
    const column = labels.indexOf(k);
    return Array.from({ length: features }, (_, j) => W[j * perFeature + column]!);
  });
}

/** 1/2 |W|^2 + C sum loss, recomputed here in f64: no rival grades itself. */
export function primalOf(
  { X, labels }: Samples,
  W: readonly (readonly number[])[],
  form: { readonly loss: LossName; readonly squared: boolean; readonly C: number; readonly bias: 0 | 1 },
): number {
  const { loss, squared, C, bias } = form;
  const scale = C * labels.length;
  const { value } = hingeLoss({
    ...{ X, y: labels, W, bias, loss, squared, classes: classesOf(labels), lambda: 1 / scale },
  });
  return scale * value;
}
