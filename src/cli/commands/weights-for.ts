import type { DenseMatrix } from "../../data/matrix.ts";
import { HingeError } from "../../errors.ts";
import { parseNpy } from "../../io/npy.ts";
import { createLoss, type LossOptions } from "../../losses/index.ts";
import { checkWeightCount } from "../../model/weights.ts";
import { checkFiniteWeights, type WeightLayout } from "../../objective/weight-matrix.ts";
import { placed } from "./placed.ts";
import { readFile } from "./read-file.ts";

/** The flags that say what W must look like. */
interface WeightFlags extends LossOptions {
  readonly weights?: string;
  readonly layout: WeightLayout;
  readonly bias: number;
}

/**
 * The weights of --weights, or zeros without it.
 *
 * @param nFeatures of the data, the bias not counted
 * @returns W in the layout asked for; of a single row or column, one dimension in the file will do
 * @throws HingeError those of the reader, `bad-shape`, `not-finite`, `too-many-features`
 */
export async function weightsFor(
  nFeatures: number,
  nClasses: number,
  flags: WeightFlags,
): Promise<DenseMatrix> {
  const { layout, bias, weights } = flags;
  const loss = createLoss(flags);
  const K = loss.nScores(nClasses);
  const D = nFeatures + (bias === 0 ? 0 : 1);
  checkWeightCount(D, K);
  const needed = layout === "CxD" ? ([K, D] as const) : ([D, K] as const);
  if (weights === undefined) return { data: new Float64Array(K * D), shape: needed };

  const { bytes, source } = await readFile(weights, "leave --weights out for W = 0");
  const { data, shape } = parseNpy(bytes, source);
  const found = shape.join(" x ");
  const flat = shape.length === 1 && K === 1 && data.length === D;
  if (found !== needed.join(" x ") && !flat) {
    const turned = [...needed].reverse().join(" x ") === found;
    const other = layout === "CxD" ? "DxC" : "CxD";
    const column = bias === 0 ? "" : ", the bias as the last feature,";
    const fix = turned ? `say --layout ${other}` : `give ${layout === "CxD" ? "a row" : "a column"} a class`;
    throw new HingeError(
      "bad-shape",
      `W is ${found || "one number"} where the data${column} and ${loss.name} need ${needed.join(" x ")}; ${fix}`,
      { file: source },
    );
  }
  await placed(source, () => checkFiniteWeights(data));
  return { data, shape: needed };
}
