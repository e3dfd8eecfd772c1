import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openRunner } from "../../../src/cli/check/open-runner.ts";
import type { Runner } from "../../../src/cli/check/protocol.ts";
import { noPython } from "../../support/python.ts";
import { array, call, failure, opened, result, written } from "./learner.ts";

const text = `import numpy as np
import ctypes, itertools, os, signal, sys, threading, time
def one(): return 1
def loops():
    while True: pass
def swallows():
    while True:
        try:
            while True: pass
        except BaseException: pass
def deaf():
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    while True: pass
def in_c(): return sum(itertools.repeat(1))
def leaves(): sys.exit(3)
def quits(): quit()
def drops(): os._exit(3)
def crashes(): return ctypes.string_at(0)
def deep(n=0): return deep(n + 1)
def deeper():
    sys.setrecursionlimit(10 ** 9)
    return deep()
def allocates(): return np.ones((10 ** 10,))
def lifts():
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (-1, resource.getrlimit(resource.RLIMIT_AS)[1]))
    a = np.ones(10 ** 8)
    time.sleep(5)
    return a[0]
def grows():
    a = [1]
    while True: a += a
def floods():
    while True: os.write(4, b'1' * 65536)
def speaks():
    os.write(4, b'{"returned": 3}\\n')
    time.sleep(0.2)
    return 1
def forks():
    if os.fork() == 0:
        time.sleep(60)
    return os.getpid()
def forks_back(): return 1 if os.fork() else 2
def threads():
    threading.Thread(target=loops).start()
    return 1
def sees(): return {'env': dict((k, str(v)) for k, v in os.environ.items()), 'cwd': os.getcwd()}
def writes():
    os.mkdir('stubborn'); open('stubborn/file', 'w').close(); os.chmod('stubborn', 0)
    return 1
def hides():
    import subprocess
    subprocess.Popen(['sleep', '60'])
    return 1
`;

