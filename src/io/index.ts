/** Data formats: bytes to data sets and back, in browsers and Node alike. */
export type { Dataset } from "./dataset.ts";
export { detectFormat, type Format, formatName, refuseOtherFormat } from "./detect.ts";
export { formatModel, type ModelInput, parseModel } from "./model-json.ts";
export { formatNpy, type NpyArray, parseNpy } from "./npy.ts";
export { parseSvmlight, type SvmlightOptions } from "./svmlight.ts";
export { formatSvmlight } from "./svmlight-write.ts";
