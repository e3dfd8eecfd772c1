import type { WeightArray } from "../data/products.ts";
import { type Bounds, boundsOf } from "../objective/bounds.ts";
import type { DualPoint } from "../objective/dual.ts";
import type { Bounded } from "../objective/primal.ts";
import type { Problem } from "../objective/problem.ts";
import { KeptWeights, roundToF32 } from "./kept-weights.ts";
import type { HeldState, SolverState } from "./solver.ts";

/** What any solver has, copied to be looked at. */
export class CopiedState implements HeldState {
  readonly #problem: Problem;
  readonly #state: SolverState;
  #bounds: Bounds | undefined;
  /** The best weights so far, in one array: new ones each time would pile up. */
  #kept: KeptWeights | undefined;
  /** The weights that were looked at last: the other ones, then W(b). */
  W: Float64Array | undefined;

  constructor(problem: Problem, state: SolverState) {
    this.#problem = problem;
    this.#state = state;
  }

  /** Weights of zero, where every fit begins that nothing is known for. */
  clear(): void {
    this.W = new Float64Array(this.#problem.rows.nFeatures * this.#problem.nScores);
  }

  dual(isNarrow: boolean): DualPoint {
    this.#bounds ??= boundsOf(this.#problem);
    const point = this.#bounds.dual(this.#state.b);
    this.W = point.W;
    if (isNarrow) roundToF32(point.W);
    return point;
  }

  primal(which: "own" | "other"): Bounded | undefined {
    this.#bounds ??= boundsOf(this.#problem);
    if (which === "own") return this.#bounds.primal(this.W!);
    const { room } = this.#bounds;
    if (!this.#state.writeWeights?.(room)) return undefined;
    this.W = room;
    return this.#bounds.primal(room);
  }

  keep(): WeightArray {
    const { rows, nScores } = this.#problem;
    this.#kept ??= new KeptWeights(rows.nFeatures * nScores);
    return this.#kept.take(this.W!);
  }

  deliver(): WeightArray {
    return this.keep();
  }

  release(): void {
    this.#bounds?.release();
  }
}
