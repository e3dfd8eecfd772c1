import type { Facts } from "./facts.ts";

/** How clearly one sample was decided. */
export interface Decided {
  /** Number of the sample, from 0. */
  readonly i: number;
  /** Score of the true class less the best other score; negative where the sample is taken for another class. */
  readonly margin: number;
  /** Class numbers. */
  readonly y: number;
  readonly rival: number;
}

/** The samples whose class the model knows, the narrowest first; at equal margins in the data's order. */
export function byMargin({ svm, set }: Facts): Decided[] {
  const numbers = new Map(svm.classes.map((label, k) => [label, k]));
  const { data, shape } = svm.decisionFunction(set.X);
  const K = shape[1];
  const decided: Decided[] = [];
  set.labels.forEach((label, i) => {
    const y = numbers.get(label);
    if (y === undefined) return;
    decided.push({ i, y, ...margin(data.subarray(i * K, (i + 1) * K), y) });
  });
  return decided.sort((a, b) => a.margin - b.margin || a.i - b.i);
}

function margin(scores: Float64Array, y: number): { margin: number; rival: number } {
  // A single score is positive for the second class.
  if (scores.length === 1) return { margin: y === 1 ? scores[0]! : -scores[0]!, rival: 1 - y };
  let rival = y === 0 ? 1 : 0;
  for (let m = 0; m < scores.length; m++) if (m !== y && scores[m]! > scores[rival]!) rival = m;
  return { margin: scores[y]! - scores[rival]!, rival };
}
