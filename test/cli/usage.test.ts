import { describe, expect, test } from "vitest";
import { manifest } from "../../scripts/lib/tree.mjs";
import { hinge, hingeHere, inFolder, listing } from "./run.ts";

inFolder();

const commands = ["train", "predict", "evaluate", "gradient", "demo"];

describe("help", () => {
  test.each(commands)("hinge %s --help shows the form and examples, within 80 columns", async (command) => {
    const { code, stdout, stderr } = await hingeHere(command, "--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Usage: hinge ${command}`);
    if (command !== "demo") expect(stdout).toContain(`Examples:\n  hinge ${command} `);
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("without arguments, hinge lists its commands", async () => {
    const { code, stdout, stderr } = await hinge([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
    expect((await hinge(["--help"])).stdout).toBe(stdout);
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("--version is the package's", async () => {
    const version = { code: 0, stdout: `${manifest().version}\n`, stderr: "" };
    expect(await hinge(["--version"])).toEqual(version);
    expect(await hinge(["-V"])).toEqual(version);
  });
});

describe("one sentence about", () => {
  const bad: readonly [string, string[], string][] = [
    ["a mistyped command", ["trian", "iris"], '"trian" is no command; did you mean train?'],
    ["a command like none", ["xyzzy"], '"xyzzy" is no command; hinge --help lists the commands'],
    [
      "a mistyped option",
      ["train", "iris", "--tolerence", "1"],
      "--tolerence: there is no such option; did you mean --tolerance?",
    ],
    [
      "scikit-learn's tol",
      ["train", "iris", "--tol", "1"],
      "--tol: there is no such option; did you mean --tolerance?",
    ],
    [
      "LIBLINEAR's epsilon, mistyped",
      ["train", "iris", "--epsilom", "1"],
      "--epsilom: there is no such option; did you mean --tolerance?",
    ],
    [
      "an option with its value",
      ["train", "iris", "--epsilom=1"],
      "--epsilom: there is no such option; did you mean --tolerance?",
    ],
    [
      "an option of another command",
      ["evaluate", "m", "iris", "--tol", "1"],
      "--tol: there is no such option; hinge evaluate --help lists them",
    ],
    [
      "an option like none",
      ["train", "iris", "--zzzzz"],
      "--zzzzz: there is no such option; hinge train --help lists them",
    ],
    ["an option of hinge itself", ["--jsn"], "--jsn: there is no such option; hinge --help lists them"],
    [
      "data called like a command",
      ["evaluate", "train", "iris", "--zzzzz"],
      "--zzzzz: there is no such option; hinge evaluate --help lists them",
    ],
    ["no data", ["train"], "hinge train needs <data>; hinge train --help shows how"],
    [
      "no data beside the model",
      ["predict", "m.json"],
      "hinge predict needs <data>; hinge predict --help shows how",
    ],
    [
      "an argument too many",
      ["train", "iris", "wine"],
      '"wine" is one argument too many; hinge train --help shows the form',
    ],
    [
      "two arguments too many",
      ["predict", "a", "b", "c", "d"],
      '"c" is one argument too many; hinge predict --help shows the form',
    ],
    [
      "an argument of demo",
      ["demo", "digits"],
      '"digits" is one argument too many; hinge demo --help shows the form',
    ],
    [
      "an option without its value",
      ["train", "iris", "--C"],
      "--C: a value is missing; hinge train --help shows which",
    ],
    [
      "an option in place of a value",
      ["train", "iris", "--C", "--json"],
      '--C: "--json" is no finite number; write one like 0.5 or 1e-3',
    ],
    [
      "a mistyped loss",
      ["train", "iris", "--loss", "crammer-zinger"],
      expect.stringMatching(/^--loss: "crammer-zinger" is none of .*; did you mean "crammer-singer"\?\n$/),
    ],
    [
      "a mistyped format",
      ["train", "iris", "--format", "svmligth"],
      '--format: "svmligth" is no format; did you mean "svmlight"?',
    ],
    [
      "another way with missing cells",
      ["train", "iris", "--missing", "zero"],
      '--missing: "zero" is none of error, drop; choose error or drop',
    ],
    [
      "stdin twice",
      ["train", "-", "--test", "-"],
      "-: standard input can be read only once; give a file for one of the two",
    ],
    [
      "stdout twice",
      ["train", "iris", "--model", "-", "--json"],
      "--model: standard output is taken by --json; name a file",
    ],
  ];
  test.each(bad)("%s", async (_, args, sentence) => {
    const stderr = typeof sentence === "string" ? `${sentence}\n` : sentence;
    expect(await hingeHere(...args)).toEqual({ code: 2, stdout: "", stderr });
    expect(listing()).toEqual([]);
  });
});
