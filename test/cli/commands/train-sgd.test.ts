import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hingeHere, inFolder, listing } from "../run.ts";

inFolder();

async function trained(...args: string[]) {
  const { code, stdout, stderr } = await hingeHere("train", ...args, "--solver", "sgd", "--json");
  expect(stderr).toBe("");
  return { code, report: JSON.parse(stdout) };
}

describe("train --solver sgd", () => {
  test("tells a person that it stopped, the gap and the losses, and exits with 3", async () => {
    const { code, stdout, stderr } = await hingeHere("train", "iris", "--solver", "sgd", "--lambda", "1e-2");
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(stdout).toContain(
      "weston-watkins, C 0.666667 (lambda 0.01), margin 1, bias 1, solver sgd, seed 0\n",
    );
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(
      /Stopped: all 1500 steps are done, and the relative gap is 0\.0\d+ where the tolerance is 0\.001\. primal \S+ dual \S+ gap \S+ loss of the first batch 2, of the last \S+ 1,500 steps in 1,500 epochs/,
    );
  });

  test("exits with 0 where the gap is proven to be within the tolerance", async () => {
    const { code, report } = await trained("heart", "--C", "0.1", "--iterations", "15000");
    expect(code).toBe(0);
    expect(report).toMatchObject({ status: "certified", solver: "sgd", iterations: 15_000 });
    expect(report.gap + report.bound).toBeLessThanOrEqual(1e-3 * report.primal);
  });

  test("gives every option to the descent", async () => {
    const flags =
      "--learning-rate 0.1 --schedule step --decay-after 5 --decay-factor 0.25 --momentum 0.5 --batch 30";
    const rest =
      "--iterations 20 --average 0 --sampling with-replacement --initial-scale 0.01 --lambda 0.1 --seed 7";
    const { code, report } = await trained("iris", ...flags.split(" "), ...rest.split(" "));
    expect(code).toBe(3);
    expect(report).toMatchObject({ iterations: 20, epochs: 4, lambda: 0.1, seed: 7 });
    expect(report.history).toHaveLength(20);
    const { report: inverse } = await trained(
      "iris",
      "--learning-rate",
      "0.1",
      "--schedule",
      "inverse",
      "--iterations",
      "9",
    );
    expect(inverse.history).not.toEqual(report.history.slice(0, 9));
  });

  test("trains softmax, whose dual and gap are null, to a model that predicts", async () => {
    const { code, report } = await trained(
      "iris",
      "--loss",
      "softmax",
      "--lambda",
      "1e-3",
      "--model",
      "soft.json",
    );
    expect(code).toBe(3);
    expect(report).toMatchObject({
      status: "stopped",
      dual: null,
      gap: null,
      relativeGap: null,
      loss: "softmax",
    });
    expect(report.message).toContain("because softmax has no dual here");
    expect(listing()).toContain("soft.json");
    const evaluated = await hingeHere("evaluate", "soft.json", "iris", "--json");
    expect(evaluated).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(evaluated.stdout).accuracy).toBeGreaterThan(0.95);
    const person = await hingeHere("train", "iris", "--loss", "softmax", "--solver", "sgd");
    expect(person.stdout).not.toMatch(/NaN|dual \d|margin/);
  });

  test("writes the same bytes for the same seed", async () => {
    for (const name of ["a.json", "b.json"])
      await trained("iris", "--iterations", "50", "--seed", "3", "--model", name);
    expect(readFileSync("a.json", "utf8")).toBe(readFileSync("b.json", "utf8"));
  });

  const refused: [string, string][] = [
    ["--momentum 0.5", "--momentum: this is for --solver sgd alone; add that or leave this out"],
    ["--learning-rate 1", "--learning-rate: this is for --solver sgd alone; add that or leave this out"],
    ["--loss softmax", "--loss: softmax cannot be trained with a certificate; use solver sgd"],
    ["--solver sgd --momentum 1", "--momentum: 1 is not in [0, 1); give one such as 0.9"],
    ["--solver sgd --batch 0", "--batch: 0 is no whole number >= 1; give one such as 200"],
    [
      "--solver sgd --learning-rate -1",
      "--learning-rate: -1 is no finite number > 0; give one such as 0.001",
    ],
    [
      "--solver sgd --schedule step",
      "--schedule: a schedule needs a rate to begin with; add --learning-rate 0.01",
    ],
    [
      "--solver sgd --learning-rate 1 --decay-after 5",
      "--decay-after: a constant rate does not decay; add --schedule inverse or step",
    ],
    [
      "--solver sgd --learning-rate 1 --schedule inverse --decay-factor 0.5",
      "--decay-factor: this is for --schedule step alone; leave it out",
    ],
    ["--solver sgd --max-epochs 5", "--max-epochs: sgd counts steps; say --iterations instead"],
    ["--solver adam", '--solver: "adam" is none of dual-block, sgd'],
    ["--solver sgd --squared --learning-rate 1e200", "--learning-rate: the numbers overflow at step "],
    ["--solver sgd --loss softmax --squared", "--squared: softmax has no squared form"],
  ];
  for (const [flags, sentence] of refused) {
    test(`refuses ${flags} in one sentence`, async () => {
      const { code, stdout, stderr } = await hingeHere("train", "iris", ...flags.split(" "));
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^[^\n]+\n$/);
      expect(stderr).toContain(sentence);
    });
  }
});
