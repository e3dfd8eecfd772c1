import { visible } from "./escape.ts";
import type { Explanation } from "./explain.ts";
import { lossForms, lossTitle } from "./loss-forms.ts";
import {
  type Inline,
  math,
  number,
  type Step,
  type StepDocument,
  type StepTable,
  say,
  sumOf,
  term,
} from "./steps.ts";

/** The most rows of a table: of more classes, the true one and those with the largest entries stay. */
const maxRows = 20;
/** The most columns of a gradient in a table: with names and norms they fit 80 characters. */
const maxColumns = 4;

/** An explanation told as steps, with its numbers in the formulas. */
export function explanationSteps(e: Explanation): StepDocument {
  const steps = [
    sampleStep(e),
    scoreStep(e),
    e.sample.probabilities === null ? hingeStep(e) : probabilityStep(e),
    lossStep(e),
    multipleStep(e),
    tieStep(e),
    batchStep(e),
    averageStep(e),
    regularizerStep(e),
    totalStep(e),
  ];
  return {
    title: `${lossTitle(e.loss, e.squared)}: sample ${e.sample.index} worked by hand`,
    steps: steps.filter((step) => step !== undefined),
  };
}

function sampleStep({ sample, classes, features, nSamples, nFeatures, bias }: Explanation): Step {
  const shown = sample.x.slice(0, 8).map(number);
  const whole = features.length === nFeatures;
  const rest = whole && sample.x.length <= 8 ? [] : ["\\ldots"];
  const kept = whole ? "" : ` Shown are the first of its ${sample.nonzeros} features that are not 0.`;
  const constant = bias === 0 ? "" : ` The last feature is the constant ${bias}, whose weights are the bias.`;
  return {
    title: "The sample",
    text: say`Sample ${sample.index} of ${nSamples}, counted from 0, with ${nFeatures} features. Its class is ${visible(sample.label)}, number ${sample.y} of the ${classes.length} counted from 0, so ${math(`y = ${sample.y}`)}.${kept}${constant}`,
    lines: [["x", `(${[...shown, ...rest].join(", ")})`]],
  };
}

function scoreStep(e: Explanation): Step {
  const { sample, loss } = e;
  const right = sample.predicted === sample.label;
  const rule =
    loss === "binary" ? `A score above 0 says ${visible(e.classes[1])}` : "The largest score decides";
  return {
    title: "The scores",
    text:
      loss === "binary" ? ["The weights times the sample."] : say`Each row of ${math("W")} times the sample.`,
    lines: loss === "binary" ? [["s", "W x", number(sample.scores[0]!)]] : [["s", "W x"]],
    table:
      loss === "binary"
        ? undefined
        : tableOf(e, [[math("s_j")]], sample.scores, (j) => [[cell(sample.scores[j]!)]]),
    after: say`${rule}: predicted is ${visible(sample.predicted)}, which is ${right ? "right" : "wrong"}.`,
  };
}

function hingeStep(e: Explanation): Step {
  const { sample, loss, margin } = e;
  const form = lossForms[loss];
  const own = (j: number): boolean => form.skipsTrueClass && j === sample.y;
  const signs =
    form.skipsTrueClass || loss === "binary"
      ? []
      : say` ${math("t_j = 1")} for the true class and ${math("-1")} for every other.`;
  const sign =
    loss === "binary"
      ? say` ${math(`t = ${sample.y === 1 ? "1" : "-1"}`)}, for class number ${sample.y}.`
      : [];
  const after = [
    sample.count === 0
      ? "None is above 0, strictly: no margin is violated."
      : `${sample.count === 1 ? "1 is" : `${sample.count} are`} above 0, strictly: the margin is violated there.`,
  ];
  const definition = [form.hinge, form.argument];
  if (loss === "binary") {
    return {
      title: "The hinge",
      text: [
        ...say`How far the score is from winning by the margin ${math(`\\Delta = ${number(margin)}`)}.`,
        ...sign,
      ],
      lines: [[...definition, withNumbers(e, 0), number(sample.hinges[0]!)]],
      after,
    };
  }
  return {
    title: "The hinges",
    text: [
      ...say`How far each score is from losing by the margin ${math(`\\Delta = ${number(margin)}`)}.`,
      ...signs,
    ],
    lines: [definition],
    table: tableOf(e, [say`with numbers`, [math("h_j")], [math("h_j > 0")]], sample.hinges, (j) =>
      own(j)
        ? [["none"], ["-"], ["-"]]
        : [[math(withNumbers(e, j))], [cell(sample.hinges[j]!)], [String(sample.indicators[j])]],
    ),
    after,
  };
}

