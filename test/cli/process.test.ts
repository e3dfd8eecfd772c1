/** What only a process of its own shows: exit codes, streams, signals, devices. */

import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { bin } from "../../scripts/lib/build.mjs";
import { hinge, inFolder, listing, type Outcome } from "./run.ts";

inFolder({ "bad.svm": "1 1:0.5\n2 1:x\n" });

/** Runs with a device as standard output. */
function onDevice(device: string, args: readonly string[]) {
  const fd = openSync(device, "w");
  try {
    const child = spawnSync(process.execPath, [bin, ...args], {
      stdio: ["ignore", fd, "pipe"],
      encoding: "utf8",
    });
    return { code: child.status, stderr: child.stderr };
  } finally {
    closeSync(fd);
  }
}

const slow = "train digits --C 100000 --tolerance 1e-12 --max-epochs 100000000 --model m.json".split(" ");
const full = "/dev/full";

describe("a process", () => {
  test("ends with 0 and keeps stderr clean where all went well", async () => {
    const { code, stdout, stderr } = await hinge(["train", "iris", "--json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout).status).toBe("certified");
  });

  test("ends with 2 and a sentence on bad input, without a stack trace", async () => {
    expect(await hinge(["train", "bad.svm", "--model", "m.json"])).toEqual({
      code: 2,
      stdout: "",
      stderr: 'bad.svm:2:5: value "x" of index 1 is not a decimal number, such as 0.5\n',
    });
    expect(listing()).toEqual(["bad.svm"]);
  });

  test("ends with 3 where the fit stopped before its tolerance", async () => {
    expect(await hinge(["train", "iris", "--max-epochs", "1", "--quiet"])).toEqual({
      code: 3,
      stdout: "",
      stderr: "",
    });
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends a long fit at %s with %i, a sentence and no file", async (name, code) => {
    // On a busy machine a process may take a while to begin.
    let outcome: Outcome | undefined;
    for (const after of [700, 4000, 12_000]) {
      outcome = await hinge(slow, { signal: { name, after } }).catch(() => undefined);
      if (outcome !== undefined) break;
    }
    expect(outcome).toEqual({ code, stdout: "", stderr: "interrupted; nothing was written\n" });
    expect(listing()).toEqual(["bad.svm"]);
  });

  test("colours nothing in a pipe, not even in CI, unless FORCE_COLOR says so; NO_COLOR has the last word", async () => {
    const green = "\x1b[32mCertified";
    const told = async (env: Record<string, string>) => (await hinge(["train", "iris"], { env })).stdout;
    expect(await told({ CI: "true" })).not.toContain("\x1b");
    expect(await told({ FORCE_COLOR: "1" })).toContain(green);
    expect(await told({ FORCE_COLOR: "1", NO_COLOR: "1" })).not.toContain("\x1b");
  });

  test("takes a reader that has seen enough for no fault", () => {
    const command = '"$0" "$1" predict "$2" digits --scores | head -n 1';
    const { status, stdout, stderr } = spawnSync(
      "sh",
      [
        "-c",
        `"$0" "$1" train digits --C 0.001 --tolerance 0.1 --model m.json --quiet && ${command}`,
        process.execPath,
        bin,
        "m.json",
      ],
      { encoding: "utf8" },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.trim().split(" ")).toHaveLength(10);
  });

  test.runIf(existsSync(full))("says so in a sentence where standard output is full", () => {
    const sentence = "stdout: cannot be written: the disk is full; make room and run again\n";
    for (const args of [["train", "iris", "--json"], ["--help"], ["train", "iris", "--model", "-"]]) {
      expect(onDevice(full, args)).toEqual({ code: 2, stderr: sentence });
    }
  });

  test.runIf(existsSync(full))("says so in a sentence where the disk is full", async () => {
    expect(await hinge(["train", "iris", "--quiet", "--model", full])).toEqual({
      code: 2,
      stdout: "",
      stderr: '--model: "/dev/full" cannot be written: the disk is full; make room and run again\n',
    });
  });

  test.runIf(existsSync("/dev/null"))("writes to a device as it is, and leaves it one", async () => {
    const { code, stderr } = await hinge(["train", "iris", "--quiet", "--model", "/dev/null"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(readFileSync("/dev/null")).toHaveLength(0);
  });

  test.runIf(existsSync("/usr/bin/script"))(
    "shows progress on a terminal's stderr, within its width, and clears it",
    () => {
      const command = `stty cols 80; "${process.execPath}" "${bin}" train breast-cancer --C 1 --max-epochs 3000`;
      const { stdout } = spawnSync("script", ["-qec", command, "/dev/null"], { encoding: "utf8" });
      const [progress, result] = stdout.split("569 samples");
      expect(progress).toMatch(/epoch [\d,]+ {2}primal \S+ {2}dual \S+ {2}relative gap \S+/);
      const visible = (text: string) => stripVTControlCharacters(text).split(/\r?\n/);
      // Every look at the fit goes to the first column again.
      for (const line of progress!.split("\x1b[1G").flatMap(visible)) {
        expect(line.length, line).toBeLessThanOrEqual(80);
      }
      for (const line of visible(result!)) expect(line.length, line).toBeLessThanOrEqual(80);
      // In the end the bar is wiped away and the cursor is back.
      expect(progress).toContain("\x1b[?25h");
    },
  );
});
