import { HingeError, show } from "../errors.ts";
import type { LossName } from "./loss.ts";

/** What one loss of a family is made from. */
export interface LossForm {
  /** Square each hinge (or, for crammer-singer, the worst one). Default false. */
  readonly squared?: boolean | undefined;
  /** delta, in the units of a score; finite and >= 0. Default 1. */
  readonly margin?: number | undefined;
}

export interface LossOptions extends LossForm {
  readonly loss?: LossName | undefined;
}

/** @throws HingeError `bad-margin` */
export function checkMargin(margin: number): number {
  if (typeof margin !== "number" || !Number.isFinite(margin) || margin < 0) {
    throw new HingeError("bad-margin", `the margin is ${show(margin)}; it must be a finite number >= 0`, {
      option: "margin",
    });
  }
  return margin;
}
