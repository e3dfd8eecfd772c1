import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openJavascript } from "../../../src/cli/check/javascript/javascript.ts";
import type {
  Argument,
  Failure,
  FunctionFound,
  Request,
  Returned,
  Runner,
  WireArray,
} from "../../../src/cli/check/protocol.ts";
import { inFolder } from "../run.ts";

type Call = Partial<Extract<Request, { do: "call" }>>;
type Limits = NonNullable<Parameters<typeof openJavascript>[1]>["limits"];

inFolder();

let runners: Runner[] = [];
afterEach(() => {
  for (const runner of runners) runner.close();
  runners = [];
});

async function open(name: string, text: string, limits: Limits = {}): Promise<Runner> {
  mkdirSync(dirname(name), { recursive: true });
  writeFileSync(name, text);
  const runner = await openJavascript(name, { limits: { grace: 0, ...limits } });
  runners.push(runner);
  return runner;
}

async function answer(runner: Runner, name: string, args: readonly Argument[] = [], rest: Call = {}) {
  return runner.call({ do: "call", function: name, args, limit: 5, ...rest });
}

async function result(runner: Runner, name: string, args: readonly Argument[] = [], rest: Call = {}) {
  const said = await answer(runner, name, args, rest);
  if ("failure" in said) throw new Error(JSON.stringify(said.failure));
  return said;
}

/** What one function of a file returns. */
async function returns(text: string, args: readonly Argument[] = [], file = "one.js"): Promise<Returned> {
  const runner = await open(file, text);
  return (await result(runner, runner.functions[0]!.name, args)).returned;
}

async function fails(text: string, args: readonly Argument[] = [], limits: Limits = {}, rest: Call = {}) {
  const runner = await open("one.js", text, limits);
  const said = await answer(runner, runner.functions[0]!.name, args, rest);
  return "failure" in said ? said.failure : said;
}

function array(shape: readonly number[], data: WireArray["data"], rest: Partial<WireArray> = {}): WireArray {
  return { kind: "array", shape, data, dtype: "float64", ...rest };
}

const number = (value: number): Argument => ({ kind: "number", value });
const names = (runner: Runner) => runner.functions.map(({ name }) => name);
const X = array([2, 3], [1, 2, 3, 4, 5, 6]);

