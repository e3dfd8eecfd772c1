import { describe, expect, it } from "vitest";
import { noPython } from "../../support/python.ts";
import { array, failure, number, opened, result } from "./learner.ts";

/** A right loss with everything that such files have around it. */
const course = `from builtins import range
import numpy as np
from random import shuffle
from past.builtins import xrange
from cs231n.data_utils import load_CIFAR10
import matplotlib.pyplot as plt

plt.rcParams['figure.figsize'] = (10.0, 8.0)
X_train = load_CIFAR10('cs231n/datasets')

def svm_loss_vectorized(W, X, y, reg=1e-3, *, delta=1.0):
    """Structured SVM loss."""
    for i in xrange(1):
        scores = X.dot(W)
    return 0.5, np.zeros_like(W)

class LinearSVM(object):
    def __init__(self):
        self.W = None

    def loss(self, X_batch, y_batch, reg):
        return svm_loss_vectorized(self.W, X_batch, y_batch, reg)

if __name__ == '__main__':
    raise SystemExit('run')
while True:
    pass
`;

describe.skipIf(noPython !== undefined)("what a Python file defines", () => {
  it("is found without running anything else", async () => {
    const runner = await opened(course);
    expect(runner.functions).toEqual([
      {
        name: "svm_loss_vectorized",
        line: 11,
        endLine: 15,
        parameters: [
          { name: "W", hasDefault: false },
          { name: "X", hasDefault: false },
          { name: "y", hasDefault: false },
          { name: "reg", hasDefault: true, defaultValue: 1e-3 },
          { name: "delta", hasDefault: true, defaultValue: 1, how: "keyword" },
        ],
      },
      {
        name: "LinearSVM.loss",
        line: 21,
        endLine: 22,
        parameters: ["X_batch", "y_batch", "reg"].map((name) => ({ name, hasDefault: false })),
        attributes: ["W"],
      },
    ]);
    expect(runner.notes).toContain("the module cs231n.data_utils is not here; what uses it fails");
    expect(runner.place(12)).toBe("line 12");
    expect(runner.source[10]).toContain("def svm_loss_vectorized");
  });

  it("can be called: functions, and methods with what they read from self", async () => {
    const runner = await opened(course);
    const [X, y, W] = [array([1, 2], [3, 4]), array([1], [0], "int64"), array([2, 3], [1, 2, 3, 4, 5, 6])];
    const both = {
      kind: "list",
      items: [{ kind: "number", value: 0.5 }, array([2, 3], [0, 0, 0, 0, 0, 0])],
    };
    expect(await result(runner, "svm_loss_vectorized", { args: [W, X, y] })).toEqual(both);
    expect(
      await result(runner, "LinearSVM.loss", { args: [X, y], named: { reg: number(0) }, self: { W } }),
    ).toEqual(both);
  });

  it("stands under if and try too, the last definition of a name counting", async () => {
    const runner = await opened(`
def f(): return 1
try:
    import cupy as xp
except ImportError:
    import math as xp
if True:
    def g(): return xp.floor(2.5)
def f(): return 3
h = lambda x=2: x
`);
    expect(runner.functions.map(({ name, line }) => [name, line])).toEqual([
      ["g", 8],
      ["f", 9],
      ["h", 10],
    ]);
    expect(await result(runner, "f")).toEqual({ kind: "number", value: 3 });
    expect(await result(runner, "g")).toEqual({ kind: "number", value: 2 });
    expect(runner.notes).toEqual(["`f` is defined twice, in line 2 and line 9; the last one counts"]);
  });

  it("is given what it computes at module level, once a call needs it", async () => {
    const runner = await opened(`
import numpy as np
n = 3
n = len([1, 2]) * n
table = np.arange(n)
table[0] = 7
broken = open('not-there.npy')
def f(k=n): return table[0] + k
def g(): return broken
def h(): return unknown
`);
    expect(await result(runner, "f")).toEqual({ kind: "number", value: 13, dtype: "int64" });
    expect(await failure(runner, "g")).toMatchObject({
      kind: "raised",
      line: 9,
      message:
        "NameError: name 'broken' is not defined; `broken` is not there: line 7, which computes it, failed (FileNotFoundError: [Errno 2] No such file or directory: 'not-there.npy')",
    });
    expect(await failure(runner, "h")).toMatchObject({ message: "NameError: name 'unknown' is not defined" });
  });

  it("may use numpy and xrange without importing them, and NumPy's old names", async () => {
    const runner = await opened(
      "def f(X):\n  for i in xrange(2): X = X.astype(np.float)\n  return X * math.pi",
    );
    expect(runner.notes).toEqual([
      "`xrange` (line 2) is Python 2's and was run as `range`: write that",
      "`np.float` (line 2) is no longer in NumPy: write `float`",
      "`np` is used without an import (line 2); numpy is given",
    ]);
    expect(await result(runner, "f", { args: [array([1], [1], "uint8")] })).toEqual(array([1], [Math.PI]));
  });

  it("loses a decorator that fails, and keeps one that works", async () => {
    const runner = await opened(`
import functools, numba
def twice(f):
    @functools.wraps(f)
    def g(x=1): return 2 * f(x)
    return g
@twice
def a(x=1): return x
@unknown.thing(3)
def b(x=1): return x
@numba.jit(nopython=True)
def c(x=1): return x
`);
    expect(await result(runner, "a")).toMatchObject({ value: 2 });
    expect(await result(runner, "b")).toMatchObject({ value: 1 });
    expect(await result(runner, "c")).toMatchObject({ value: 1 });
    expect(runner.notes).toContain(
      "`b` (line 10) runs without its decorator, which failed: name 'unknown' is not defined",
    );
  });
});

