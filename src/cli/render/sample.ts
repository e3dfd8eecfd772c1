import type { DenseMatrix } from "../../data/matrix.ts";
import { explainSample, type SampleExplanation } from "../../explain/sample.ts";
import { createLoss } from "../../losses/index.ts";
import type { LinearSVM } from "../../model/linear-svm.ts";
import type { LoadedDataset } from "../data/load.ts";
import { picture } from "./picture.ts";
import { printable, style } from "./style.ts";
import { table } from "./table.ts";

/** One picture beside its scores, margins and indicators, and what they make of the gradient. */
export function sampleByHand(svm: LinearSVM, set: LoadedDataset, i: number): string {
  const X = set.X as DenseMatrix;
  const [, width] = X.shape;
  const x = X.data.slice(i * width, (i + 1) * width);
  const scores = svm.decisionFunction({ data: x, shape: [1, width] }).data;
  const y = svm.classes.indexOf(set.labels![i]!);
  const worked = explainSample(createLoss(svm.options), scores, y);
  const name = printable(svm.classes[y]);
  const verdict =
    worked.predicted === y
      ? style.good(`read as ${name}`)
      : style.bad(`read as ${printable(svm.classes[worked.predicted])}`);
  const drawing = set.imageShape === undefined ? "" : picture(x, set.imageShape);
  return [
    `${style.title(`One test digit worked by hand: a ${name}`)}, ${verdict}`,
    "",
    sideBySide(drawing, scoreTable(svm, worked)),
    "",
    gradientSentence(name, worked),
  ].join("\n");
}

function scoreTable(svm: LinearSVM, { y, scores, hinges, indicators, multiples }: SampleExplanation): string {
  const margin = svm.options.margin ?? 1;
  const rows = Array.from(scores, (score, m) => [
    `${printable(svm.classes[m])}${m === y ? " (true)" : ""}`,
    score.toFixed(3),
    m === y ? "" : hinges[m]!.toFixed(3),
    m === y ? "" : { text: String(indicators[m]), paint: indicators[m] ? style.bad : style.faint },
    { text: multipleOf(multiples[m]!), paint: multiples[m] === 0 ? style.faint : undefined },
  ]);
  return table(["class", "score s", `s - s_true + ${margin}`, "positive", "gradient"], rows);
}

function gradientSentence(name: string, { count, loss, multiples, y }: SampleExplanation): string {
  if (count === 0) {
    return "No margin is violated: the loss of this digit is 0, and it adds nothing to the gradient.";
  }
  const classes = count === 1 ? "1 class comes" : `${count} classes come`;
  return [
    `${classes} within the margin. The loss is the sum of the positive margins,`,
    `${loss.toFixed(3)}. Its gradient: x for ${count === 1 ? "that class" : "each of them"}, and for the true class ${name} minus`,
    `their number, ${multipleOf(multiples[y]!)}.`,
  ].join("\n");
}

function multipleOf(multiple: number): string {
  return multiple === 0 ? "0" : `${multiple > 0 ? "+" : "-"}${Math.abs(multiple)} x`;
}

function sideBySide(left: string, right: string): string {
  if (left === "") return right;
  const a = left.split("\n");
  const b = right.split("\n");
  const width = Math.max(...a.map((line) => [...line].length));
  return Array.from({ length: Math.max(a.length, b.length) }, (_, k) => {
    const line = a[k] ?? "";
    return `  ${line}${" ".repeat(width - [...line].length)}   ${b[k] ?? ""}`.trimEnd();
  }).join("\n");
}