describe("functions are found", () => {
  it("as declarations, constants, classes, objects and exports", async () => {
    const runner = await open(
      "found.js",
      `#!/usr/bin/env node
function plain(W, X) { return [] }
async function later() {}
const arrow = (W, y) => W
const short = W => W, second = function (a) { return a }
class LinearSVM extends Object {
  #hidden() {}
  reg = 0.5
  arrow = (X) => X
  constructor() { super() }
  get size() { return 1 }
  static of(W) {}
  async loss(X, y) {
    return this.scores(X) + this.W + this.reg
  }
  scores(X) { const { bias } = this; return bias }
}
const tools = { dot(a, b) { return 1 }, sum: (a) => a, 'two': function () {} }
function Old() {}
Old.prototype.loss = function (X) {}
exports.named = exports.alias = (q) => q
module.exports.last = function last(z) {}
plain(1, 2)
`,
    );
    expect(names(runner)).toEqual([
      ...["plain", "later", "arrow", "short", "second", "LinearSVM.arrow", "LinearSVM.of"],
      ...["LinearSVM.loss", "LinearSVM.scores", "tools.dot", "tools.sum", "tools.two"],
      ...["Old", "Old.loss", "named", "last"],
    ]);
    const loss = runner.functions.find(({ name }) => name === "LinearSVM.loss")!;
    expect(loss).toMatchObject({ line: 13, endLine: 15, attributes: ["W", "bias"] });
    expect(loss.parameters.map(({ name }) => name)).toEqual(["X", "y"]);
    expect(runner.notes).toEqual(["Only definitions are run: the code at line 23 was left out."]);
    expect(runner.source[12]).toBe("  async loss(X, y) {");
  });

  it("with names, defaults, rest and the properties of a destructured object", async () => {
    const runner = await open(
      "parameters.mjs",
      `export default function (W, reg = 1e-3, { X: inputs, y, delta = -1 } = {}, [a, b] = [1, f(2)], how = "mean",
        off = false, none = null, f = (p, q) => p, ...rest) {}`,
    );
    expect(runner.functions).toEqual<FunctionFound[]>([
      {
        name: "default",
        line: 1,
        endLine: 2,
        parameters: [
          { name: "W", hasDefault: false },
          { name: "reg", hasDefault: true, defaultValue: 0.001 },
          {
            name: "{ X: inputs, y, delta = -1 }",
            hasDefault: true,
            properties: [
              { name: "X", hasDefault: false },
              { name: "y", hasDefault: false },
              { name: "delta", hasDefault: true, defaultValue: -1 },
            ],
          },
          { name: "[a, b]", hasDefault: true },
          { name: "how", hasDefault: true, defaultValue: "mean" },
          { name: "off", hasDefault: true, defaultValue: false },
          { name: "none", hasDefault: true, defaultValue: null },
          { name: "f", hasDefault: true },
          { name: "rest", hasDefault: false, how: "rest" },
        ],
      },
    ]);
  });

  it("where no semicolon ends a statement", async () => {
    const runner = await open(
      "asi.js",
      [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is read
        "const a = 1, s = `${[1].map((x) => `<${x}`)}`",
        "let b",
        "b = a",
        "  + 1",
        "const f = (x) =>",
        "  x / 2 / 1",
        "const g = function ()",
        "{ return /[/]}/.test('}') }",
        "if (a) b = 2",
        "else { b = 3 }",
        "for (const q of [1]) console.log(q)",
        "do b++; while (b < 3)",
        "try { f() } catch { g() } finally { g() }",
        "var h = async x => { await x }",
        "[1].forEach(f)",
        "class K",
        "{ m() { return a } }",
        "function last() { return [a, s] }",
      ].join("\n"),
    );
    expect(runner.functions.map(({ name, line }) => `${name} ${line}`)).toEqual([
      ...["f 5", "g 7", "h 14", "K.m 17", "last 18"],
    ]);
    expect(runner.notes[0]).toContain("9, 11, 12, 13, 15");
    expect((await result(runner, "last")).returned).toMatchObject({
      items: [{ value: 1 }, { kind: "other", text: "<1" }],
    });
  });
});

describe("arguments", () => {
  const show = `function show(X) {
    const first = Array.isArray(X) ? X[0] : X.data ?? X
    return { row: first.constructor.name, X }
  }`;
  const forms: readonly [NonNullable<WireArray["form"]>, string, string][] = [
    ["rows", "float64", "Array"],
    ["rows", "uint8", "Array"],
    ["typed-rows", "uint8", "Uint8Array"],
    ["typed-rows", "float32", "Float32Array"],
    ["typed-rows", "int64", "Int32Array"],
    ["flat", "float64", "Float64Array"],
    ["matrix", "float32", "Float32Array"],
  ];

  it("come in the form and type that is asked for", async () => {
    const runner = await open("show.js", show);
    for (const [form, dtype, row] of forms) {
      const { returned } = await result(runner, "show", [{ ...X, form, dtype }]);
      const shape = form === "flat" ? [6] : [2, 3];
      expect(returned, `${form} ${dtype}`).toMatchObject({
        items: { row: { text: row }, X: { kind: "array", shape, data: [1, 2, 3, 4, 5, 6] } },
      });
    }
  });

  it("come as a flat typed array with its shape, as numbers, as nothing, as an object", async () => {
    const text = `const f = ({ W, reg }, X, a, b) => [X.data instanceof Float32Array, X.shape[1] + X.rows, a === undefined, b + reg, W[1]]`;
    const dict: Argument = { kind: "dict", items: { W: array([2], [7, 8]), reg: number(0.5) } };
    const args = [
      dict,
      { ...X, form: "matrix", dtype: "float32" } as const,
      { kind: "none" } as const,
      number(2),
    ];
    expect(await returns(text, args)).toMatchObject({ data: [1, 5, 1, 2.5, 8] });
  });

  it("carry NaN and infinities, both ways", async () => {
    const odd = array([3], ["nan", "inf", "-inf"]);
    expect(await returns("const f = (a) => a", [odd])).toMatchObject({ data: ["nan", "inf", "-inf"] });
  });

  it("are fresh for each call, and what a call changes is told", async () => {
    const runner = await open(
      "change.js",
      "function f(W, X, y, O) { const { H } = O; W[0][0] += 1; y.push(1); H[0] = NaN; console.log(1); return W[0][0] }",
    );
    const args = [X, X, array([2], [0, 1]), { kind: "dict", items: { G: X, H: array([1], [1]) } }] as const;
    for (let time = 0; time < 2; time++) {
      expect(
        await result(runner, "f", args.slice(0, 1), { named: { y: args[2]!, X, O: args[3]! } }),
      ).toMatchObject({
        changed: [0, "y", "H"],
      });
      expect(await result(runner, "f", args)).toEqual({
        returned: { kind: "number", value: 2, dtype: "float64" },
        changed: [0, 2, "H"],
        printed: true,
      });
    }
  });
});

