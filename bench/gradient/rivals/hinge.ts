import { type HingeLossOptions, type HingeLossResult, hingeLoss } from "hinge";
import { serve } from "./serve.ts";

let options: HingeLossOptions;
let result: HingeLossResult;

/** This library, by its public face. */
await serve({
  version: "",
  load({ N, D, C, X, y, W }) {
    options = { X: { data: X, shape: [N, D] }, y, W: { data: W, shape: [C, D] } };
  },
  run() {
    result = hingeLoss(options);
    return result.value;
  },
  gradient: () => Float32Array.from(result.gradient.data),
});
