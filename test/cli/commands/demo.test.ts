import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseModel } from "../../../src/io/model-json.ts";
import { hinge, hingeHere, inFolder, listing } from "../run.ts";

inFolder();

describe("demo", () => {
  test("certifies a model, shows it, saves it, and colours nothing in a pipe, not even in CI", async () => {
    const { code, stdout, stderr } = await hinge(["demo"], { env: { CI: "true" } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("\nCertified: no weights whatever");
    expect(stdout).toMatch(/ {2}9\d\.\d % right \(\d+ of 359\)/);
    expect(stdout).not.toContain("\x1b");
    expect(listing()).toEqual(["digits.model.json"]);
    expect(parseModel(readFileSync("digits.model.json")).svm.classes).toHaveLength(10);
    for (const line of stdout.split("\n").filter((line) => !/^(Certified| {2}primal)/.test(line))) {
      expect(line.length, line).toBeLessThanOrEqual(80);
    }
    rmSync("digits.model.json");
  });

  test("FORCE_COLOR colours, and NO_COLOR has the last word", async () => {
    const forced = await hinge(["demo"], { env: { FORCE_COLOR: "1" } });
    expect(forced.stdout).toContain("\x1b[32mCertified");
    rmSync("digits.model.json");
    const none = await hinge(["demo"], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
    expect(none.stdout).not.toContain("\x1b");
  });

  test("leaves a file alone that is there already", async () => {
    writeFileSync("digits.model.json", "mine");
    const { code, stdout } = await hingeHere("demo");
    expect(code).toBe(0);
    expect(stdout).toContain("The file digits.model.json was here before and stays as it is.");
    expect(readFileSync("digits.model.json", "utf8")).toBe("mine");
  });

  test("every command that it proposes works", async () => {
    rmSync("digits.model.json");
    const { stdout } = await hingeHere("demo");
    const proposed = stdout.split("Next, try:\n")[1]!.matchAll(/^ {2}npx hinge (\S+(?: \S+)*)/gm);
    const commands = [...proposed].map((match) => match[1]!.split(" "));
    expect(commands.length).toBeGreaterThan(3);
    for (const args of commands) expect(await hingeHere(...args)).toMatchObject({ code: 0, stderr: "" });
  });
});
