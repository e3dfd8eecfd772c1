import { type Asked, type MistakeId, mistakeIds, spoiledAnswer } from "hinge/check";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { expectLibrarysNumbers, onPage, type Stage, shown, stateOf } from "./site.ts";

/** Mistakes: those that the page makes, and those of visitors. */
export function doctorTests(stage: Stage): void {
  it("spoils the gradient by a mistake, tells a right guess from a wrong one, and reveals it", () =>
    onPage(stage, async (page) => {
      const right = await shown(page);
      await page.getByRole("button", { name: "Spoil the gradient" }).click();
      const choices = page.getByLabel("The mistake");
      await choices.waitFor();
      const spoiled = await shown(page);
      expect(spoiled.gradient).not.toEqual(right.gradient);
      expect(spoiled.value).toBe(right.value);

      // The descent follows what is shown.
      const before = await stateOf(page);
      await page.getByRole("button", { name: "Step", exact: true }).click();
      const after = await stateOf(page);
      after.W.flat().forEach((w, k) => {
        expect(w).toBeCloseTo(before.W.flat()[k]! - 0.1 * spoiled.gradient[k]!, 12);
      });

      await page.getByRole("button", { name: "Reveal it" }).click();
      const truth = (await page.locator("#riddle .revealed").getAttribute("data-mistake"))!;
      expect(mistakeIds).toContain(truth);
      await page.locator("#riddle .counterexample").waitFor();
      const other = await choices
        .locator("option")
        .evaluateAll(
          (all, id) => all.map((option) => (option as HTMLOptionElement).value).find((v) => v && v !== id)!,
          truth,
        );
      await choices.selectOption(other);
      expect(await page.locator("#riddle .sentence").textContent()).toContain("No");
      await choices.selectOption(truth);
      expect(await page.locator("#riddle .sentence").textContent()).toContain("Yes");

      await page.getByRole("button", { name: "Back to the right gradient" }).click();
      await expectLibrarysNumbers(page);
    }));

  it("poses riddles in the convention of the controls, and tells them in it", () =>
    onPage(stage, async (page) => {
      await page.getByRole("combobox", { name: "Loss" }).selectOption("crammer-singer");
      await page.getByLabel("squared").check();
      await page.getByLabel("Margin").fill("1.5");
      await page.getByLabel("Regulariser").selectOption("half");
      await page.getByLabel("bias too").uncheck();
      const { classes, points, W, objective } = await stateOf(page);
      const asked: Asked = {
        form: "crammer-singer",
        ...{ squared: true, margin: 1.5, penalty: "half", regularizeBias: false, reduction: "mean" },
      };
      const point = {
        X: Float64Array.from(points.flatMap(([x, y]) => [x, y, 1])),
        y: Int32Array.from(points, ([, , k]) => k),
        W: Float64Array.from(W.flat()),
        ...{ nSamples: points.length, nFeatures: 3, nScores: classes.length, lambda: objective.lambda },
      };
      const seen = new Set<string>();
      await page.getByRole("button", { name: "Spoil the gradient" }).click();
      for (let round = 0; round < 4; round++) {
        await page.getByRole("button", { name: "Reveal it" }).click();
        const revealed = page.locator("#riddle .revealed");
        const id = (await revealed.getAttribute("data-mistake")) as MistakeId;
        seen.add(id);
        const { gradient } = spoiledAnswer(id, point, asked)!;
        for (const [k, value] of (await shown(page)).gradient.entries())
          expect(value).toBeCloseTo(gradient[k]!, 12);
        await page.locator("#riddle .counterexample").waitFor();
        const choices = await page.getByLabel("The mistake").locator("option").count();
        expect(choices).toBeGreaterThan(10);
        // The objective is the visitor's to change while looking for it.
        if (round === 0) {
          await page.getByLabel("lambda").fill("0.1");
          expect(await revealed.getAttribute("data-mistake")).toBe(id);
        }
        await page.getByRole("button", { name: "Another one" }).click();
      }
      expect(seen.size).toBeGreaterThan(1);
    }));

  it("poses riddles of digits", () =>
    onPage(stage, async (page) => {
      await page.getByLabel("Start from").selectOption("digits");
      await page.locator(".templates canvas").first().waitFor();
      const right = await shown(page);
      await page.getByRole("button", { name: "Spoil the gradient" }).click();
      await page.getByLabel("The mistake").waitFor();
      const spoiled = await shown(page);
      expect(spoiled.value).toBe(right.value);
      expect(right.gradient).toHaveLength(8);
      const before = await stateOf(page);
      await page.getByRole("button", { name: "Step", exact: true }).click();
      const after = await stateOf(page);
      expect(after.W).not.toEqual(before.W);
      await page.getByRole("button", { name: "Reveal it" }).click();
      await page.locator("#riddle .counterexample").waitFor();
      await page.getByRole("button", { name: "Back to the right gradient" }).click();
      expect((await stateOf(page)).riddle).toBeNull();
    }));

  const check = async (page: Page, code?: string) => {
    if (code !== undefined) await page.getByLabel("Your function").fill(code);
    await page.getByRole("button", { name: "Check it" }).click();
    const verdict = page.locator("#verdict:not([data-verdict=busy]):not([data-verdict=''])");
    await verdict.waitFor();
    return {
      verdict: await verdict.getAttribute("data-verdict"),
      mistakes: await page
        .locator("#verdict [data-mistake]")
        .evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset.mistake)),
      text: (await verdict.textContent())!,
    };
  };

  it("names the mistake in a visitor's function, with numbers that show it, and calls the repaired one right", () =>
    onPage(stage, async (page) => {
      const wrong = await check(page);
      expect(wrong).toMatchObject({ verdict: "wrong", mistakes: ["regularizer-gradient-factor"] });
      expect(wrong.text).toContain("your gradient");
      const code = await page.getByLabel("Your function").inputValue();
      const right = await check(page, code.replace("+= lambda * w;", "+= 2 * lambda * w;"));
      expect(right).toMatchObject({ verdict: "right", mistakes: [] });
    }));

  it("reads named functions, and tells what is the matter with text that is none", () =>
    onPage(stage, async (page) => {
      const helper = "const zero = (W) => W.map((row) => row.map(() => 0));\n";
      const named = `${helper}function svm(W, X, y, lambda) {\n  return { loss: 0, gradient: zero(W) };\n}`;
      expect((await check(page, named)).mistakes).toContain("not-implemented");
      expect((await check(page, "(W, X) => {\n  return oops;\n}")).text).toContain("oops");
      expect((await check(page, "(W, X) => {\n  return [1;\n}")).text).toMatch(/SyntaxError.*line 2/);
      expect((await check(page, "42")).text).toContain("not a function");
    }));

  it("stops an endless loop within two seconds, and stays alive", () =>
    onPage(stage, async (page) => {
      await page.getByLabel("Your function").fill("(W) => { for (;;); }");
      // The doctor is loaded before the clock starts.
      await check(page, "(W) => 0");
      await page.getByLabel("Your function").fill("(W) => { for (;;); }");
      const begin = performance.now();
      const verdictLater = check(page);
      // The page is at work meanwhile.
      await page.locator("#verdict[data-verdict=busy]").waitFor({ state: "attached" });
      await page.getByLabel("Weight of a, x", { exact: true }).fill("3");
      expect((await shown(page)).gradient).toHaveLength(9);
      expect(await page.locator("#verdict").getAttribute("data-verdict")).toBe("busy");
      const { verdict, text } = await verdictLater;
      expect(performance.now() - begin).toBeLessThan(2000);
      expect(verdict).toBe("undetermined");
      expect(text).toContain("endless loop");
      await page.getByRole("button", { name: "Step", exact: true }).click();
      await expectLibrarysNumbers(page);
    }));

  it("stops an examination when it is asked to", () =>
    onPage(stage, async (page) => {
      await page.getByLabel("Your function").fill("(W) => { for (;;); }");
      await page.getByRole("button", { name: "Check it" }).click();
      await page.getByRole("button", { name: "Stop", exact: true }).click();
      expect(await page.locator("#verdict").getAttribute("data-verdict")).toBe("");
      expect((await check(page, "(W) => 0")).verdict).toBe("wrong");
    }));

  it("lets a visitor's function reach no network", () =>
    onPage(stage, async (page) => {
      const tries = ["fetch", "XMLHttpRequest", "WebSocket", "importScripts", "Worker"];
      const code = `(W) => { throw new Error([${tries.map((name) => `typeof ${name}`).join(", ")}].join()); }`;
      const { text } = await check(page, code);
      expect(text).toContain(tries.map(() => "undefined").join());
    }));
}
