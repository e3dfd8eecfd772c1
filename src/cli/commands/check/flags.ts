import type { Asked } from "../../../check/diagnosis/asked.ts";
import type { WeightLayout } from "../../../objective/weight-matrix.ts";
import type { LossFlags } from "../../options.ts";

/** The flags of `hinge check`. */
export interface CheckFlags extends LossFlags {
  function?: string;
  convention: Partial<Asked>;
  limit: number;
  memory: number;
  X?: string;
  y?: string;
  W?: string;
  gradient?: string;
  lossValue?: number;
  lambda?: number;
  layout?: WeightLayout;
  bias?: number;
  notebookOutput?: string;
  json?: boolean;
}

/** How an option is written, from its name among the flags. */
export function flagName(name: string): string {
  return `--${name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
