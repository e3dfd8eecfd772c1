import { beforeAll, describe, expect, test } from "vitest";
import { HingeError } from "../../src/errors.ts";
import { formatModel, parseModel } from "../../src/io/model-json.ts";
import { LinearSVM } from "../../src/model/linear-svm.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const input = { featureNames: ["a", "b"], indexBase: 1, labelName: "kind", imageShape: [1, 2] } as const;
let svm: LinearSVM;
let text = "";

beforeAll(async () => {
  svm = new LinearSVM({ loss: "crammer-singer", squared: true, margin: 0.5, C: 1 / 3 });
  await svm.fit(
    [
      [0.1, 1e-5],
      [3, 0.7],
      [1e3, -2],
    ],
    ["x", "y", "z"],
  );
  text = formatModel(svm, input);
});

/** The message for a file of this text, or undefined if it is read. */
function refusal(content: string | Uint8Array): string | undefined {
  try {
    parseModel(typeof content === "string" ? encode(content) : content, "m.json");
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(HingeError);
    const { message } = error as HingeError;
    expect(message).toMatch(/^m\.json: [^\n]+$/);
    return message;
  }
}

/** The file with some of its keys replaced, and a checksum that fits, as a forger would have it. */
function forged(change: (model: Record<string, unknown>) => void): string {
  const model = JSON.parse(text);
  delete model.checksum;
  change(model);
  // The reader names the checksum that it computed.
  const told = refusal(JSON.stringify({ ...model, checksum: "?" })) ?? "";
  return JSON.stringify({ ...model, checksum: /and not (crc32:[0-9a-f]{8})/.exec(told)?.[1] });
}

describe("a model file", () => {
  test("brings back every bit of the model and what it was trained on", () => {
    const read = parseModel(encode(text));
    expect(read.input).toEqual(input);
    expect(read.svm.weights).toEqual(svm.weights);
    expect(read.svm.bias).toEqual(svm.bias);
    expect(read.svm.classes).toEqual(["x", "y", "z"]);
    expect(read.svm.options).toEqual({ loss: "crammer-singer", squared: true, margin: 0.5 });
  });

  test("brings back what training proved, or that nothing was", () => {
    const { certificate } = parseModel(encode(text));
    const { status, message, primal, dual, gap, bound, epochs, nSamples } = svm.report!;
    expect(certificate).toMatchObject({ status, message, primal, dual, gap, bound, epochs, nSamples });
    const none = forged((model) => {
      model.certificate = null;
    });
    expect(parseModel(encode(none)).certificate).toBeUndefined();
    const withoutDual = forged((model) => Object.assign(model.certificate as object, { dual: null }));
    expect(parseModel(encode(withoutDual)).certificate!.dual).toBeNaN();
  });

  test.each<[string, unknown]>([
    ["a number", 5],
    ["no primal", { status: "certified", message: "" }],
    ["another status", { status: "perfect", message: "" }],
  ])("is refused with %s for a certificate", (_, certificate) => {
    expect(refusal(forged((model) => Object.assign(model, { certificate })))).toBe(
      "m.json: this is no whole hinge model: certificate does not fit; train or copy it again",
    );
  });

  test("has the same bytes whenever it is written", () => {
    expect(formatModel(svm, input)).toBe(text);
  });

  test("has a row of W a line, and says what was proven", () => {
    expect(text.split("\n").filter((line) => /^\[-?\d.*\],?$/.test(line))).toHaveLength(3);
    expect(JSON.parse(text).certificate).toMatchObject({ status: "certified", C: 1 / 3, seed: 0 });
  });
});

