import { beforeAll, describe, expect, it } from "vitest";
import type { Runner } from "../../../src/cli/check/protocol.ts";
import { noPython } from "../../support/python.ts";
import { array, call, failure, number, opened, result } from "./learner.ts";

const text = `import numpy as np
import os, sys, time
def twice(x): return x * 2
def matrix(): return np.matrix([[1, 2], [3, 4]])
def scalars(): return np.float32(0.5), np.array(2.5), True, 10**400, -3, np.int64(7)
def bad_numbers(): return np.array([np.nan, np.inf, -np.inf]), float('nan'), -float('inf')
def mixed(): return {'loss': 1.5, 'grads': [None, 'x' * 1000, {1, 2}, 3j, np.array([1j])]}
def objects(): return np.array([1, 2.5], dtype=object)
class Tensor:
    def detach(self): return self
    def cpu(self): return self
    def numpy(self): return np.eye(2)
def tensor(): return Tensor()
def nested():
    a = []
    a.append(a)
    return a
def large(): return np.zeros(2000000)
def wide(): return [[0] * 600000, [0] * 600000]
def in_place(W, X, y):
    W += 1
    X.shape = (4,)
    return y.sum()
def prints():
    for i in range(100000): print('x' * 1000)
    sys.stderr.write('y'); sys.stdout.buffer.write(b'z'); sys.stdout.flush()
    os.write(1, b'raw'); os.write(2, b'raw')
    return 1
def asks(): return input('number?')
def warns(): return np.log(np.array([0.0])) + np.array([1]) / 0
count = 0
def stateful():
    global count
    count += 1
    return np.random.rand(), count
def inner(x):
    return x[5]
def raises(x):
    return inner(x)
class Odd(Exception):
    def __str__(self): raise ValueError('no')
def raises_odd(): raise Odd()
def interrupts(): raise KeyboardInterrupt()
def shapes(X, W): return X.dot(W)
class C:
    def __init__(self, size): self.size = size
    def run(self, X): self.W += X; return self.W
    @staticmethod
    def still(x): return x
`;

/** The first line that holds this. */
const lineOf = (part: string) => text.split("\n").findIndex((line) => line.includes(part)) + 1;

describe.skipIf(noPython !== undefined)("a call of a Python function", () => {
  let runner: Runner;
  beforeAll(async () => {
    runner = await opened(text);
  });
  const value = (x: number | string, dtype?: string) =>
    dtype === undefined ? { kind: "number", value: x } : { kind: "number", value: x, dtype };

  it("gets arrays of the types that were asked for", async () => {
    for (const dtype of ["float64", "float32", "uint8", "int64"]) {
      expect(await result(runner, "twice", { args: [array([2, 1], [1, 200], dtype)] })).toEqual(
        array([2, 1], [2, dtype === "uint8" ? 144 : 400], dtype),
      );
    }
    expect(await result(runner, "twice", { args: [number(3)] })).toEqual(value(6));
    const nothing = { kind: "array", shape: [1], data: ["nan"], dtype: "float64" } as const;
    expect(await result(runner, "twice", { named: { x: nothing } })).toEqual(nothing);
  });

  it("returns numbers, arrays, matrices, tensors, and lists and dictionaries of them", async () => {
    expect(await result(runner, "matrix")).toEqual(array([2, 2], [1, 2, 3, 4], "int64"));
    expect(await result(runner, "scalars")).toEqual({
      kind: "list",
      items: [
        value(0.5, "float32"),
        value(2.5, "float64"),
        value(1),
        value("inf"),
        value(-3),
        value(7, "int64"),
      ],
    });
    expect(await result(runner, "bad_numbers")).toEqual({
      kind: "list",
      items: [
        { kind: "array", shape: [3], data: ["nan", "inf", "-inf"], dtype: "float64" },
        value("nan"),
        value("-inf"),
      ],
    });
    expect(await result(runner, "mixed")).toEqual({
      kind: "dict",
      items: {
        loss: value(1.5),
        grads: {
          kind: "list",
          items: [
            { kind: "none" },
            { kind: "other", type: "str", text: "x".repeat(200) },
            { kind: "other", type: "set", text: "{1, 2}" },
            { kind: "other", type: "complex", text: "3j" },
            { kind: "other", type: "ndarray", text: "array([0.+1.j])" },
          ],
        },
      },
    });
    expect(await result(runner, "objects")).toMatchObject({ data: [1, 2.5] });
    expect(await result(runner, "tensor")).toEqual(array([2, 2], [1, 0, 0, 1]));
    expect(JSON.stringify(await result(runner, "nested"))).toContain('"kind":"other","type":"list"');
  });

  it("is told to hold too much where it does", async () => {
    const message = "the result holds more than 1000000 numbers";
    expect(await failure(runner, "large")).toEqual({ kind: "too-large", message });
    expect(await failure(runner, "wide")).toEqual({ kind: "too-large", message });
  });

  it("says which arguments it changed, and gets fresh ones each time", async () => {
    const args = [array([2], [1, 2]), array([2, 2], [1, 2, 3, 4]), array([1], [7], "int64")];
    for (let again = 0; again < 2; again++) {
      expect(await call(runner, "in_place", { args })).toEqual({
        returned: value(7, "int64"),
        changed: [0, 1],
        printed: false,
      });
    }
    const [X, W] = [array([1], [1]), array([1], [1])];
    expect(await call(runner, "C.run", { args: [X], self: { W } })).toMatchObject({
      returned: { data: [2] },
      changed: ["self.W"],
    });
    expect(await result(runner, "C.still", { args: [number(4)] })).toEqual(value(4));
  });

  it("prints into nothing, hears nothing, and warns nobody", async () => {
    expect(await call(runner, "prints")).toMatchObject({ returned: value(1), printed: true });
    expect(await failure(runner, "asks")).toMatchObject({ kind: "raised", line: lineOf("input(") });
    expect(await result(runner, "warns")).toMatchObject({ data: ["nan"] });
  });

  it("keeps its state from call to call", async () => {
    const [one, two] = [await result(runner, "stateful"), await result(runner, "stateful")];
    if (one.kind !== "list" || two.kind !== "list") throw new Error("no list");
    expect([one.items[1], two.items[1]]).toEqual([value(1), value(2)]);
    expect(one.items[0]).not.toEqual(two.items[0]);
  });

  it("that raises names the exception and the deepest line of the file", async () => {
    expect(await failure(runner, "raises", { args: [array([1], [1])] })).toEqual({
      kind: "raised",
      message: "IndexError: index 5 is out of bounds for axis 0 with size 1",
      line: lineOf("x[5]"),
    });
    expect(await failure(runner, "raises_odd")).toMatchObject({ message: "Odd", line: lineOf("raise Odd") });
    expect(await failure(runner, "interrupts")).toMatchObject({ message: "KeyboardInterrupt" });
    const args = [array([1, 2], [1, 2]), array([1, 2], [1, 2])];
    expect(await failure(runner, "shapes", { args })).toMatchObject({
      message: expect.stringMatching(/^ValueError: shapes \(1,2\) and \(1,2\) not aligned/),
    });
    expect(await failure(runner, "twice", { args: [] })).toMatchObject({
      message: expect.stringMatching(/^TypeError: twice\(\) missing/),
    });
    expect(await failure(runner, "not_there")).toMatchObject({ kind: "raised" });
  });
});
