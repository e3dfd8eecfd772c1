import type { Label } from "../../data/labels.ts";
import { HingeError, show } from "../../errors.ts";
import type { ModelInput } from "../../io/model-json.ts";
import { type LoadedDataset, loadDataset } from "../data/load.ts";
import { type DataFlags, loadOptions } from "../options.ts";

/**
 * Loads data in the form of the data that a model was trained on: its columns by name, its label column, its
 * counting of features.
 *
 * @param needsLabels whether data without labels will not do; otherwise labels are not looked at
 * @param nFeatures count of the model's features, where it is settled
 * @throws HingeError `unknown-column` and those of loadDataset
 */
export async function loadLike(
  path: string,
  { featureNames, indexBase, labelName }: ModelInput,
  flags: DataFlags,
  needsLabels: boolean,
  nFeatures?: number,
): Promise<LoadedDataset> {
  const guess = needsLabels ? labelName : undefined;
  try {
    return await loadDataset(path, {
      ...loadOptions(flags),
      label: flags.label ?? guess,
      zeroBased: flags.zeroBased ?? indexBase === 0,
      featureNames,
      modelIndexBase: indexBase,
      nFeatures,
      labelOptional: !needsLabels,
    });
  } catch (error) {
    const guessed = guess !== undefined && flags.label === undefined && flags.drop === undefined;
    if (!guessed || !(error instanceof HingeError) || error.code !== "unknown-column") throw error;
    throw new HingeError(
      error.code,
      `no column is called ${show(guess)}, which held the labels in training; name theirs with --label`,
      error.where,
    );
  }
}

/** Labels of another kind than the model's can never be right: 1 is not "1". @throws HingeError `label-kind` */
export function checkLabelKind(known: Label, { labels, source }: LoadedDataset): void {
  const label = labels?.[0];
  if (label === undefined || typeof label === typeof known) return;
  throw new HingeError(
    "label-kind",
    `has the ${typeof label} ${show(label)} as a label where the model knows ${typeof known}s such as ${show(known)}; give the labels in the same form`,
    { file: source },
  );
}
