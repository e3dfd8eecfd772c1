import { type HingeLossOptions, type HingeLossResult, hingeLoss, kernelMatrix } from "hinge";
import { serve } from "./serve.ts";

let options: HingeLossOptions;
let result: HingeLossResult;

/** This library with X in the kernels' own memory. */
await serve({
  version: "",
  load({ N, D, C, X, y, W }) {
    const own = kernelMatrix(N, D, "f32", C);
    own.data.set(X);
    options = { X: own, y, W: { data: W, shape: [C, D] } };
  },
  run() {
    result = hingeLoss(options);
    return result.value;
  },
  gradient: () => Float32Array.from(result.gradient.data),
});
