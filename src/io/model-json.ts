import { HingeError, show } from "../errors.ts";
import { crc32 } from "../math/crc32.ts";
import type { ModelCertificate } from "../model/json.ts";
import { LinearSVM } from "../model/linear-svm.ts";
import { detectFormat, formatName, provenFormat } from "./detect.ts";

/** What the training file told of its own form, so that later files are read alike. */
export interface ModelInput {
  readonly featureNames?: readonly string[] | undefined;
  /** Number of the first feature in svmlight files. */
  readonly indexBase?: 0 | 1 | undefined;
  /** Name of the label column. */
  readonly labelName?: string | undefined;
  /** Rows and columns of the picture that a sample is. */
  readonly imageShape?: readonly [rows: number, columns: number] | undefined;
}

/**
 * A model file: LinearSVM's JSON, the form of its training file, and a CRC-32 over both. One key a line, W a
 * row a line. The bytes are the same whenever data, options and seed are.
 */
export function formatModel(svm: LinearSVM, input: ModelInput = {}): string {
  return [...modelPieces(svm, input)].join("");
}

/** The same in pieces, for whoever writes them one after the other. */
export function* modelPieces(svm: LinearSVM, input: ModelInput = {}): Generator<string, void> {
  const model = { ...svm.toJSON(), input };
  yield* objectPieces({ ...model, checksum: checksum(model) }, "\n", ": ");
  yield "\n";
}

/** What a model file holds. */
export interface ModelFile {
  readonly svm: LinearSVM;
  readonly input: ModelInput;
  /** What training proved, in the file's words; undefined for a model that was not fitted. */
  readonly certificate: ModelCertificate | undefined;
}

/**
 * Reads a model file.
 *
 * @param source the file's name, for messages
 * @throws HingeError `bad-model` (not JSON, cut, changed), `newer-model`
 */
export function parseModel(bytes: Uint8Array, source?: string): ModelFile {
  const json = parseJson(bytes, source);
  try {
    const svm = LinearSVM.fromJSON(json);
    const { checksum: written, ...model } = json as Record<string, unknown>;
    if (written !== checksum(model)) {
      throw new HingeError(
        "bad-model",
        `the model was changed since it was written: its checksum is ${show(written)} and not ${checksum(model)}; copy or train it again`,
      );
    }
    return {
      svm,
      input: checkInput(model.input, svm.weights.shape[1]),
      certificate: checkCertificate(model.certificate),
    };
  } catch (error) {
    if (error instanceof HingeError) throw new HingeError(error.code, error.sentence, { file: source });
    throw error;
  }
}

function parseJson(bytes: Uint8Array, source: string | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new HingeError("bad-model", whyNotJson(bytes), { file: source });
  }
}

/** JavaScript's own reason quotes the file, control characters and all. */
function whyNotJson(bytes: Uint8Array): string {
  if (bytes.length === 0) return "the file is empty where a hinge model is needed; train or copy it again";
  if (bytes[0] === 0x7b) {
    return "this is no whole hinge model: its JSON is cut or changed; train or copy it again";
  }
  // Whatever has control characters is no text of any format.
  const isText = !bytes.subarray(0, 256).some((byte) => byte < 9);
  const format = provenFormat(bytes) ?? (isText ? detectFormat("", bytes) : undefined);
  const found =
    format === undefined || format === "hinge-model"
      ? "this is no hinge model"
      : `this is ${formatName(format)}, not a hinge model`;
  return `${found}; give a file that hinge train saved`;
}

function checkInput(input: unknown, nFeatures: number): ModelInput {
  if (input === undefined) return {};
  const { featureNames, indexBase, labelName, imageShape } = (input ?? {}) as ModelInput;
  const good =
    typeof input === "object" &&
    input !== null &&
    (featureNames === undefined ||
      (Array.isArray(featureNames) &&
        featureNames.length === nFeatures &&
        featureNames.every((name) => typeof name === "string"))) &&
    (indexBase === undefined || indexBase === 0 || indexBase === 1) &&
    (labelName === undefined || typeof labelName === "string") &&
    (imageShape === undefined ||
      (Array.isArray(imageShape) &&
        imageShape.length === 2 &&
        imageShape.every((n) => Number.isSafeInteger(n) && n > 0) &&
        imageShape[0]! * imageShape[1]! === nFeatures));
  if (!good) {
    throw new HingeError(
      "bad-model",
      "this is no whole hinge model: input does not fit; train or copy it again",
    );
  }
  return { featureNames, indexBase, labelName, imageShape };
}

const certificateNumbers = [
  ...(["primal", "dual", "gap", "relativeGap", "bound", "tolerance", "C", "lambda"] as const),
  ...(["epochs", "seed", "nSamples"] as const),
];

function checkCertificate(certificate: unknown): ModelCertificate | undefined {
  if (certificate === undefined || certificate === null) return undefined;
  const { status, message, ...rest } = certificate as Record<string, unknown>;
  // JSON has no word for the dual of a loss that has none.
  const numbers = certificateNumbers.map((name) => [name, rest[name] === null ? Number.NaN : rest[name]]);
  const good =
    ["certified", "stopped", "invalid"].includes(status as string) &&
    typeof message === "string" &&
    numbers.every(([, value]) => typeof value === "number");
  if (!good) {
    throw new HingeError(
      "bad-model",
      "this is no whole hinge model: certificate does not fit; train or copy it again",
    );
  }
  return { status, message, ...Object.fromEntries(numbers) } as ModelCertificate;
}

function checksum(model: object): string {
  let crc = 0;
  for (const piece of objectPieces(model)) crc = crc32(piece, crc);
  return `crc32:${crc.toString(16).padStart(8, "0")}`;
}

/**
 * JSON, W a row at a time: of many weights all of it would be many times as long as they.
 *
 * @param gap between keys, and between W's rows
 */
function* objectPieces(model: object, gap = "", colon = ":"): Generator<string, void> {
  let before = `{${gap}`;
  for (const [key, value] of Object.entries(model)) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(key)}${colon}`;
    before = `,${gap}`;
    if (key === "W") yield* arrayPieces(value as unknown[], gap);
    else yield JSON.stringify(value);
  }
  yield `${gap}}`;
}

function* arrayPieces(rows: readonly unknown[], gap: string): Generator<string, void> {
  for (const [k, row] of rows.entries()) yield `${k === 0 ? "[" : ","}${gap}${JSON.stringify(row)}`;
  yield rows.length === 0 ? "[]" : `${gap}]`;
}
