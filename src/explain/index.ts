export type { SampleExplanation } from "./sample.ts";
export { explainSample } from "./sample.ts";
