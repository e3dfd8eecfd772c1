import { HingeError, show } from "../errors.ts";
import { binary } from "./binary.ts";
import { crammerSinger } from "./crammer-singer.ts";
import type { DualLoss, LossName } from "./loss.ts";
import { oneVsAll } from "./one-vs-all.ts";
import type { LossForm, LossOptions } from "./options.ts";
import { westonWatkins } from "./weston-watkins.ts";

export type { DualLoss, Loss, LossName, Subdifferential } from "./loss.ts";
export type { LossForm, LossOptions } from "./options.ts";
export { directionalDerivative, subgradientAt } from "./subdifferential.ts";
export { binary, crammerSinger, oneVsAll, westonWatkins };

const byName: Readonly<Record<LossName, (form: LossForm) => DualLoss>> = {
  "weston-watkins": westonWatkins,
  "crammer-singer": crammerSinger,
  "one-vs-all": oneVsAll,
  binary,
};

/** The names that `createLoss` knows. */
export const lossNames = Object.keys(byName) as LossName[];

/**
 * The loss of that name, weston-watkins by default.
 *
 * @throws HingeError `unknown-loss`, `bad-margin`
 * @example
 * createLoss({ loss: "crammer-singer", squared: true, margin: 0.5 }).value(Float64Array.of(3, 5, -1), 0);
 */
export function createLoss(options: LossOptions = {}): DualLoss {
  const name = options.loss ?? "weston-watkins";
  if (!Object.hasOwn(byName, name)) {
    throw new HingeError("unknown-loss", `${show(name)} is no loss; choose one of ${lossNames.join(", ")}`, {
      option: "loss",
    });
  }
  return byName[name](options);
}
