import { dualLossNames, hingeLoss, LinearSVM, lossNames } from "hinge";
import { expect, it } from "vitest";
import { expectLibrarysNumbers, onPage, problemOf, type Stage, shown, stateOf } from "./site.ts";

/** Losses and what lowers them. */
export function objectiveTests(stage: Stage): void {
  const forms = lossNames.flatMap((loss) =>
    (loss === "softmax" ? [false] : [false, true]).map((squared) => [loss, squared] as const),
  );
  it("shows the library's numbers for every loss, plain and squared", () =>
    onPage(stage, async (page) => {
      await page.getByLabel("Margin").fill("0.7");
      await page.getByLabel("lambda").fill("0.03");
      await page.getByLabel("Regulariser").selectOption("half");
      await page.getByLabel("bias too").uncheck();
      for (const [loss, squared] of forms) {
        await page.getByRole("combobox", { name: "Loss" }).selectOption(loss);
        if (loss !== "softmax") await page.getByLabel("squared").setChecked(squared);
        const { state } = await expectLibrarysNumbers(page);
        expect(state.objective).toEqual({
          loss,
          squared,
          margin: 0.7,
          lambda: 0.03,
          penalty: "half",
          regularizeBias: false,
        });
        if (loss === "softmax") expect(await page.getByLabel("squared").isDisabled()).toBe(true);
      }
    }));

  it("puts the regulariser into the formula as it is, with lambda or lambda/2, with the bias or without", () =>
    onPage(stage, async (page) => {
      await page.getByLabel("lambda").fill("0.3");
      await page.getByRole("button", { name: "Randomise" }).click();
      for (const half of [false, true])
        for (const bias of [true, false]) {
          await page.getByLabel("Regulariser").selectOption(half ? "half" : "full");
          await page.getByLabel("bias too").setChecked(bias);
          await page.getByLabel("Weight of b, bias", { exact: true }).fill(half ? "2" : "3");
          const { W } = await stateOf(page);
          const squares = W.flatMap((row) => (bias ? row : row.slice(0, -1))).reduce(
            (sum, w) => sum + w * w,
            0,
          );
          const value = (half ? 0.15 : 0.3) * squares;
          const text = String(Number(value.toPrecision(6)));
          // The formula follows after a moment.
          await page.locator("#formula .formula", { hasText: text }).waitFor();
          const formula = (await page.locator("#formula .formula").textContent())!;
          expect(formula).toContain(bias ? "\u2016W\u2016" : "\u2016V\u2016");
          // The last table is the total gradient: its last column has the bias's.
          const { gradient } = await expectLibrarysNumbers(page).then(({ numbers }) => numbers);
          const rows = page.locator("#formula table").last().locator("tbody tr");
          const last = (await rows.nth(1).locator("td").last().textContent())!.replace("\u2212", "-");
          expect(Number(last)).toBeCloseTo(gradient[5]!, 4);
        }
      await page.getByRole("button", { name: "Derivation" }).click();
      await page.locator("#formula pre", { hasText: "V[:, -1] = 0" }).waitFor();
      expect(await page.locator("#formula pre").textContent()).toContain("+ lam * V");
    }));

  it("goes 50 steps down the library's gradient", () =>
    onPage(stage, async (page) => {
      const before = await stateOf(page);
      await page.getByRole("button", { name: "50 steps" }).click();
      const { state, numbers } = await expectLibrarysNumbers(page);
      let { W } = before;
      for (let step = 0; step < 50; step++) {
        const { data, shape } = hingeLoss(problemOf({ ...before, W })).gradient;
        W = W.map((row, m) => row.map((w, j) => w - before.descent.rate * data[m * shape[1] + j]!));
      }
      expect(state.W).toEqual(W);
      expect(state.descent.steps).toBe(50);
      expect(numbers.value).toBeLessThan(0.5);
      expect(await page.locator("#curve .chart").getAttribute("aria-label")).toContain("steps");
      await page.waitForFunction(() => document.querySelector("#spoken")!.textContent!.startsWith("Loss "));
    }));

  it("runs until it is paused, in batches", () =>
    onPage(stage, async (page) => {
      await page.getByLabel("Samples a step").fill("6");
      await page.getByRole("button", { name: "Run" }).click();
      await page.waitForFunction(
        () => Number(document.querySelector<HTMLElement>("[data-steps]")!.dataset.steps) > 20,
      );
      await page.getByRole("button", { name: "Pause" }).click();
      await expectLibrarysNumbers(page);
      // A run is one change to undo.
      await page.getByRole("button", { name: "Undo" }).click();
      expect((await stateOf(page)).descent.steps).toBe(0);
    }));

  it("says so where a step size is too large, and can be undone", () =>
    onPage(stage, async (page) => {
      await page.getByLabel("Step size").fill("100");
      for (let k = 0; k < 3; k++) await page.getByRole("button", { name: "50 steps" }).click();
      expect(await page.getByRole("alert").textContent()).toContain("run away");
      for (let k = 0; k < 3; k++) await page.getByRole("button", { name: "Undo" }).click();
      await expectLibrarysNumbers(page);
    }));

  it("goes to the certified optimum of every loss that has a dual", () =>
    onPage(stage, async (page) => {
      for (const loss of dualLossNames) {
        await page.getByRole("combobox", { name: "Loss" }).selectOption(loss);
        await page.getByRole("button", { name: "Go to the optimum" }).click();
        const proof = page.locator("#certificate[data-status=certified]");
        await proof.waitFor();
        const { state, numbers } = await expectLibrarysNumbers(page);
        const { X, y } = problemOf(state);
        const svm = new LinearSVM({ loss, lambda: 0.2, bias: 1, tolerance: 1e-6 });
        const report = await svm.fit(X, y);
        const scale = report.C * report.nSamples;
        expect(numbers.value).toBeCloseTo(report.primal / scale, 12);
        expect(Number(await proof.getAttribute("data-dual"))).toBeCloseTo(report.dual / scale, 12);
        expect(await proof.textContent()).toContain(report.message);
        expect(await page.locator("#curve .legend").textContent()).toMatch(/primal.*dual/);
      }
    }));

  it("says why softmax has no certified optimum", () =>
    onPage(stage, async (page) => {
      await page.getByRole("combobox", { name: "Loss" }).selectOption("softmax");
      expect(await page.getByRole("button", { name: "Go to the optimum" }).isDisabled()).toBe(true);
      expect(await page.locator("#certificate").textContent()).toContain("no dual");
    }));

  it("adds 2 lambda W for a penalty of lambda sum W^2, as the course's page should", () =>
    onPage(stage, async (page) => {
      // The weights of the course's demonstration, whose picture has lambda/2 W there.
      const weights = [
        [1, 2, 0],
        [2, -4, 0.5],
        [3, -1, -0.5],
      ];
      const fields = page.locator(".weight input");
      for (const [k, w] of weights.flat().entries()) await fields.nth(k).fill(String(w));
      await page.getByLabel("lambda").fill("0.1");
      const { gradient } = await shown(page);
      await page.getByLabel("lambda").fill("0");
      const { gradient: data } = await shown(page);
      for (const [m, j] of [
        [0, 0],
        [0, 1],
        [1, 1],
        [2, 0],
      ] as const) {
        const at = 3 * m + j;
        expect(gradient[at]! - data[at]!).toBeCloseTo(2 * 0.1 * weights[m]![j]!, 12);
      }
    }));

  it("draws a slice whose slopes to both sides are the loss's own", () =>
    onPage(stage, async (page) => {
      await page.getByRole("button", { name: "W = 0" }).click();
      await page.getByLabel("Along").selectOption("1,0");
      const state = await stateOf(page);
      // The slice follows the weights after a moment.
      await page.waitForTimeout(300);
      const slopes = await page.locator("#slopes").evaluate(({ dataset }) => ({ ...dataset }));
      const value = (t: number) => {
        const W = state.W.map((row, m) => row.map((w, j) => w + (m === 1 && j === 0 ? t : 0)));
        return hingeLoss(problemOf({ ...state, W })).value;
      };
      // The nearest kink is far away for so small a step.
      expect(Number(slopes.right)).toBeCloseTo((value(1e-6) - value(0)) / 1e-6, 5);
      expect(Number(slopes.left)).toBeCloseTo((value(0) - value(-1e-6)) / 1e-6, 5);
      expect(Number(slopes.kinks)).toBeGreaterThan(5);
    }));

  it("shows a tie's interval once a sample is put on a kink", () =>
    onPage(stage, async (page) => {
      await page.getByRole("button", { name: "Put this sample on a kink" }).click();
      const multiples = () =>
        page
          .locator("[data-multiple]")
          .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset.multiple)));
      await page.getByLabel("Alpha").fill("0");
      const strict = await multiples();
      await page.getByLabel("Alpha").fill("1");
      const inclusive = await multiples();
      const moved = inclusive.map((g, m) => g - strict[m]!).filter((change) => change !== 0);
      // One more class violates its margin: its row gains x, the true class's loses x.
      expect(moved.sort()).toEqual([-1, 1]);
      expect(await page.locator("#slopes").textContent()).toContain("Slope");
    }));
}
