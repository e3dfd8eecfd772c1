import { visible } from "./escape.ts";
import type { Explanation } from "./explain.ts";
import { lossForms } from "./loss-forms.ts";
import { type Inline, math, number, type Step, say, sumOf, term } from "./steps.ts";
import { cell, columnsNote, maxColumns, tableOf } from "./worked-tables.ts";

export function sampleStep({ sample, classes, features, nSamples, nFeatures, bias }: Explanation): Step {
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

export function scoreStep(e: Explanation): Step {
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

export function hingeStep(e: Explanation): Step {
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

export function probabilityStep(e: Explanation): Step {
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

export function lossStep(e: Explanation): Step {
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

export function multipleStep(e: Explanation): Step {
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

export function tieStep({ sample }: Explanation): Step | undefined {
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

function multiple(value: number): Inline {
  return math(value > 0 ? `+${number(value)}` : number(value));
}
