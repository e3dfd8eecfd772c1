import type { HingeLossOptions, LossName } from "hinge";

export type { LossName };
export type Penalty = NonNullable<HingeLossOptions["penalty"]>;