describe.skipIf(noPython !== undefined || process.platform === "win32")("code that misbehaves", () => {
  let runner: Runner;
  beforeAll(async () => {
    runner = await opened(text, { memory: 2 ** 29 });
  });
  const one = { kind: "number", value: 1 };
  const limit = 0.3;

  it("that loops for ever is ended after its limit, and can be called again", async () => {
    for (const name of ["loops", "swallows"]) {
      expect(await failure(runner, name, { limit })).toEqual({
        kind: "timeout",
        message: "it ran longer than 0.3 s",
      });
      expect(await result(runner, "one")).toEqual(one);
    }
  });

  it.each(["deaf", "in_c"])("that does not hear its own alarm (%s) is killed", async (name) => {
    const other = await opened(text);
    expect(await failure(other, name, { limit })).toMatchObject({ kind: "timeout" });
    expect(await result(other, "one")).toEqual(one);
  });

  it.each([
    ["leaves", { kind: "exit", message: "the code ended its process, by exit()", line: 15 }],
    ["quits", { kind: "exit", line: 16 }],
    ["drops", { kind: "exit", message: "the code ended its process with exit code 3" }],
    ["crashes", { kind: "exit", message: "the process was ended by SIGSEGV" }],
    ["deep", { kind: "raised", message: expect.stringMatching(/^RecursionError: /), line: 19 }],
    ["allocates", { kind: "memory", line: 23 }],
    ["grows", { kind: "memory", line: 32 }],
    ["floods", { kind: "too-large" }],
    ["speaks", { kind: "exit", message: "the code wrote into hinge's own pipe" }],
  ])("(%s) is answered by its kind of failure", async (name, expected) => {
    const own = await opened(text, { memory: 2 ** 29 });
    expect(await failure(own, name)).toMatchObject(expected);
    expect(await result(own, "one")).toEqual(one);
  });

  it.skipIf(process.platform !== "linux")("that lifts its own limit of memory is killed", async () => {
    const own = await opened(text, { memory: 2 ** 26 });
    expect(await failure(own, "lifts")).toEqual({
      kind: "memory",
      message: "it took more memory than it may",
    });
  });

  it("that forks or starts threads is answered once", async () => {
    const own = await opened(text);
    expect(await result(own, "forks_back")).toEqual(one);
    expect(await result(own, "one")).toEqual(one);
    expect(await result(own, "threads")).toEqual(one);
    expect(await result(own, "one")).toEqual(one);
    own.close();
  });

  it("that recurses without a bound crashes its own process only", async () => {
    // A crash, memory or time, by Python's version.
    expect(await failure(runner, "deeper", { limit })).toMatchObject({
      kind: expect.stringMatching(/^(exit|raised|memory|timeout)$/),
    });
    expect(await result(runner, "one")).toEqual(one);
  });

  it("that keeps bringing its process down is not started for ever", async () => {
    const own = await opened(text);
    for (let i = 0; i < 6; i++) expect(await failure(own, "drops")).toMatchObject({ kind: "exit" });
    expect(await failure(own, "one")).toEqual({
      kind: "exit",
      message: "the code brought its process down 6 times; it is not started again",
    });
  });

  it.skipIf(process.platform !== "linux")(
    "goes with all that it started when its runner is closed",
    async () => {
      const own = await opened(text);
      const forked = await result(own, "forks");
      expect(await result(own, "hides")).toEqual(one);
      if (forked.kind !== "number") throw new Error("no number");
      expect(groupLives(Number(forked.value))).toBe(true);
      own.close();
      await expect.poll(() => groupLives(Number(forked.value))).toBe(false);
      await expect(call(own, "one")).rejects.toThrow("closed");
    },
  );

  it("sees nothing of the user's, in a folder that goes with it", async () => {
    process.env.HINGE_TEST_SECRET = "secret";
    const own = await opened(text);
    const seen = await result(own, "sees");
    delete process.env.HINGE_TEST_SECRET;
    if (seen.kind !== "dict") throw new Error("no dictionary");
    const { env, cwd } = seen.items;
    if (env?.kind !== "dict" || cwd?.kind !== "other") throw new Error("not what it sees");
    expect(Object.keys(env.items).sort()).toEqual([
      ...["HOME", "LANG", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PATH", "TMPDIR"],
    ]);
    expect(existsSync(cwd.text)).toBe(true);
    expect(await result(own, "writes")).toEqual(one);
    own.close();
    if (process.getuid?.() === 0) expect(existsSync(cwd.text)).toBe(false);
  });

  it("in definitions is bounded as well, and leaves nothing behind", async () => {
    const { TMPDIR } = process.env;
    const own = mkdtempSync(join(tmpdir(), "hinge-tmp-"));
    process.env.TMPDIR = own;
    try {
      const slow = written("def f(x=[i for i in iter(int, 1)]): return 1");
      await expect(openRunner(slow, { limit: 1 })).rejects.toMatchObject({ code: "code-timeout" });
      const ends = written("import os\nclass A:\n  os._exit(4)");
      await expect(openRunner(ends)).rejects.toThrow(/exit code 4/);
      expect(readdirSync(own)).toEqual([]);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
      rmSync(own, { recursive: true, force: true });
    }
  });

  it("is ended when hinge is interrupted", async () => {
    const controller = new AbortController();
    const own = await openRunner(written(text), { signal: controller.signal });
    const reason = new Error("interrupted");
    setTimeout(() => controller.abort(reason), 100);
    await expect(call(own, "loops", { limit: 60 })).rejects.toBe(reason);
    await expect(call(own, "one")).rejects.toBe(reason);
    await expect(openRunner(written(text), { signal: controller.signal })).rejects.toBe(reason);
  });

  it("answers calls in their order, however they are made", async () => {
    const own = await opened("n = [0]\ndef f(x):\n  n[0] += 1\n  return n[0] * x");
    const args = [array([], [2])];
    const answers = await Promise.all([1, 2, 3].map(() => result(own, "f", { args })));
    expect(answers).toMatchObject([{ value: 2 }, { value: 4 }, { value: 6 }]);
  });
});

/** Whether a process of this group runs: those that have ended may still be listed, as zombies. */
function groupLives(group: number): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      const [state, , pgrp] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
      return Number(pgrp) === group && state !== "Z";
    } catch {
      return false;
    }
  });
}
