import { diagnose } from "../../../check/diagnose.ts";
import type { Diagnosis } from "../../../check/diagnosis/diagnosis.ts";
import type { Label } from "../../../data/labels.ts";
import type { DenseMatrix } from "../../../data/matrix.ts";
import { HingeError } from "../../../errors.ts";
import { type NumberArray, readLabels, readNumbers } from "../../data/array.ts";
import { exitCode } from "../../exit-codes.ts";
import { diagnosisReport } from "../../render/check/diagnosis.ts";
import { checkStdin } from "../standard-streams.ts";
import { askedBy } from "./convention.ts";
import type { CheckFlags } from "./flags.ts";
import { print } from "./print.ts";

/** Names the mistake in a gradient that comes as numbers. @throws HingeError those of the readers and of `diagnose` */
export async function checkArrays(flags: CheckFlags): Promise<number> {
  const files = { X: flags.X!, y: flags.y!, W: flags.W!, gradient: flags.gradient! };
  checkStdin(...Object.values(files));
  const asked = askedBy(flags);
  const { form, ...convention } = asked;
  const X = matrix(await readNumbers(files.X));
  const y = await readLabels(files.y);
  const W = await readNumbers(files.W);
  const gradient = await readNumbers(files.gradient);
  const diagnosis = await inFiles(files, () =>
    diagnose({
      ...convention,
      X,
      y: y as Label[],
      W: W.shape.length === 1 ? oneRow(W, flags) : matrix(W),
      gradient: asGiven(gradient),
      loss: flags.loss === "binary" ? "binary" : form,
      lossValue: flags.lossValue,
      lambda: flags.lambda,
      layout: flags.layout,
      bias: flags.bias,
    }),
  );
  if (flags.json) {
    await print(`${JSON.stringify({ file: files.gradient, ...diagnosis })}\n`);
  } else {
    const text = diagnosisReport(files.gradient, diagnosis, asked);
    if (diagnosis.verdict === "undetermined") process.stderr.write(`${text}\n`);
    else await print(`${text}\n`);
  }
  return codeOf(diagnosis);
}

function codeOf({ verdict }: Diagnosis): number {
  if (verdict === "wrong") return exitCode.mistake;
  return verdict === "undetermined" ? exitCode.badInput : exitCode.done;
}

/** Rows of whatever follows the first dimension: pictures are samples too. */
function matrix({ data, shape }: NumberArray): DenseMatrix {
  const [rows = 1, ...others] = shape;
  return { data, shape: [rows, others.reduce((product, n) => product * n, 1)] };
}

/** Weights without a second dimension are those of a single row of scores. */
function oneRow({ data }: NumberArray, { layout }: CheckFlags): DenseMatrix {
  return { data, shape: layout === "DxC" ? [data.length, 1] : [1, data.length] };
}

/** A gradient's shape is part of what is judged. */
function asGiven({ data, shape }: NumberArray): Parameters<typeof diagnose>[0]["gradient"] {
  if (shape.length === 0) return data[0]!;
  return shape.length === 1 ? data : { data, shape: shape as unknown as DenseMatrix["shape"] };
}

/** The library names arrays; here each came from a file. */
async function inFiles(
  files: Readonly<Record<"X" | "y" | "W" | "gradient", string>>,
  work: () => Promise<Diagnosis>,
): Promise<Diagnosis> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HingeError) || Object.values(error.where).some((at) => at !== undefined))
      throw error;
    const { sentence } = error;
    const file = /\bgradient\b/.test(sentence)
      ? files.gradient
      : /\blabels?\b|\by\b/.test(sentence)
        ? files.y
        : /\bW\b/.test(sentence)
          ? files.W
          : files.X;
    throw new HingeError(error.code, sentence.replace('layout: "', '--layout "').replaceAll('"', ""), {
      file,
    });
  }
}
