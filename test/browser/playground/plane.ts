import { createLoss } from "hinge";
import { explainSample } from "hinge/explain";
import { expect, it } from "vitest";
import { expectLibrarysNumbers, onPage, type Stage, shown, spotOf, stateOf } from "./site.ts";

/** Points moved, made, repainted and removed, by every means. */
export function planeTests(stage: Stage): void {
  it("shows the library's loss and gradient, and changes them and the regions as a mouse drags a point", () =>
    onPage(stage, async (page) => {
      const { state, numbers } = await expectLibrarysNumbers(page);
      const from = await spotOf(page, 3);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x + 90, from.y + 150, { steps: 6 });
      await page.mouse.up();
      const after = await expectLibrarysNumbers(page);
      expect(after.state.points[3]).not.toEqual(state.points[3]);
      expect(after.state.points.filter((_, i) => i !== 3)).toEqual(state.points.filter((_, i) => i !== 3));
      expect(after.numbers.value).not.toBe(numbers.value);
      expect(after.numbers.gradient).not.toEqual(numbers.gradient);
      // Regions are the weights' business: they move with the next step.
      expect(after.numbers.regions).toEqual(numbers.regions);
      await page.getByRole("button", { name: "Step", exact: true }).click();
      expect((await shown(page)).regions).not.toEqual(numbers.regions);
      // The whole drag is one change to undo.
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("button", { name: "Undo" }).click();
      expect((await stateOf(page)).points).toEqual(state.points);
    }));

  it("moves, repaints, removes and finds points by the keyboard", () =>
    onPage(stage, async (page) => {
      const { state } = await expectLibrarysNumbers(page);
      await page.locator("#point-7").focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Shift+ArrowUp");
      const moved = await expectLibrarysNumbers(page);
      expect(moved.state.points[7]![0]).toBeGreaterThan(state.points[7]![0]);
      expect(moved.state.points[7]![1]).toBeGreaterThan(state.points[7]![1]);

      await page.locator("#point-7").focus();
      await page.keyboard.press("3");
      expect((await expectLibrarysNumbers(page)).state.points[7]![2]).toBe(2);

      await page.locator("#point-7").focus();
      await page.keyboard.press("PageDown");
      await page.waitForFunction(() => document.activeElement?.id === "point-8");
      await page.keyboard.press("Delete");
      const removed = await expectLibrarysNumbers(page);
      expect(removed.state.points).toHaveLength(state.points.length - 1);
      expect(removed.state.points[8]).toEqual(state.points[9]);
    }));

  it("adds a point where the ground is clicked, and drags one under a finger", () =>
    onPage(stage, async (page) => {
      await page.getByLabel("A click adds c").check();
      // Nothing may scroll between looking and clicking.
      await page.locator(".surface").scrollIntoViewIfNeeded();
      const surface = (await page.locator(".surface").boundingBox())!;
      await page.mouse.click(surface.x + 0.1 * surface.width, surface.y + 0.1 * surface.height);
      const { state } = await expectLibrarysNumbers(page);
      expect(state.points).toHaveLength(37);
      expect(state.points[36]![2]).toBe(2);
      expect(state.selected).toBe(36);

      const { x, y } = await spotOf(page, 36);
      const touch = await page.context().newCDPSession(page);
      const send = (type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]) =>
        touch.send("Input.dispatchTouchEvent", { type, touchPoints: points });
      await send("touchStart", [{ x, y }]);
      for (const part of [0.25, 0.5, 0.75, 1])
        await send("touchMove", [{ x: x + 120 * part, y: y + 80 * part }]);
      await send("touchEnd", []);
      const dragged = await expectLibrarysNumbers(page);
      expect(dragged.state.points[36]![0]).toBeGreaterThan(state.points[36]![0]);
      expect(dragged.state.points[36]![1]).toBeLessThan(state.points[36]![1]);
    }));

  it("lights up the points that make an entry of the gradient, and shows their sum", () =>
    onPage(stage, async (page) => {
      const entry = page.locator(".slope-entry").nth(4);
      await entry.hover();
      const lit = await page.locator(".point.up, .point.down").count();
      expect(lit).toBeGreaterThan(0);
      expect(lit + (await page.locator(".point.dim").count())).toBe(36);
      const { numbers } = await expectLibrarysNumbers(page);
      await entry.hover();
      const sum = (await page.locator(".sum b").textContent())!.replace("\u2212", "-");
      expect(Number(sum)).toBeCloseTo(numbers.gradient[4]!, 3);
    }));

  it("shows each sample's scores, margins, count and loss, and what a point adds to each row while it is pointed at", () =>
    onPage(stage, async (page) => {
      const state = await stateOf(page);
      const loss = createLoss({ loss: "weston-watkins" });
      const workedOf = (i: number) => {
        const [x, y, k] = state.points[i]!;
        return explainSample(
          loss,
          Float64Array.from(state.W, ([a, b, c]) => x * a! + y * b! + c!),
          k,
        );
      };
      const rows = page.locator("#points tbody tr");
      for (const [at, text] of (await rows.allInnerTexts()).entries()) {
        const cells = text.replaceAll("\u2212", "-").trim().split("\t").slice(1).map(Number);
        const { y, scores, hinges, count, loss } = workedOf(at);
        // The true class has no margin of its own, which is shown as a stroke.
        const margins = [...hinges].map((h, m) => (m === y ? Number.NaN : h));
        [...scores, ...margins, count, loss].forEach((value, k) => {
          if (Number.isNaN(value)) expect(cells[k + 1]).toBeNaN();
          else expect(cells[k + 1]).toBeCloseTo(value, 3);
        });
      }
      expect(await rows.count()).toBe(12);

      for (const i of [7, 9]) {
        const { x, y } = await spotOf(page, i);
        await page.mouse.move(x, y);
        const adds = (await page.locator(".adds").allInnerTexts()).map((text) =>
          Number(
            text
              .replace("\u2212", "-")
              .replace(/^([+-])x$/, "$11")
              .replace("x", ""),
          ),
        );
        expect(adds).toEqual([...workedOf(i).multiples]);
      }
    }));

  it("undoes and redoes by buttons and by keys", () =>
    onPage(stage, async (page) => {
      const states = [await stateOf(page)];
      for (const name of ["Randomise", "Add a point", "W = 0"]) {
        await page.getByRole("button", { name, exact: true }).click();
        states.push(await stateOf(page));
      }
      const same = async (k: number) => {
        const { points, W } = await stateOf(page);
        expect({ points, W }).toEqual({ points: states[k]!.points, W: states[k]!.W });
      };
      await page.getByRole("button", { name: "Undo" }).click();
      await same(2);
      await page.keyboard.press("Control+z");
      await same(1);
      await page.keyboard.press("Control+Shift+z");
      await same(2);
      await page.getByRole("button", { name: "Redo" }).click();
      await same(3);
      expect(await page.getByRole("button", { name: "Redo" }).isDisabled()).toBe(true);
    }));

  it("has for a class that is added a row of weights, a mark and a region", () =>
    onPage(stage, async (page) => {
      await page.getByRole("button", { name: "Add a class" }).click();
      await page.getByLabel("Name of class 4").fill("fourth");
      await page.getByRole("button", { name: "Add a point" }).click();
      const { state, numbers } = await expectLibrarysNumbers(page);
      expect(state.classes).toEqual(["a", "b", "c", "fourth"]);
      expect(state.points.at(-1)![2]).toBe(3);
      expect(numbers.regions).toHaveLength(4);
      await page.getByLabel("Remove class b").click();
      const fewer = await expectLibrarysNumbers(page);
      expect(fewer.state.classes).toEqual(["a", "c", "fourth"]);
      expect(fewer.state.points).toHaveLength(25);
    }));
}
