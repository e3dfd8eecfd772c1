import { HingeError, show } from "../errors.ts";
import { binary } from "./binary.ts";
import { crammerSinger } from "./crammer-singer.ts";
import type { DualLoss, DualLossName, Loss, LossName } from "./loss.ts";
import { oneVsAll } from "./one-vs-all.ts";
import type { LossForm, LossOptions } from "./options.ts";
import { softmax } from "./softmax.ts";
import { westonWatkins } from "./weston-watkins.ts";

export type { DualLoss, DualLossName, Loss, LossName, Subdifferential } from "./loss.ts";
export type { LossForm, LossOptions } from "./options.ts";
export { directionalDerivative, subgradientAt } from "./subdifferential.ts";
export { binary, crammerSinger, oneVsAll, softmax, westonWatkins };

const hingesByName = {
  "weston-watkins": westonWatkins,
  "crammer-singer": crammerSinger,
  "one-vs-all": oneVsAll,
  binary,
} as const satisfies Record<DualLossName, (form: LossForm) => DualLoss>;

const byName: Readonly<Record<LossName, (form: LossForm) => Loss>> = { ...hingesByName, softmax };

/** The names of the losses that certified training takes. */
export const dualLossNames = Object.keys(hingesByName) as DualLossName[];

/** The names that `createLoss` knows. */
export const lossNames = Object.keys(byName) as LossName[];

/**
 * The loss of that name, weston-watkins by default.
 *
 * @throws HingeError `unknown-loss`, `bad-margin`
 * @example
 * createLoss({ loss: "crammer-singer", squared: true, margin: 0.5 }).value(Float64Array.of(3, 5, -1), 0);
 */
export function createLoss(options: LossOptions = {}): Loss {
  return byName[knownName(options)](options);
}

/**
 * The same, for losses with a dual, which certified training needs.
 *
 * @throws HingeError `unknown-loss`, `no-dual`, `bad-margin`
 */
export function createDualLoss(options: LossOptions = {}): DualLoss {
  const name = knownName(options);
  if (!isDual(name)) {
    throw new HingeError(
      "no-dual",
      `${name} cannot be trained with a certificate; use solver sgd, or one of ${dualLossNames.join(", ")}`,
      {
        option: "loss",
      },
    );
  }
  return hingesByName[name](options);
}

function isDual(name: LossName): name is DualLossName {
  return Object.hasOwn(hingesByName, name);
}

function knownName(options: LossOptions): LossName {
  const name = options.loss ?? "weston-watkins";
  if (!Object.hasOwn(byName, name)) {
    throw new HingeError("unknown-loss", `${show(name)} is no loss; choose one of ${lossNames.join(", ")}`, {
      option: "loss",
    });
  }
  return name;
}