describe("a damaged model file", () => {
  test("cut anywhere is refused", () => {
    // All but the last line end is needed.
    for (let k = 0; k < text.length - 1; k++) expect(refusal(text.slice(0, k)), `${k} bytes`).toBeDefined();
    expect(refusal(text.slice(0, 300))).toBe(
      "m.json: this is no whole hinge model: its JSON is cut or changed; train or copy it again",
    );
    expect(refusal("")).toBe(
      "m.json: the file is empty where a hinge model is needed; train or copy it again",
    );
  });

  test("with any bit flipped is refused, or is the very same model", () => {
    const bytes = encode(text);
    let accepted = 0;
    for (let k = 0; k < bytes.length; k++) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = bytes.slice();
        changed[k]! ^= 1 << bit;
        if (refusal(changed) !== undefined) continue;
        accepted++;
        const read = parseModel(changed);
        expect(read.svm.weights).toEqual(svm.weights);
        expect(read.svm.bias).toEqual(svm.bias);
        expect(read.svm.classes).toEqual(svm.classes);
        expect(read.input).toEqual(input);
      }
    }
    // 1e-5 may be written 1E-5, and that is all.
    expect(accepted).toBeLessThan(20);
  });

  test("with a number changed says so", () => {
    expect(refusal(text.replace('"margin": 0.5', '"margin": 0.25'))).toMatch(
      /^m\.json: the model was changed since it was written: its checksum is "crc32:[0-9a-f]{8}" and not crc32:[0-9a-f]{8}; copy or train it again$/,
    );
    expect(refusal(text.replace(/,\n"checksum.*/, ""))).toMatch(/: its checksum is undefined and not crc32:/);
  });

  test("of a newer format asks for a newer hinge", () => {
    expect(refusal(text.replace('"version": 1', '"version": 2'))).toBe(
      "m.json: the model has format version 2 and this hinge reads up to 1; update hinge",
    );
  });

  const lost = (what: string) => `m.json: this is no whole hinge model: ${what}; train or copy it again`;
  const wrong: readonly [string, (model: Record<string, unknown>) => void, string][] = [
    ["an older version", (m) => Object.assign(m, { version: 0 }), lost("version is 0")],
    ["no version", (m) => delete m.version, lost("version is undefined")],
    ["another format", (m) => Object.assign(m, { format: "other" }), lost('format is not "hinge-model"')],
    ["an unknown loss", (m) => Object.assign(m, { loss: "__proto__" }), 'm.json: "__proto__" is no loss; '],
    ["squared as text", (m) => Object.assign(m, { squared: "no" }), lost('squared is "no"')],
    ["one class", (m) => Object.assign(m, { classes: ["x"] }), lost("classes are not two or more")],
    [
      "classes out of order",
      (m) => Object.assign(m, { classes: ["x", "z", "y"] }),
      lost('classes[2] is "y", not a string in ascending order'),
    ],
    [
      "a class twice",
      (m) => Object.assign(m, { classes: ["x", "x", "y"] }),
      lost('classes[1] is "x", not a string in ascending order'),
    ],
    [
      "classes of two kinds",
      (m) => Object.assign(m, { classes: ["x", "y", 3] }),
      lost("classes[2] is 3, not a string in ascending order"),
    ],
    ["a class that is null", (m) => Object.assign(m, { classes: [null, 1, 2] }), lost("classes[0] is null")],
    [
      "more features than weights",
      (m) => Object.assign(m, { nFeatures: 1e15 }),
      lost("W[0] is not 1000000000000000 numbers"),
    ],
    ["a fraction of a feature", (m) => Object.assign(m, { nFeatures: 1.5 }), lost("nFeatures is 1.5")],
    ["a row of W too few", (m) => (m.W as unknown[]).pop(), lost("W is not 3 rows")],
    ["a number of W too few", (m) => (m.W as unknown[][])[1]!.pop(), lost("W[1] is not 2 numbers")],
    [
      "a weight that is null",
      (m) => Object.assign((m.W as unknown[][])[1]!, { 1: null }),
      lost("W[1][1] is null"),
    ],
    ["no bias", (m) => delete m.bias, lost("bias is not 3 numbers")],
    [
      "a margin as text",
      (m) => Object.assign(m, { margin: "1" }),
      'm.json: the margin is "1"; it must be a finite number >= 0',
    ],
  ];
  test.each(wrong)("with %s is refused, whatever its checksum", (_, change, sentence) => {
    const model = JSON.parse(text);
    change(model);
    expect(refusal(JSON.stringify(model))).toContain(sentence);
  });

  const lies: readonly [string, unknown][] = [
    ["a feature name too few", { featureNames: ["a"] }],
    ["a feature name that is none", { featureNames: ["a", 1] }],
    ["feature names as text", { featureNames: "ab" }],
    ["another counting", { indexBase: 2 }],
    ["a number as label column", { labelName: 3 }],
    ["a picture of another size", { imageShape: [2, 2] }],
    ["a picture of fractions", { imageShape: [0.5, 4] }],
    ["a picture in words", { imageShape: ["1", "2"] }],
    ["nothing in it at all", null],
    ["a number for a form", 5],
  ];
  test.each(lies)("whose input has %s is refused, though its checksum fits", (_, value) => {
    const content = forged((model) => Object.assign(model, { input: value }));
    expect(refusal(content)).toBe(lost("input does not fit"));
  });

  test("without an input is a model all the same", () => {
    const content = forged((model) => delete model.input);
    expect(parseModel(encode(content)).input).toEqual({});
  });

  test.each([
    ["a,b\n1,2\n", "m.json: this is CSV text, not a hinge model; give a file that hinge train saved"],
    ["1 1:2\n", "m.json: this is svmlight text, not a hinge model; give a file that hinge train saved"],
    [
      "solver_type L2R\n",
      "m.json: this is a LIBLINEAR model, not a hinge model; give a file that hinge train saved",
    ],
    ["\x00\x01", "m.json: this is no hinge model; give a file that hinge train saved"],
    ['{"a":\n\x1b[31m}', lost("its JSON is cut or changed")],
    ["[]", lost('format is not "hinge-model"')],
    ["null", lost('format is not "hinge-model"')],
  ])("that is something else, %j, is named", (content, sentence) => {
    expect(refusal(content)).toBe(sentence);
  });
});