describe("results", () => {
  const results: readonly [string, unknown][] = [
    ["undefined", { kind: "none" }],
    ["null", { kind: "none" }],
    ["[[1, 2], [3, 4]]", array([2, 2], [1, 2, 3, 4])],
    ["[]", array([0], [])],
    ["new Float32Array([1, 2])", array([2], [1, 2], { dtype: "float32" })],
    ["[new Float64Array(2), new Float64Array(2)]", array([2, 2], [0, 0, 0, 0])],
    ["({ data: new Float64Array(6), shape: [3, 2] })", array([3, 2], [0, 0, 0, 0, 0, 0])],
    ["({ data: [1, 2], rows: 1, cols: 2 })", array([1, 2], [1, 2])],
    ["[true, false]", array([2], [1, 0], { dtype: "bool" })],
    ["[1, [2]]", { kind: "list", items: [{ kind: "number", value: 1, dtype: "float64" }, array([1], [2])] }],
    ["[, 1]", { kind: "list", items: [{ kind: "none" }, { kind: "number", value: 1, dtype: "float64" }] }],
    [
      "({ loss: NaN, dW: [[1]] })",
      {
        kind: "dict",
        items: { loss: { kind: "number", value: "nan", dtype: "float64" }, dW: array([1, 1], [1]) },
      },
    ],
    ["new Map([['dW', [1]]])", { kind: "dict", items: { dW: array([1], [1]) } }],
    ["'a'.repeat(999)", { kind: "other", type: "string", text: "a".repeat(200) }],
    ["() => 1", { kind: "other", type: "function", text: "" }],
    ["Promise.resolve([1])", array([1], [1])],
    ["new Promise((go) => setTimeout(go, 5, 3))", { kind: "number", value: 3, dtype: "float64" }],
  ];

  it("of all kinds arrive as the protocol has them", async () => {
    const lines = results.map(([expression], i) => `function f${i}() { return ${expression} }`);
    const runner = await open("results.js", lines.join("\n"));
    for (const [i, [expression, expected]] of results.entries()) {
      const { returned } = await result(runner, `f${i}`);
      expect(returned, expression).toEqual(expected);
    }
  });

  it("that are too large are refused", async () => {
    expect(await fails("const f = () => new Float64Array(1000001)")).toMatchObject({ kind: "too-large" });
    expect(
      await fails("const f = () => { const a = []; a[0] = [a, a]; return new Array(2e9) }"),
    ).toMatchObject({
      kind: "too-large",
    });
  });
});

