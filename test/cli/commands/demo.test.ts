import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseModel } from "../../../src/io/model-json.ts";
import { hinge, hingeHere, inFolder, listing } from "../run.ts";

inFolder();

describe("demo", () => {
  test("certifies a model, shows it, saves it, and proposes what works", async () => {
    const { code, stdout, stderr } = await hinge(["demo"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("\nCertified: no weights whatever");
    expect(stdout).toMatch(/ {2}9\d\.\d % right \(\d+ of 359\)/);
    expect(stdout).not.toContain("\x1b");
    expect(listing()).toEqual(["digits.model.json"]);
    expect(parseModel(readFileSync("digits.model.json")).svm.classes).toHaveLength(10);
    const proposed = stdout.split("Next, try:\n")[1]!.matchAll(/^ {2}npx hinge (\S+(?: \S+)*)/gm);
    const commands = [...proposed].map((match) => match[1]!.split(" "));
    expect(commands.length).toBeGreaterThan(3);
    for (const args of commands) expect(await hingeHere(...args)).toMatchObject({ code: 0, stderr: "" });
    for (const line of stdout.split("\n").filter((line) => !/^(Certified| {2}primal)/.test(line))) {
      expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });

  test("leaves a file alone that is there already", async () => {
    writeFileSync("digits.model.json", "mine");
    const { code, stdout } = await hingeHere("demo");
    expect(code).toBe(0);
    expect(stdout).toContain("The file digits.model.json was here before and stays as it is.");
    expect(readFileSync("digits.model.json", "utf8")).toBe("mine");
  });
});
