import { LinearSVM } from "hinge";
import { expect, it } from "vitest";
import { serve } from "../serve.ts";
import { addressOf, expectLibrarysNumbers, onPage, playgroundSite, type Stage, stateOf } from "./site.ts";

/** Data from outside, and states that leave by address. */
export function sharingTests(stage: Stage): void {
  it("has its whole state in its address", () =>
    onPage(stage, async (page) => {
      await page.getByRole("combobox", { name: "Loss" }).selectOption("crammer-singer");
      await page.getByLabel("Name of class 2").fill("b, <i>renamed</i> & \u00fc");
      await page.getByRole("button", { name: "50 steps" }).click();
      const state = await stateOf(page);
      const address = await addressOf(page);
      // The browser's own address follows.
      await page.waitForFunction((wanted) => location.href === wanted, address);
      await onPage(
        stage,
        async (other) => {
          expect(await stateOf(other)).toEqual(state);
          await expectLibrarysNumbers(other);
        },
        `/${address.slice(address.indexOf("#"))}`,
      );
    }));

  it.each(["#s=garbled", "#s=q1YqVrJSMlSqBQA"])("begins afresh for the address %s, and says so", (hash) =>
    onPage(
      stage,
      async (page) => {
        expect(await page.locator(".notice").textContent()).toContain("address");
        expect((await stateOf(page)).points).toHaveLength(36);
      },
      `/${hash}`,
    ),
  );

  it("hides the panels that ?controls= leaves out", async () => {
    const site = (path: string, body: (ids: string[]) => void) =>
      onPage(
        stage,
        async (page) => body(await page.locator(".panel").evaluateAll((all) => all.map(({ id }) => id))),
        path,
      );
    await site("/?controls=plane,descent", (ids) => expect(ids).toEqual(["descent"]));
    await site("/?controls=-code,-riddle", (ids) => {
      expect(ids).not.toContain("code");
      expect(ids).toContain("weights");
    });
  });

  const drop = async (page: Parameters<Parameters<typeof onPage>[1]>[0], text: string) => {
    const transfer = await page.evaluateHandle((csv) => {
      const data = new DataTransfer();
      data.items.add(new File([csv], "flowers.csv", { type: "text/csv" }));
      return data;
    }, text);
    await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
    await page.locator(".notice").waitFor();
  };

  it("takes a CSV file that is dropped on it, of which two features can be chosen", () =>
    onPage(stage, async (page) => {
      const rows = Array.from({ length: 20 }, (_, i) => `${i},${(i * 7) % 5},${i * i},"kind ${i % 2}"`);
      await drop(page, `length,width,area,label\n${rows.join("\n")}\n`);
      const { state } = await expectLibrarysNumbers(page);
      expect(state.classes).toEqual(["kind 0", "kind 1"]);
      expect(state.points).toHaveLength(20);
      // Standardised.
      const mean = state.points.reduce((sum, [x]) => sum + x, 0) / 20;
      expect(mean).toBeCloseTo(0, 3);
      await page.getByLabel("Up").selectOption("area");
      expect((await expectLibrarysNumbers(page)).state.points[19]![1]).toBeGreaterThan(1.5);
    }));

  it("says what is the matter with a file that it cannot show", () =>
    onPage(stage, async (page) => {
      await drop(page, "a,b\n1,2\n");
      expect(await page.locator(".notice").textContent()).toContain("2 columns");
      expect((await stateOf(page)).points).toHaveLength(36);
    }));

  it("shows moons, spirals, irises and penguins", () =>
    onPage(stage, async (page) => {
      for (const [kind, nPoints, nClasses] of [
        ["moons", 60, 2],
        ["spiral", 90, 3],
        ["iris", 150, 3],
        ["penguins", 342, 3],
      ] as const) {
        await page.getByLabel("Start from").selectOption(kind);
        await page.waitForFunction((count) => document.querySelectorAll(".point").length === count, nPoints);
        expect((await expectLibrarysNumbers(page)).state.classes).toHaveLength(nClasses);
      }
    }));

  it("shows templates of digits that change as they are trained", () =>
    onPage(stage, async (page) => {
      await page.getByLabel("Start from").selectOption("digits");
      await page.waitForFunction(() => document.querySelectorAll(".templates canvas").length === 11);
      const template = () =>
        page
          .locator(".templates canvas")
          .nth(3)
          .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
      const value = () => page.locator("#loss").getAttribute("data-value");
      const [image, loss] = [await template(), await value()];
      await page.getByLabel("Step size").fill("0.02");
      await page.getByRole("button", { name: "50 steps" }).click();
      expect(await template()).not.toBe(image);
      expect(Number(await value())).toBeLessThan(Number(loss) / 2);
      const state = await stateOf(page);
      expect(state.W).toHaveLength(10);
      expect(state.W[0]).toHaveLength(65);
    }));

  it("shows one's own model and data where the server has a session", async () => {
    const X = Array.from({ length: 30 }, (_, i) => [Math.sin(i), Math.cos(3 * i), (i % 7) / 7]);
    const y = X.map((_, i) => `class ${i % 3}`);
    const svm = new LinearSVM({ C: 0.5 });
    const report = await svm.fit(X, y);
    const data = { X, y, featureNames: ["one", "two", "three"], imageShape: null };
    const session = { model: svm.toJSON(), data, name: "own.csv" };
    const site = await serve(
      new Map([
        ...playgroundSite(),
        ["/session.json", { type: "application/json", body: JSON.stringify(session) }],
      ]),
    );
    try {
      await onPage(
        { ...stage, origin: site.origin },
        async (page) => {
          const value = Number(await page.locator("#loss").getAttribute("data-value"));
          expect(value).toBeCloseTo(report.primal / (report.C * report.nSamples), 12);
          expect(await page.locator(".templates").textContent()).toMatch(/one|two|three/);
        },
        "/#session",
      );
    } finally {
      await site.close();
    }
  });
}
