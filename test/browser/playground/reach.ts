import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { firstLoad } from "../../../scripts/lib/build-playground.mjs";
import { onPage, type Stage } from "./site.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds; its script goes past the page's policy by the debugger. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    type Axe = { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}

/** That everybody can use it: by sight, by ear, on a slow line. */
export function reachTests(stage: Stage): void {
  it.each(["light", "dark"] as const)(
    "has nothing that axe-core finds fault with when it is %s",
    (colorScheme) =>
      onPage(stage, async (page) => {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        expect(await violations(page)).toEqual([]);
        await page.getByRole("button", { name: "50 steps" }).click();
        await page.getByRole("button", { name: "Go to the optimum" }).click();
        await page.locator("#certificate[data-status=certified]").waitFor();
        await page.getByRole("button", { name: "Put this sample on a kink" }).click();
        await page.getByRole("button", { name: "Spoil the gradient" }).click();
        await page.getByRole("button", { name: "Reveal it" }).click();
        await page.locator("#riddle .counterexample").waitFor();
        await page.getByRole("button", { name: "Check it" }).click();
        await page.locator("#verdict [data-mistake]").waitFor();
        await page.getByText("How to use the plane").click();
        expect(await violations(page)).toEqual([]);
        await page.getByLabel("Start from").selectOption("digits");
        await page.locator(".templates canvas").first().waitFor();
        expect(await violations(page)).toEqual([]);
      }),
  );

  it("has no more on a phone, and nothing wider than it", () =>
    onPage(stage, async (page) => {
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      // All of a weight can be seen without scrolling: its number, its buttons, its gradient.
      const cut = await page.locator("#weights").evaluate(
        (panel) =>
          [...panel.querySelectorAll("button, input")].filter((part) => {
            const { left, right } = part.getBoundingClientRect();
            return left < 0 || right > 360 || part.scrollWidth > part.clientWidth + 1;
          }).length,
      );
      expect(cut).toBe(0);
      await page.getByLabel("Start from").selectOption("digits");
      await page.locator(".wide-weights").waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    }));

  it.each([
    { reducedMotion: "reduce", atLeast: 350, atMost: Number.POSITIVE_INFINITY },
    { reducedMotion: "no-preference", atLeast: 0, atMost: 200 },
  ] as const)(
    "draws a descent a few times a second, or as often as it can, as the preference for motion is $reducedMotion",
    ({ reducedMotion, atLeast, atMost }) =>
      onPage(stage, async (page) => {
        await page.emulateMedia({ reducedMotion });
        await page.getByLabel("Start from").selectOption("digits");
        await page.locator(".templates canvas").first().waitFor();
        await page.evaluate(() => {
          const times: number[] = [];
          Object.assign(globalThis, { times });
          const steps = document.querySelector("[data-steps]")!;
          new MutationObserver(() => times.push(performance.now())).observe(steps, { attributes: true });
        });
        await page.getByRole("button", { name: "Run" }).click();
        await page.waitForFunction(() => (globalThis as unknown as { times: number[] }).times.length >= 4);
        await page.getByRole("button", { name: "Pause" }).click();
        const times = await page.evaluate(() => (globalThis as unknown as { times: number[] }).times);
        const gaps = times.slice(1).map((time, k) => time - times[k]!);
        // A busy machine draws late, never early: only the first one's delay shortens what follows.
        expect((times.at(-1)! - times[0]!) / gaps.length).toBeGreaterThan(atLeast);
        expect(Math.min(...gaps)).toBeLessThan(atMost);
        const animated = () =>
          [...document.querySelectorAll("*")].filter((e) => e.getAnimations().length > 0);
        expect(await page.evaluate(`(${animated})().length`)).toBe(0);
      }),
  );

  it("loads less than 120 kB at first, packed", () => {
    const total = firstLoad();
    // The scripts alone are more than this: nothing was overlooked.
    expect(total).toBeGreaterThan(70_000);
    console.log(`The playground's first load takes ${total} bytes.`);
    expect(total).toBeLessThan(120_000);
  });
}
