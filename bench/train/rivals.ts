import { join } from "node:path";
import type { LossName } from "hinge";
import type { Program } from "../child.ts";

/** A way to train that hinge is measured against. */
export interface Rival {
  readonly program: "liblinear" | "walrus";
  /** For people, and for the JSON. */
  readonly name: string;
  readonly loss: "crammer-singer" | "one-vs-all" | "weston-watkins";
  readonly squared: boolean;
  /** LIBLINEAR's -s. */
  readonly solver?: number;
  /** When to stop, from early to late, in the rival's own terms. */
  readonly stops: readonly number[];
  option(stop: number): string;
}

const liblinear = (solver: number, loss: Rival["loss"], squared: boolean): Rival => ({
  ...{ program: "liblinear", name: "LIBLINEAR", loss, squared, solver, stops: [0.1, 0.01, 0.001] },
  option: (stop) => `-s ${solver} -e ${stop}`,
});

export const rivals: readonly Rival[] = [
  liblinear(4, "crammer-singer", false),
  liblinear(3, "one-vs-all", false),
  liblinear(1, "one-vs-all", true),
  liblinear(2, "one-vs-all", true),
  {
    ...{ program: "walrus", name: "Walrus", loss: "weston-watkins", squared: false },
    // Parts of the gap after the first pass; the last is the default of the paper's own program.
    ...{ stops: [0.09, 0.009, 0.0009], option: (stop) => `gap to ${stop} of the first pass's` },
  },
];

/** LIBLINEAR trains one weight vector for two classes, which hinge calls binary; the maximum of one hinge is it too. */
export function lossFor(rival: Rival, classes: number): LossName {
  return classes === 2 && rival.loss === "one-vs-all" ? "binary" : rival.loss;
}

/** Where the programs lie: the rivals' compiled by bench:setup, hinge's bundled by the bench. */
export interface Places {
  readonly compiled: string;
  readonly bundled: string;
}

export function programs({ compiled, bundled }: Places) {
  return {
    hinge: { name: "hinge", command: [process.execPath, join(bundled, "hinge.mjs")] },
    liblinear: { name: "LIBLINEAR", command: [join(compiled, "liblinear")] },
    walrus: { name: "Walrus", command: [join(compiled, "walrus")] },
  } satisfies Record<string, Program>;
}
