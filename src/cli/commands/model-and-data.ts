import { HingeError, show } from "../../errors.ts";
import { type ModelFile, parseModel } from "../../io/model-json.ts";
import type { LoadedDataset } from "../data/load.ts";
import type { DataFlags } from "../options.ts";
import { checkLabelKind, loadLike } from "./load-like.ts";
import { readFile } from "./read-file.ts";
import { checkStdin } from "./standard-streams.ts";

/**
 * Reads a model, and data in the form of those that it was trained on.
 *
 * @param needsLabels whether data without labels will not do
 * @throws HingeError `feature-count`, `label-kind`, `stdin-twice` and those of the readers
 */
export async function readModelAndData(
  modelPath: string,
  dataPath: string,
  flags: DataFlags,
  needsLabels: boolean,
): Promise<ModelFile & { data: LoadedDataset }> {
  checkStdin(modelPath, dataPath);
  const model = await readModel(modelPath);
  const { svm, input } = model;
  const nFeatures = svm.weights.shape[1];
  const data = await loadLike(dataPath, input, flags, needsLabels, nFeatures);
  const found = data.X.shape[1];
  if (found !== nFeatures) {
    throw new HingeError(
      "feature-count",
      `has ${found} features where the model was trained on ${nFeatures}; give data of the same form`,
      { file: data.source },
    );
  }
  if (needsLabels) checkLabelKind(svm.classes[0]!, data);
  return { ...model, data };
}

/** Reads a model file. @throws HingeError those of readFile and parseModel */
export async function readModel(path: string): Promise<ModelFile> {
  const { bytes, source } = await readFile(path, `hinge train <data> --model ${show(path)} makes one`);
  return parseModel(bytes, source);
}
