import { LinearSVM } from "hinge";
import { tolerance } from "../objective.ts";
import type { Solver } from "./solver.ts";

/** This library, by its public face. */
export const hinge: Solver = {
  name: "hinge",
  async solve({ X, labels, loss, C }) {
    const svm = new LinearSVM({ loss, C, bias: 1, tolerance });
    const { status, message, dual, epochs } = await svm.fit(X, labels);
    if (status !== "certified") throw new Error(message);
    const { data, shape } = svm.weights;
    const W = Array.from(svm.bias, (bias, m) => [...data.subarray(m * shape[1], (m + 1) * shape[1]), bias]);
    return { classes: svm.classes, W, dual, epochs };
  },
};