/** One hinge's formula with the sample's numbers in it. */
function withNumbers({ loss, sample, margin }: Explanation, j: number): string {
  const { scores, y } = sample;
  if (lossForms[loss].skipsTrueClass)
    return `${number(scores[j]!)} - ${term(scores[y]!)} + ${number(margin)}`;
  const truth = loss === "binary" ? y === 1 : j === y;
  return `${number(margin)} ${truth ? "-" : "+"} ${term(scores[j]!)}`;
}

function probabilityStep(e: Explanation): Step {
  const { probabilities, scores } = e.sample;
  return {
    title: "The probabilities",
    text: say`Softmax has no hinges: it turns the scores into numbers that add up to 1.`,
    lines: [["p_j", lossForms.softmax.argument]],
    table: tableOf(e, [[math("s_j")], [math("p_j")]], scores, (j) => [
      [cell(scores[j]!)],
      [cell(probabilities![j]!)],
    ]),
  };
}

function lossStep(e: Explanation): Step {
  const { loss, squared, sample } = e;
  const form = lossForms[loss];
  const value = number(sample.loss);
  const formula = ["\\ell", squared ? form.squaredValue : form.value];
  if (sample.probabilities !== null) {
    const p = number(sample.probabilities[sample.y]!);
    return {
      title: "The loss",
      text: ["The less likely the true class, the more."],
      lines: [[...formula, `-\\log ${p}`, value]],
    };
  }
  const active = sample.hinges.filter((h) => h > 0);
  const counted = form.together === "max" && active.length > 0 ? [Math.max(...active)] : active;
  const numbers = sumOf(counted.map((h) => (squared ? `${number(h)}^2` : number(h))));
  const what =
    active.length === 0
      ? "No hinge is above 0, so the loss is 0."
      : form.together === "max"
        ? `Only the largest hinge counts${squared ? ", by its square" : ""}.`
        : loss === "binary"
          ? `The hinge${squared ? "'s square" : ""}, because it is above 0.`
          : `${squared ? "The squares of the hinges" : "The hinges"} above 0, added up.`;
  return {
    title: "The loss",
    text: [what],
    lines: [numbers === value ? [...formula, value] : [...formula, numbers, value]],
  };
}

function multipleStep(e: Explanation): Step {
  const { sample, loss, squared } = e;
  const shown = e.features.slice(0, maxColumns);
  return {
    title: "The sample's gradient",
    text: [
      ...(loss === "binary"
        ? ["It is a multiple of the sample. "]
        : say`Row ${math("j")} is a multiple ${math("g_j")} of the sample. `),
      ...whyMultiples(loss, squared),
    ],
    table: tableOf(
      e,
      [[math("g_j")], ...shown.map((k) => [math(`g_j x_{${k}}`)])],
      sample.multiples,
      (j) => [[multiple(sample.multiples[j]!)], ...shown.map((_, k) => [cell(sample.gradient[j]![k]!)])],
      (j) => (sample.multiples[j] === 0 ? "faint" : undefined),
    ),
    after: [
      ...(sample.multiples.every((g) => g === 0)
        ? ["All are 0: this sample leaves the gradient as it is. "]
        : []),
      ...columnsNote(e),
    ],
  };
}

