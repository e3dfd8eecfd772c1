// The little of TensorFlow.js that the bench uses: it is installed by bench:setup only, and types are read without it.
declare module "@tensorflow/tfjs-core" {
  interface Tensor {
    dataSync(): Float32Array;
    dispose(): void;
  }
  const version_core: string;
  function setBackend(name: string): Promise<boolean>;
  function env(): { getAsync(flag: string): Promise<boolean> };
  function tensor2d(values: Float32Array | Int32Array, shape: [number, number]): Tensor;
  function tidy<T>(body: () => T): T;
  function valueAndGrad(f: (W: Tensor) => Tensor): (W: Tensor) => { value: Tensor; grad: Tensor };
  function matMul(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor;
  function add(a: Tensor, b: Tensor | number): Tensor;
  function sub(a: Tensor, b: Tensor | number): Tensor;
  function mul(a: Tensor, b: Tensor | number): Tensor;
  function div(a: Tensor, b: Tensor | number): Tensor;
  function relu(a: Tensor): Tensor;
  function sum(a: Tensor, axis?: number, keepDims?: boolean): Tensor;
}

declare module "@tensorflow/tfjs-backend-wasm" {
  function setThreadsCount(count: number): void;
  function getThreadsCount(): number;
}

/** tfjs-core's dist/register_all_gradients (bench/gradient.mjs knows where it is). */
declare module "tfjs-gradients" {}
