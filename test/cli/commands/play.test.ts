import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { labelled } from "../../../src/cli/commands/labelled.ts";
import { loadBundled } from "../../../src/cli/data/bundled.ts";
import { defaultPort } from "../../../src/cli/play/listen.ts";
import { openBrowser } from "../../../src/cli/play/open-browser.ts";
import { ownData } from "../../../src/cli/play/own-data.ts";
import type { DenseMatrix } from "../../../src/data/matrix.ts";
import { LinearSVM } from "../../../src/model/linear-svm.ts";
import { startPlay } from "../play/process.ts";
import { hinge, hingeHere, inFolder } from "../run.ts";

inFolder();

interface Shown {
  model: object;
  data: { X: number[][]; y: number[] };
  name: string;
}

/** What the browser that opens the address finds. */
async function session(address: string): Promise<Response> {
  const entered = await fetch(address, { redirect: "manual" });
  const cookie = entered.headers.get("set-cookie")!.split(";")[0]!;
  return fetch(new URL("/session.json", address), { headers: { cookie } });
}

describe("play", () => {
  test("serves the page at the address that it prints, until Ctrl-C", async () => {
    const { address, port, end } = await startPlay("--port", "0");
    expect(address).toBe(`http://127.0.0.1:${port}/`);
    const page = await (await fetch(address)).text();
    expect(page).toContain("<title>hinge playground</title>");
    for (const [, path] of page.matchAll(/(?:src|href)="\.(\/[^"]+)"/g)) {
      expect((await fetch(new URL(path!, address))).status).toBe(200);
    }
    expect((await fetch(new URL("/session.json", address))).status).toBe(404);
    expect(await end()).toBe(130);
    await expect(fetch(address)).rejects.toThrow();
  });

  test("shows one's own model and data to the browser that opens the address", async () => {
    await hingeHere("train", "digits:train", "--C", "0.003", "--model", "digits.json", "--quiet");
    const { address, end } = await startPlay("digits.json", "--data", "digits:test", "--port", "0");
    const { model, data, name } = (await (await session(address)).json()) as Shown;
    expect(await end("SIGTERM")).toBe(143);
    const test = await loadBundled("digits:test");
    expect(name).toBe("digits:test");
    expect(model).toMatchObject({
      format: "hinge-model",
      classes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      certificate: { status: "certified", C: 0.003 },
      input: { imageShape: [8, 8] },
    });
    expect(data.y).toEqual(test.labels);
    expect(data.X.flat()).toEqual(Array.from((test.X as DenseMatrix).data));
    expect(data).toMatchObject({ featureNames: test.featureNames, imageShape: [8, 8] });
  });

  test("begins data without a model at weights that are all 0", async () => {
    const { address, end } = await startPlay("--data", "iris", "--port", "0");
    const { model, data } = (await (await session(address)).json()) as Shown;
    expect(await end()).toBe(130);
    expect(data.X).toHaveLength(150);
    const svm = LinearSVM.fromJSON(model);
    expect(svm.classes).toEqual(["setosa", "versicolor", "virginica"]);
    expect(svm.weights).toEqual({ data: new Float64Array(12), shape: [3, 4] });
  });

  test("says in a sentence that a port is busy, and takes the next one where none was asked for", async () => {
    const other = createServer();
    const busy = await new Promise<boolean>((resolve) => {
      other.once("error", () => resolve(false)).listen(defaultPort, "127.0.0.1", () => resolve(true));
    });
    try {
      expect(await hinge(["play", "--port", String(defaultPort)])).toEqual({
        code: 2,
        stdout: "",
        stderr: `--port: ${defaultPort} is in use by another program; give another, or leave --port out to take a free one\n`,
      });
      const { port, end } = await startPlay();
      expect(port).toBeGreaterThan(defaultPort);
      expect(await end()).toBe(130);
    } finally {
      if (busy) other.close();
    }
  });

  test.each([
    [["--port", "70000"], '--port: "70000" is no port; give a whole number from 1 to 65535\n'],
    [["--port", "1e3"], '--port: "1e3" is no port; give a whole number from 1 to 65535\n'],
    [["--data", "nothing.csv"], "nothing.csv: no such file"],
    [["nothing.json"], "nothing.json: no such file"],
    [["-", "--data", "-"], "-: standard input can be read only once; give a file for one of the two\n"],
  ])("refuses %j", async (args, sentence) => {
    const { code, stdout, stderr } = await hingeHere("play", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.startsWith(sentence)).toBe(true);
  });

  test("sends every k-th sample of data that are too large for a page", async () => {
    const set = labelled({ ...(await loadBundled("heart")), source: "heart", format: "svmlight" });
    const { data, nSamples } = ownData(set, 1000);
    expect(nSamples).toBe(270);
    expect(data.y).toEqual(set.labels.filter((_, i) => i % 4 === 0));
    const whole = ownData(set).data.X;
    expect(data.X).toEqual(whole.filter((_, i) => i % 4 === 0));
    // The file's first line: +1 1:0.708333 2:1 3:1 4:-0.320755 ...
    expect(whole[0]!.slice(0, 4)).toEqual([0.708333, 1, 1, -0.320755]);
    expect(() => ownData(set, 20)).toThrow("has 13 features, more than a page can show");
  });

  test("tells whether a browser was found", async () => {
    const { PATH } = process.env;
    process.env.PATH = "/nowhere";
    try {
      expect(await openBrowser("http://127.0.0.1:1/", "linux")).toBe(false);
    } finally {
      process.env.PATH = PATH;
    }
  });
});
