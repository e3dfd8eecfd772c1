import { type CsrMatrix, LinearSVM } from "hinge";
import type { Dataset, Samples } from "./data/dataset.ts";
import { tolerance } from "./rows.ts";

/** Per cent right on the test data, Weston-Watkins, C = 1, no bias. */
export interface Accuracy {
  readonly data: string;
  readonly hinge: number;
  readonly paper: number;
}

/**
 * Those of Walrus at C = 1, on the sets of which we have the test data too: https://github.com/YutongWangUMich/liblinear,
 * experiments/analyze.ipynb, which made the tables of Wang & Scott 2021.
 */
const published: Readonly<Record<string, number>> = { satimage: 84.2, mnist: 92.16, letter: 71.26 };

export async function measureAccuracies(
  sets: readonly Dataset[],
  say: (line: string) => void,
): Promise<Accuracy[]> {
  const rows: Accuracy[] = [];
  for (const set of sets) {
    const paper = published[set.name];
    if (paper === undefined || set.test === undefined) continue;
    const [train, test] = alike(await set.train(), await set.test());
    const svm = new LinearSVM({ C: 1, bias: 0, tolerance, maxSeconds: 600 });
    await svm.fit(train.X, train.labels);
    const hinge = Math.round(svm.score(test.X, test.labels) * 1e4) / 100;
    say(`${set.name}: ${hinge} % of the test data right, ${paper} % published`);
    rows.push({ data: set.name, hinge, paper });
  }
  return rows;
}

/** As wide as the wider one: svmlight files name a feature only where it is not zero. */
function alike(train: Samples, test: Samples): [Samples, Samples] {
  const width = Math.max(train.X.shape[1], test.X.shape[1]);
  const widen = ({ X, labels }: Samples): Samples =>
    "indptr" in X ? { X: { ...(X as CsrMatrix), shape: [X.shape[0], width] }, labels } : { X, labels };
  return [widen(train), widen(test)];
}
