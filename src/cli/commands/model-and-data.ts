import { HingeError, show } from "../../errors.ts";
import { gunzip, isGzip } from "../../io/gzip.ts";
import { type ModelInput, parseModel } from "../../io/model-json.ts";
import type { LinearSVM } from "../../model/linear-svm.ts";
import { type LoadedDataset, loadDataset } from "../data/load.ts";
import { readBytes } from "../data/read-bytes.ts";
import { type DataFlags, loadOptions } from "../options.ts";

/** No model file is larger. */
const maxModelBytes = 2 ** 31;

/**
 * Reads a model, and data in the form that the model was trained on: its columns by name, its counting of
 * features, its number of them.
 *
 * @param needsLabels whether data without labels will not do
 * @throws HingeError `feature-count`, `label-kind` and those of the readers
 */
export async function readModelAndData(
  modelPath: string,
  dataPath: string,
  flags: DataFlags,
  needsLabels: boolean,
): Promise<{ svm: LinearSVM; input: ModelInput; data: LoadedDataset }> {
  const { svm, input } = await readModel(modelPath);
  const nFeatures = svm.weights.shape[1];
  const data = await loadDataset(dataPath, {
    ...loadOptions(flags),
    label: flags.label ?? input.labelName,
    zeroBased: flags.zeroBased ?? input.indexBase === 0,
    featureNames: input.featureNames,
    modelIndexBase: input.indexBase,
    nFeatures,
    labelOptional: !needsLabels,
  });
  const found = data.X.shape[1];
  if (found !== nFeatures) {
    throw new HingeError(
      "feature-count",
      `has ${found} features where the model was trained on ${nFeatures}; give data of the same form`,
      { file: data.source },
    );
  }
  if (needsLabels) checkLabelKind(svm, data);
  return { svm, input, data };
}

async function readModel(path: string) {
  const raw = await readBytes(path, maxModelBytes);
  return parseModel(isGzip(raw) ? await gunzip(raw, { source: path, maxBytes: maxModelBytes }) : raw, path);
}

/** Labels of another kind than the model's can never be right: 1 is not "1". */
function checkLabelKind(svm: LinearSVM, { labels, source }: LoadedDataset): void {
  const known = svm.classes[0];
  const label = labels?.[0];
  if (label === undefined || typeof label === typeof known) return;
  throw new HingeError(
    "label-kind",
    `has the ${typeof label} ${show(label)} as a label where the model knows ${typeof known}s such as ${show(known)}; give the labels in the same form`,
    { file: source },
  );
}
