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

  it("has digits in its address, with every weight", () =>
    onPage(stage, async (page) => {
      await page.getByLabel("Start from").selectOption("digits");
      await page.locator(".templates canvas").first().waitFor();
      await page.getByRole("button", { name: "Step", exact: true }).click();
      await page.locator("tr[data-sample='9'] button").click();
      const state = await stateOf(page);
      const value = await page.locator("#loss").getAttribute("data-value");
      const address = await addressOf(page);
      await onPage(
        stage,
        async (other) => {
          expect(await stateOf(other)).toEqual(state);
          expect(await other.locator("#loss").getAttribute("data-value")).toBe(value);
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
      const shown = await expectLibrarysNumbers(page);
      expect(shown.state.points[19]![1]).toBeGreaterThan(1.5);
      // The features that are not shown go along.
      const address = await addressOf(page);
      await onPage(
        stage,
        async (other) => {
          await other.getByLabel("Up").selectOption("width");
          const { state } = await expectLibrarysNumbers(other);
          expect(state.points.map(([x]) => x)).toEqual(shown.state.points.map(([x]) => x));
          expect(state.points[19]![1]).toBeLessThan(1.5);
        },
        `/${address.slice(address.indexOf("#"))}`,
      );
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

  const ownSession = async (nSamples: number) => {
    const X = Array.from({ length: nSamples }, (_, i) => [Math.sin(i), Math.cos(3 * i), (i % 7) / 7]);
    const y = X.map((_, i) => `class ${i % 3}`);
    const svm = new LinearSVM({ C: 0.5 });
    const report = await svm.fit(X, y);
    const data = { X, y, featureNames: ["one", "two", "three"], imageShape: null };
    const session = JSON.stringify({ model: svm.toJSON(), data, name: "own.csv" });
    const site = await serve(
      new Map([...playgroundSite(), ["/session.json", { type: "application/json", body: session }]]),
    );
    return { site, value: report.primal / (report.C * report.nSamples) };
  };

  it("shows one's own model and data where the server has a session, and elsewhere by their address", async () => {
    const { site, value } = await ownSession(30);
    let address = "";
    try {
      await onPage(
        { ...stage, origin: site.origin },
        async (page) => {
          expect(Number(await page.locator("#loss").getAttribute("data-value"))).toBeCloseTo(value, 12);
          expect(await page.locator(".templates").textContent()).toMatch(/one|two|three/);
          // The table of weights has one's own features; a change of one moves the loss.
          await page.getByLabel("Order").selectOption("number");
          const weights = page.locator(".wide-weights");
          expect(await weights.locator("tbody th").allTextContents()).toEqual([
            "one",
            "two",
            "three",
            "bias",
          ]);
          await page.getByLabel("Score").selectOption("class 1");
          const slope = Number(await weights.locator(".slope-entry").nth(2).getAttribute("data-gradient"));
          await page.getByLabel("Weight of class 1, three", { exact: true }).fill("2");
          expect((await stateOf(page)).W[1]![2]).toBe(2);
          expect(Number(await page.locator("#loss").getAttribute("data-value"))).toBeGreaterThan(value);
          // At the optimum the gradient is small, and as small as a tie lets it be.
          expect(Math.abs(slope)).toBeLessThan(0.2);
          address = await addressOf(page);
        },
        "/#session",
      );
    } finally {
      await site.close();
    }
    await onPage(
      stage,
      async (page) => {
        expect((await stateOf(page)).W[1]![2]).toBe(2);
        expect(await page.locator(".templates").textContent()).toMatch(/one|two|three/);
      },
      `/${address.slice(address.indexOf("#"))}`,
    );
  });

  it("says so where one's own data are too many for an address, which still holds all else", async () => {
    const { site } = await ownSession(4000);
    try {
      const there = { ...stage, origin: site.origin };
      await onPage(
        there,
        async (page) => {
          await page.getByLabel("lambda").fill("0.25");
          await page.getByRole("button", { name: "Share" }).click();
          expect(await page.locator(".link .notice").textContent()).toContain(
            "data are not part of the address",
          );
          const address = await page.locator(".link input").inputValue();
          await onPage(
            there,
            async (other) => {
              expect((await stateOf(other)).objective.lambda).toBe(0.25);
              expect(await other.locator("#points").textContent()).toContain("of 4000");
            },
            `/${address.slice(address.indexOf("#"))}`,
          );
        },
        "/#session",
      );
    } finally {
      await site.close();
    }
  });
}
