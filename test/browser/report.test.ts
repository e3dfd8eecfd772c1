import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hinge } from "../cli/run.ts";
import { launch, noBrowser } from "./chromium.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const reports = {
  digits: "train digits:train --test digits:test --C 0.003",
  penguins: "train penguins --max-epochs 300",
  softmax: "train iris --loss softmax --solver sgd --lambda 0.01",
};

describe.skipIf(noBrowser !== undefined)(`reports in Chromium${noBrowser ? ` (${noBrowser})` : ""}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "hinge-report-"));
  let browser: Browser;

  beforeAll(async () => {
    const made = Object.entries(reports).map(([name, line]) =>
      hinge([...line.split(" "), "--quiet", "--report", join(folder, `${name}.html`)]),
    );
    [browser] = await Promise.all([launch(), ...made]);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    { name: "digits", width: 1200, colorScheme: "light" },
    { name: "digits", width: 1200, colorScheme: "dark" },
    { name: "digits", width: 360, colorScheme: "dark" },
    { name: "penguins", width: 360, colorScheme: "light" },
    { name: "softmax", width: 1200, colorScheme: "dark" },
  ] as const)(
    "$name, $colorScheme, $width pixels wide: accessible, in its width, without a word of complaint",
    async ({ name, width, colorScheme }) => {
      // The page's policy lets no script in; the checker comes past it.
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        if (!request.url().startsWith("file:")) complaints.push(request.url());
      });
      await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
      for (const details of await page.locator("summary").all()) await details.click();
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate<{
        violations: { id: string; nodes: { html: string }[] }[];
        passes: unknown[];
      }>("axe.run()");
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([]);
      expect(passes.length).toBeGreaterThan(15);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it("keep their style under their own policy, and run nothing", async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(folder, "digits.html")).href);
    expect(await page.locator(".tiles").evaluate((tiles) => getComputedStyle(tiles).display)).toBe("grid");
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      document.body.append(script);
      return "ran" in globalThis;
    });
    expect(ran).toBe(false);
    await page.close();
  });
});
