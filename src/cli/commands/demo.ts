import { Command } from "commander";
import { HingeError } from "../../errors.ts";
import { modelPieces } from "../../io/model-json.ts";
import { LinearSVM } from "../../model/linear-svm.ts";
import { evaluate } from "../../model/metrics.ts";
import { loadDataset } from "../data/load.ts";
import { exitCode } from "../exit-codes.ts";
import { type Output, openOutput } from "../output.ts";
import { certificateLines } from "../render/certificate.ts";
import { evaluationReport } from "../render/evaluation.ts";
import { progressText } from "../render/progress.ts";
import { sampleByHand } from "../render/sample.ts";
import { count, objective, percent, style } from "../render/style.ts";
import { indent } from "../render/table.ts";
import { labelled } from "./labelled.ts";
import { fitWithProgress, inputOf } from "./train.ts";

const modelFile = "digits.model.json";
/** C of the best mean accuracy (96.8 %) in 5 folds of the training part, among 1e-4, 3e-4, ..., 0.1, 1. */
const options = { loss: "weston-watkins", C: 0.003, tolerance: 1e-3 } as const;

/** hinge demo: the main job on bundled data, told to a newcomer. */
export function demoCommand(done: (code: number) => void): Command {
  return new Command("demo")
    .description("the whole tour on bundled digits: train, certify, evaluate, look at one digit")
    .action(async () => done(await demo()));
}

async function demo(): Promise<number> {
  const output = await openUnlessThere();
  const train = labelled(await loadDataset("digits:train"));
  const test = labelled(await loadDataset("digits:test"));
  const svm = new LinearSVM(options);
  print(style.title("hinge: a multiclass SVM, trained to a proven optimum"));
  print(
    `\n${count(train.labels.length)} handwritten digits of 8 x 8 pixels to learn from, ${count(test.labels.length)} kept for the test.`,
  );
  print(`Minimising 1/2 |W|^2 + C sum of hinge losses (${options.loss}, C = ${options.C}) ...\n`);

  const report = await fitWithProgress(svm, train, options);
  for (const step of milestones(report.trace)) print(indent(style.faint(progressText(step))));
  print(`\n${certificateLines(report)}`);
  print(
    `  In plain words: no weights can bring the objective below ${objective(report.dual)} (dual),\n` +
      `  and this model's is ${objective(report.primal)} (primal). Both were computed afresh when training\n` +
      "  had ended, by code that does not trust the trainer.",
  );
  if (report.status !== "certified") return exitCode.stopped;

  const predicted = svm.predict(test.X);
  const evaluation = evaluate(test.labels, predicted);
  print(`\n${evaluationReport("On the digits kept aside", evaluation)}`);

  const example = predicted.findIndex((label, i) => label !== test.labels[i]);
  print(`\n${sampleByHand(svm, test, Math.max(0, example))}`);

  await output?.write(modelPieces(svm, inputOf(train)));
  print(
    output === undefined
      ? `\nThe file ${modelFile} was here before and stays as it is.`
      : `\nThe model is saved in ${modelFile} (${percent(evaluation.accuracy)} right on the test digits).`,
  );
  print("Next, try:");
  for (const line of next) print(`  ${line}`);
  return exitCode.done;
}

/** A model of the user's own under that name is worth more than the demo's. */
async function openUnlessThere(): Promise<Output | undefined> {
  try {
    return await openOutput(modelFile, undefined, false);
  } catch (error) {
    if (error instanceof HingeError && error.code === "already-there") return undefined;
    throw error;
  }
}

const next = [
  "npx hinge evaluate digits.model.json digits:test",
  "npx hinge predict digits.model.json digits:test --scores",
  "npx hinge gradient digits      9: at W = 0 the loss is nClasses - 1",
  "npx hinge train iris --loss crammer-singer",
  "npx hinge --help",
];

/** At most six looks at the way down, the first and the last among them. */
function milestones<T>(trace: readonly T[]): T[] {
  const stride = Math.max(1, Math.ceil((trace.length - 1) / 5));
  return trace.filter((_, k) => k === trace.length - 1 || k % stride === 0);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