describe.skipIf(noPython !== undefined)("modules that are not there", () => {
  it("fail when they are used, by their names", async () => {
    const runner = await opened(`
import torchlike.nn as nn
from layers import *
from .near import near
from ..far import far
class Net(nn.Module):
    def loss(self, X): return 1
class Starred(Classifier):
    def loss(self, X): return 2
def used(): return nn.functional.relu(3)
def unused(): return isinstance(3, nn.Module)
def starred(): return affine(3)
def beside(): return near()
def later():
    import inner.most
    return 1
`, { beside: { "near.py": "from tqdm import tqdm\ndef near(): return [x for x in tqdm([5])]\n" } }); // biome-ignore format: one call
    expect(await failure(runner, "used")).toEqual({
      kind: "missing-module",
      module: "torchlike",
      message: "it needs the module torchlike, which is not here (it uses torchlike.nn.functional.relu)",
      line: 10,
    });
    expect(await result(runner, "Starred.loss", { args: [number(1)] })).toMatchObject({ value: 2 });
    expect(await result(runner, "Net.loss", { args: [number(1)] })).toMatchObject({ value: 1 });
    expect(await result(runner, "unused")).toMatchObject({ value: 0 });
    expect(await failure(runner, "starred")).toMatchObject({
      kind: "missing-module",
      module: "layers",
      line: 12,
    });
    expect(await result(runner, "beside")).toEqual({ kind: "list", items: [{ kind: "number", value: 5 }] });
    expect(await failure(runner, "later")).toMatchObject({ kind: "missing-module", module: "inner.most" });
  });

  it("are stood in for where that changes nothing", async () => {
    const runner = await opened(`
from tqdm import tqdm, trange
from six.moves import xrange, cPickle
from past.utils import old_div
from future.utils import iteritems
import matplotlib.pyplot as plt, ipdb, pdb
def f():
    total = 0
    fig, ax = plt.subplots(2)
    ax[0].plot([1, 2]); plt.show(); ipdb.set_trace(); pdb.set_trace(); breakpoint()
    for i in tqdm(xrange(3), desc='x'): total += i
    for i in trange(3): total += old_div(i, 2)
    for key, value in iteritems({'a': 10}): total += value
    return total + len(cPickle.dumps(1)) * 0
`);
    expect(await result(runner, "f")).toEqual({ kind: "number", value: 14 });
  });
});

describe.skipIf(noPython !== undefined)("Python 2", () => {
  it("is run converted, each line where it was, with what to change", async () => {
    const runner = await opened(`
def f(X):
  if X.shape[0]:
\tprint "loss:", 3, \\
\t\t4
  print
  print >>log, "x"; print ("a"), 2
  print("fine")
  try:
    raise ValueError, "no"
  except (ValueError, KeyError), e:
    pass
  if 1 <> 2: n = 10L
  for k, v in {1: 2}.iteritems(): n += v
  return n, X.shape[0] / 2
def g():
  return boom
`);
    expect(await result(runner, "f", { args: [array([3], [1, 2, 3])] })).toMatchObject({
      items: [{ value: 12 }, { value: 1.5 }],
    });
    expect(runner.notes).toEqual([
      "tabs and spaces are mixed (line 4); a tab was read as up to 8 spaces, as Python 2 does",
      "Python 2's print statement (line 4, line 6, line 7) was run as print(...): write the parentheses",
      "Python 2's `raise E, text` (line 10) was run as `raise E(text)`: write that",
      "Python 2's `except E, e` (line 11) was run as `except E as e`: write that",
      "Python 2's `<>` (line 13) was run as `!=`: write that",
      "Python 2's long integers such as 1L (line 13) were run without the L: leave it out",
      "Python 2's iteritems and its like (line 14) were run as items(): write that",
      "`/` between whole numbers (line 15) rounded down in Python 2 and does not in Python 3: write `//` if that is meant",
    ]);
    expect(await failure(runner, "g")).toMatchObject({ line: 17 });
  });

  it.each([
    ["def f(W, X)\n  return 1", /^[^:]+: line 1: SyntaxError: /],
    ["import numpy\ndfe f(W):\n  return 1", /: line 2: SyntaxError: /],
    ["def f(W):\nreturn 1", /: line 2: IndentationError: /],
    ["def f(W):\n  print 'a'\n  return (1", /: line [123]: SyntaxError: /],
    [`x = ${"(".repeat(300)}`, /SyntaxError: /],
    ["x = 1\0", /SyntaxError: /],
  ])("is not what every text is: the line and Python's message (%#)", async (text, message) => {
    await expect(opened(text)).rejects.toMatchObject({
      message: expect.stringMatching(message),
      code: "code-syntax",
      failure: { kind: "syntax" },
    });
  });
});

it.skipIf(noPython !== undefined)("reads the encoding that a file names", async () => {
  const { writeFileSync } = await import("node:fs");
  const { written } = await import("./learner.ts");
  const { openRunner } = await import("../../../src/cli/check/open-runner.ts");
  const path = written("");
  writeFileSync(path, Buffer.from("# -*- coding: latin-1 -*-\r\n# \xe9\r\ndef f(): return 1\r\n", "latin1"));
  const runner = await openRunner(path);
  expect(runner.functions).toMatchObject([{ name: "f", line: 3 }]);
  runner.close();
});