describe("files", () => {
  it("of TypeScript run, their lines kept", async () => {
    const runner = await open(
      "svm.ts",
      `import type { Matrix } from "./nothing";
enum Mode {
  Mean = 1,
  Sum = 4,
}
interface Options {
  reg: number;
}
const delta: number = 1;
export const loss = <T extends number[][]>(W: T, reg?: number): [number, number] => {
  return [(W[0]! as number[])[0]! + delta, Mode.Sum];
};
export class Model {
  constructor(private W: number[] = [1, 2]) {}
  score(this: Model, x: number) {
    return this.W[1]! * x;
  }
  fail(): never {
    throw new Error("here");
  }
}
export default loss satisfies unknown;
`,
    );
    expect(names(runner)).toEqual(["loss", "Model.score", "Model.fail"]);
    expect(runner.functions[0]).toMatchObject({ line: 10, endLine: 12 });
    expect(runner.functions[0]!.parameters).toEqual([
      { name: "W", hasDefault: false },
      { name: "reg", hasDefault: true },
    ]);
    expect((await result(runner, "loss", [X])).returned).toMatchObject({ data: [2, 4] });
    expect((await result(runner, "Model.score", [number(3)])).returned).toMatchObject({ value: 6 });
    expect(await answer(runner, "Model.fail")).toEqual({
      failure: { kind: "raised", message: "Error: here", line: 19 },
    });
  });

  it("import what lies beside them, as modules or CommonJS", async () => {
    writeFileSync(
      "dot.mjs",
      "import half from './half.cjs'\nexport const dot = (a) => half(2 * a)\nexport default 7\n",
    );
    writeFileSync("half.cjs", "module.exports = (a) => a / 2");
    const esm = await open(
      "esm.mjs",
      `import seven, { dot as times } from "./dot.mjs"
import * as all from "./dot.mjs"
import { performance } from "node:perf_hooks"
const here = import.meta.url
export { f as g }
export function f(a) { return [times(a), seven, all.default, performance.now() > 0, here.endsWith("esm.mjs")] }`,
    );
    expect((await result(esm, "f", [number(3)])).returned).toMatchObject({ data: [3, 7, 7, 1, 1] });
    expect(names(esm)).toEqual(["f"]);
    const cjs = await open(
      "cjs.cjs",
      `const { dot } = require("./dot.mjs"), half = require("./half.cjs")
module.exports = { f(a) { return this.g(a) }, g: (a) => dot(a) + half(a) }`,
    );
    expect(names(cjs)).toEqual(["f", "g"]);
    expect((await result(cjs, "f", [number(4)])).returned).toMatchObject({ value: 6 });
  });

  it("do not need their top level to run", async () => {
    const runner = await open(
      "level.js",
      `const fs = require("fs")
const data = fs.readFileSync("cifar.bin")
const scale = Math.sqrt(4), { PI: pi } = Math
let calls = 0
var table = new Array(3).fill(scale)
total = 0
var svm = svm || {}
svm.loss = function (W) { return W + scale }
throw new Error("never run")
function f() { calls++; return [scale, pi > 3, calls, table.length] }
function g() { return data }
function loop() { while (total < 1) total++; return total }
`,
    );
    await result(runner, "f");
    expect((await result(runner, "f")).returned).toMatchObject({ data: [2, 1, 2, 3] });
    expect(await answer(runner, "g")).toMatchObject({ failure: { kind: "raised", line: 2 } });
    expect((await result(runner, "loop")).returned).toMatchObject({ value: 1 });
    expect((await result(runner, "svm.loss", [number(3)])).returned).toMatchObject({ value: 5 });
  });

  it("that lack a module run until they use it", async () => {
    const runner = await open(
      "missing.js",
      `const { dot } = require("numjs"), nj = require("./no-such-file.js")
function f(a) { return a }
function g(a) {
  return dot(a)
}
function h(a) {
  return nj.zeros(a)
}`,
    );
    expect((await result(runner, "f", [number(1)])).returned).toMatchObject({ value: 1 });
    expect(await answer(runner, "g", [X])).toEqual({
      failure: {
        kind: "missing-module",
        module: "numjs",
        message: 'it needs the module "numjs", which is not there',
        line: 4,
      },
    });
    expect(await answer(runner, "h", [X])).toMatchObject({
      failure: { kind: "missing-module", module: "./no-such-file.js", line: 7 },
    });
  });

  it("give methods a fresh instance with the attributes that it needs", async () => {
    const runner = await open(
      "class.js",
      `class SVM {
  constructor(W, reg = 0.5) { this.W = W; this.reg = reg; this.rows = W.length }
  loss(k) { this.W[0] += k; return [this.W[0], this.reg] }
}`,
    );
    expect(runner.functions[0]!.attributes).toEqual(["W", "reg"]);
    const self = { W: array([2], [1, 2]), reg: number(0.25) };
    for (let time = 0; time < 2; time++) {
      const { returned } = await result(runner, "SVM.loss", [number(1)], { self });
      expect(returned).toMatchObject({ data: [2, 0.25] });
    }
  });

  it.each([
    ["bad.js", "function f() {\n  return 1 +\n}\n", 3],
    ["bad.mjs", "export const a = 1\nconst a = 2\n", 2],
    ["bad.ts", "const a: number = 1;\nfunction f(a: number) {\n  return a +;\n}\n", 3],
  ])("that do not parse are refused with the line (%s)", async (name, text, line) => {
    const failure = { kind: "syntax", line };
    await expect(open(name, text)).rejects.toMatchObject({ code: "code-syntax", failure });
  });
});

