import { mistakeIds } from "hinge/check";
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
      const { verdict, text } = await check(page);
      expect(performance.now() - begin).toBeLessThan(2000);
      expect(verdict).toBe("undetermined");
      expect(text).toContain("endless loop");
      await page.getByRole("button", { name: "Step", exact: true }).click();
      await expectLibrarysNumbers(page);
    }));

  it("lets a visitor's function reach no network", () =>
    onPage(stage, async (page) => {
      const tries = ["fetch", "XMLHttpRequest", "WebSocket", "importScripts", "Worker"];
      const code = `(W) => { throw new Error([${tries.map((name) => `typeof ${name}`).join(", ")}].join()); }`;
      const { text } = await check(page, code);
      expect(text).toContain(tries.map(() => "undefined").join());
    }));
}
