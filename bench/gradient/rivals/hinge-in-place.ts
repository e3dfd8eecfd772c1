import { type HingeLossOptions, type HingeLossResult, hingeLoss } from "hinge";
import * as data from "hinge/data";
import { serve } from "./serve.ts";

type KernelMatrix = (rows: number, columns: number, type: "f32", classes: number) => HingeLossOptions["X"];
const { kernelMatrix } = data as unknown as { kernelMatrix?: KernelMatrix };
if (kernelMatrix === undefined) throw new Error("hinge/data does not export kernelMatrix");
let options: HingeLossOptions;
let result: HingeLossResult;

/** This library with X in the kernels' own memory. */
await serve({
  version: "",
  load({ N, D, C, X, y, W }) {
    const own = kernelMatrix(N, D, "f32", C);
    if ("data" in own) (own.data as Float32Array).set(X);
    options = { X: own, y, W: { data: W, shape: [C, D] } };
  },
  run() {
    result = hingeLoss(options);
    return result.value;
  },
  gradient: () => Float32Array.from(result.gradient.data),
});
