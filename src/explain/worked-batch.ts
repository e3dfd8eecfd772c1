import type { Explanation } from "./explain.ts";
import { penaltyForm } from "./penalty-forms.ts";
import { math, number, type Step, say } from "./steps.ts";
import { cell, gradientTable, rowCells, rowHead, tableOf } from "./worked-tables.ts";

export function batchStep(e: Explanation): Step {
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

export function averageStep(e: Explanation): Step {
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

export function regularizerStep(e: Explanation): Step {
  const { lambda, value, gradient } = e.regularizer;
  if (lambda === 0) {
    return { title: "The regulariser", text: say`There is none: ${math("\\lambda = 0")}.` };
  }
  const form = penaltyForm(e.regularizer, "W");
  return {
    title: "The regulariser",
    text: [
      ...say`It keeps the weights small, with ${math(`\\lambda = ${number(lambda)}`)}; its gradient is ${math(form.gradient)}`,
      ...form.where,
      ".",
    ],
    lines: [["R", form.value, number(value)]],
    table: gradientTable(e, gradient),
  };
}

export function totalStep(e: Explanation): Step {
  const { batch, regularizer, total } = e;
  const sum = regularizer.lambda === 0 ? [] : [`${number(batch.loss)} + ${number(regularizer.value)}`];
  return {
    title: "The total",
    text: say`What hingeLoss returns; to the last bit the value is ${String(total.value)}.`,
    lines: [["L", "\\frac{1}{N} \\sum_i \\ell_i + R", ...sum, number(total.value)]],
    table: gradientTable(e, total.gradient),
  };
}
