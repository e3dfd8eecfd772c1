import * as wasm from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "tfjs-gradients";
import { serve } from "./serve.ts";

wasm.setThreadsCount(1);
if (!(await tf.setBackend("wasm"))) throw new Error("the wasm backend does not start");
if (!(await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT"))) throw new Error("the wasm backend has no SIMD");

let tensors: tf.Tensor[] = [];
let lossAndGradient: (W: tf.Tensor) => { value: tf.Tensor; grad: tf.Tensor };
let W: tf.Tensor;
let dW: Float32Array;

/** TensorFlow.js: its gradient of the vectorised loss; X, W and who is whose own class stay in its memory. */
await serve({
  version: tf.version_core,
  load(input) {
    for (const tensor of tensors) tensor.dispose();
    const { N, D, C, y } = input;
    const X = tf.tensor2d(input.X, [N, D]);
    W = tf.tensor2d(input.W, [C, D]);
    const oneHot = new Float32Array(N * C);
    for (let i = 0; i < N; i++) oneHot[i * C + y[i]] = 1;
    const own = tf.tensor2d(oneHot, [N, C]);
    const others = tf.tensor2d(
      oneHot.map((one) => 1 - one),
      [N, C],
    );
    tensors = [X, W, own, others];
    lossAndGradient = tf.valueAndGrad((W) => {
      const scores = tf.matMul(X, W, false, true);
      const ownScores = tf.sum(tf.mul(scores, own), 1, true);
      const margins = tf.mul(tf.relu(tf.add(tf.sub(scores, ownScores), 1)), others);
      // A sum of sums: its kernel adds in f32 one after the other, and a million numbers would be off by 3e-5.
      return tf.div(tf.sum(tf.sum(margins, 1)), N);
    });
  },
  run() {
    return tf.tidy(() => {
      const { value, grad } = lossAndGradient(W);
      dW = grad.dataSync();
      return value.dataSync()[0];
    });
  },
  gradient: () => dW,
});