describe("failures", () => {
  it("have the line where they were thrown", async () => {
    const text = "function help(a) {\n  return a.b.c\n}\nconst f = (a) => help(a)\n";
    expect(await fails(text, [number(1)])).toEqual({
      kind: "raised",
      message: "TypeError: Cannot read properties of undefined (reading 'c')",
      line: 2,
    });
  });

  const bodies: readonly [string, Failure][] = [
    ["throw 'text'", { kind: "raised", message: "text" }],
    ["throw Object.create(null)", { kind: "raised", message: "something that cannot be shown" }],
    ["return f2()", { kind: "raised", message: "RangeError: Maximum call stack size exceeded" }],
    ["return nothing", { kind: "raised", message: "ReferenceError: nothing is not defined" }],
    ["try { process.exit(3) } catch {}; return 1", { kind: "exit", message: "it called process.exit(3)" }],
    [
      "return new Promise(() => {})",
      { kind: "raised", message: "the promise that it returned is never settled" },
    ],
  ];

  it("of all kinds arrive as the protocol has them", async () => {
    const lines = bodies.map(([body], i) => `function f${i}() { ${body} }`);
    const runner = await open("failures.js", lines.join("\n"));
    for (const [i, [body, expected]] of bodies.entries()) {
      const line = expected.kind === "raised" && expected.message.includes("Error") ? { line: i + 1 } : {};
      expect(await answer(runner, `f${i}`), body).toEqual({ failure: { ...expected, ...line } });
    }
  });

  it("of endless loops, of calls that end the process, of memory: the next call runs in a new child", async () => {
    const runner = await open(
      "hard.js",
      `function endless() { for (;;) {} }
function fill() { const all = []; for (;;) all.push(new Array(1000).fill(0.5)) }
function ask() { return new ArrayBuffer(2 ** 50).byteLength }
function end() { require("node:fs").closeSync(4) }
function fine() { return 1 }`,
      { memory: 2 ** 25 },
    );
    const kind = async (name: string, limit = 5) =>
      ((await answer(runner, name, [], { limit })) as { failure: { kind: string } }).failure.kind;
    expect(await kind("endless", 0.2)).toBe("timeout");
    expect(await kind("fill")).toBe("memory");
    expect(await kind("ask")).toBe("memory");
    expect(await kind("end")).toBe("exit");
    expect((await result(runner, "fine")).returned).toMatchObject({ value: 1 });
  });

  it("stay in the child, which may neither write nor start anything", async () => {
    const runner = await open(
      "hostile.js",
      `function pollute() {
  Object.prototype.polluted = 1
  Object.prototype.toJSON = () => "changed"
  Array.prototype.toJSON = () => "changed"
  Array.isArray = () => { throw 1 }
  JSON.stringify = JSON.parse = () => "changed"
  return { __proto__: null, ["__proto__"]: { polluted: 1 }, dW: [1] }
}
function after() { return [1, 2] }
function write() { require("fs").writeFileSync("left.txt", "") }
function start() { return require("child_process").execSync("echo 1") }
function secret() { return Object.keys(process.env).length > 20 }
`,
    );
    expect(await result(runner, "pollute")).toMatchObject({ changed: [] });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect((await result(runner, "after")).returned).toEqual(array([2], [1, 2]));
    for (const name of ["write", "start"]) {
      expect(await answer(runner, name)).toMatchObject({
        failure: { kind: "raised", message: expect.stringContaining("restricted") },
      });
    }
    expect((await result(runner, "secret")).returned).toMatchObject({ value: 0 });
  });
});