function whyMultiples(loss: Explanation["loss"], squared: boolean): Inline[] {
  const once = squared ? "2 h_j" : "1";
  switch (loss) {
    case "weston-watkins":
      return squared
        ? say`Each class above the margin gets ${math(once)}; the true class gets minus their sum.`
        : say`Each class above the margin gets ${math(once)}; the true class gets minus their number.`;
    case "crammer-singer":
      return say`The class with the largest hinge, if that is above 0, gets ${math(once)}, and the true class minus that; of equal ones the lowest class is taken.`;
    case "one-vs-all":
      return say`Each class with a hinge above 0 gets ${math(squared ? "-2 t_j h_j" : "-t_j")}.`;
    case "binary":
      return say`The multiple is ${math(squared ? "-2 t h" : "-t")} if the hinge is above 0, else 0.`;
    case "softmax":
      return say`Each class gets its probability; the true class gets that less 1.`;
  }
}

function tieStep({ sample }: Explanation): Step | undefined {
  const { tie, multiples } = sample;
  if (tie === null) return undefined;
  const shown = tie.directions.slice(0, 6);
  const tuple = (values: readonly number[]): string =>
    `(${[...values.slice(0, 12).map(number), ...(values.length > 12 ? ["\\ldots"] : [])].join(", ")})`;
  const alphas = shown.map((_, k) => (shown.length === 1 ? "\\alpha" : `\\alpha_${k + 1}`));
  const sum = shown.map((direction, k) => `${alphas[k]} ${tuple(direction)}`);
  const range = alphas.map((alpha) => `${alpha}`).join(", ");
  return {
    title: "The tie",
    text: say`The loss has a kink at these scores: it bends here, and has no single gradient. Every vector of multiples of this form is a subgradient, and as right as the one above, which takes ${math(alphas.length === 1 ? "\\alpha = 0" : "\\text{all } \\alpha = 0")} (strict >).`,
    lines: [
      ["g", tuple(multiples)],
      ...sum.map((part) => [`\\text{ } + ${part}`]),
      [`${range} \\in [0, 1]`],
      ...(tie.joint && alphas.length > 1 ? [[`${alphas.join(" + ")} \\le 1`]] : []),
    ],
    after:
      tie.directions.length > shown.length
        ? [`${tie.directions.length - shown.length} more directions are left out here.`]
        : undefined,
  };
}

function batchStep(e: Explanation): Step {
  const { batch, nSamples, loss } = e;
  const kinks =
    batch.kinks === 0 ? "" : ` ${batch.kinks} of the samples lie on a kink; strict > decides there.`;
  return {
    title: "The batch",
    text: say`The same for all ${nSamples} samples: how many push each score down (${math("g_j > 0")}), how many pull it up (${math("g_j < 0")}), and what their multiples add up to.${kinks}`,
    lines: [["\\sum_i \\ell_i", number(batch.lossSum)]],
    table: tableOf(e, [["down"], ["up"], [math("\\sum_i g_{ij}")], ...rowHead(e)], batch.multiples, (j) => [
      [String(batch.pushDown[j])],
      [String(batch.pullUp[j])],
      [cell(batch.multiples[j]!)],
      ...rowCells(batch.gradientSum[j]!),
    ]),
    after: loss === "softmax" ? ["Under softmax every sample moves every score."] : undefined,
  };
}

function averageStep(e: Explanation): Step {
  const { batch, nSamples } = e;
  return {
    title: "The average",
    text: say`Both divided by ${math(`N = ${nSamples}`)}, so that the size of the batch does not matter.`,
    lines: [
      ["\\frac{1}{N} \\sum_i \\ell_i", `\\frac{${number(batch.lossSum)}}{${nSamples}}`, number(batch.loss)],
    ],
    table: gradientTable(e, batch.gradient),
  };
}

function regularizerStep(e: Explanation): Step {
  const { lambda, penalty, value, gradient } = e.regularizer;
  const half = penalty === "half";
  const R = half ? "\\frac{\\lambda}{2} \\lVert W \\rVert^2" : "\\lambda \\lVert W \\rVert^2";
  if (lambda === 0) {
    return { title: "The regulariser", text: say`There is none: ${math("\\lambda = 0")}.` };
  }
  return {
    title: "The regulariser",
    text: say`It keeps the weights small, with ${math(`\\lambda = ${number(lambda)}`)}; its gradient is ${math(half ? "\\lambda W" : "2 \\lambda W")}.`,
    lines: [["R", R, number(value)]],
    table: gradientTable(e, gradient),
  };
}

function totalStep(e: Explanation): Step {
  const { batch, regularizer, total } = e;
  const sum = regularizer.lambda === 0 ? [] : [`${number(batch.loss)} + ${number(regularizer.value)}`];
  return {
    title: "The total",
    text: say`What hingeLoss returns; to the last bit the value is ${String(total.value)}.`,
    lines: [["L", "\\frac{1}{N} \\sum_i \\ell_i + R", ...sum, number(total.value)]],
    table: gradientTable(e, total.gradient),
  };
}

function gradientTable(e: Explanation, gradient: readonly (readonly number[])[]): StepTable {
  return tableOf(e, rowHead(e), gradient.map(size), (j) => rowCells(gradient[j]!));
}

/** The first columns of a gradient. */
function rowHead({ features }: Explanation): Inline[][] {
  return features.slice(0, maxColumns).map((k) => [math(`x_{${k}}`)]);
}

function rowCells(row: readonly number[]): Inline[][] {
  return row.slice(0, maxColumns).map((value) => [cell(value)]);
}

/** Says once that tables leave columns out. */
function columnsNote({ features, nFeatures }: Explanation): Inline[] {
  const shown = Math.min(maxColumns, features.length);
  return nFeatures <= shown
    ? []
    : say`Here and below, ${shown} of the ${nFeatures} columns are shown, features counted from 0; JSON has more.`;
}

/** A table with a row a score: its number, its class, and what `cells` adds. */
function tableOf(
  e: Explanation,
  head: readonly (readonly Inline[])[],
  weight: readonly number[],
  cells: (j: number) => readonly (readonly Inline[])[],
  tone: (j: number) => "marked" | "faint" | undefined = () => undefined,
): StepTable {
  const { loss, classes, sample } = e;
  const binary = loss === "binary";
  const shown = shownRows(weight, binary ? 0 : sample.y);
  const own = (j: number): boolean => !binary && j === sample.y;
  return {
    head: [[math("j")], ["class"], ...head],
    rows: shown.map((j) => ({
      cells: [
        [String(j)],
        [
          binary
            ? `${visible(classes[1], 16)} against ${visible(classes[0], 16)}`
            : `${visible(classes[j], 20)}${own(j) ? " (true)" : ""}`,
        ],
        ...cells(j),
      ],
      tone: own(j) ? "marked" : tone(j),
    })),
  };
}

function shownRows(weight: readonly number[], y: number): number[] {
  const all = Array.from(weight.keys());
  if (all.length <= maxRows) return all;
  const largest = all
    .filter((j) => j !== y)
    .sort((a, b) => Math.abs(weight[b]!) - Math.abs(weight[a]!) || a - b);
  return [y, ...largest.slice(0, maxRows - 1)].sort((a, b) => a - b);
}

function size(row: readonly number[]): number {
  return Math.max(0, ...row.map(Math.abs));
}

/** A number in a table, short enough for many beside each other. */
function cell(value: number): Inline {
  return math(number(Number(value.toPrecision(5))));
}

function multiple(value: number): Inline {
  return math(value > 0 ? `+${number(value)}` : number(value));
}
