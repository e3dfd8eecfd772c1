import { readFileSync } from "node:fs";
import { extname, relative, sep } from "node:path";
import { hingeLoss, LinearSVM, type LossName } from "hinge";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPlayground, playground } from "../../scripts/lib/build-playground.mjs";
import { filesUnder } from "../../scripts/lib/tree.mjs";
import { launch, noBrowser, open } from "./chromium.ts";
import { type Served, type Site, serve } from "./serve.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** The built page and its assets, the page also as the front page. */
function playgroundSite(): Site {
  const files = filesUnder(playground).map((file): [string, Served] => [
    `/${relative(playground, file).split(sep).join("/")}`,
    { type: types[extname(file)]!, body: readFileSync(file) },
  ]);
  return new Map(files.map(([path, served]) => [path === "/index.html" ? "/" : path, served]));
}

/** What the page says of itself in data attributes, read in one moment. */
interface Shown {
  readonly certificate: Readonly<Record<string, string>>;
  readonly sentence: string;
  readonly points: readonly Readonly<Record<string, string>>[];
}

/** The page once it has trained on the points that it shows. */
async function shown(page: Page): Promise<Shown> {
  await page.waitForSelector("#certificate:not([data-status=training])");
  return page.evaluate(() => ({
    certificate: { ...document.querySelector<HTMLElement>("#certificate")!.dataset } as Record<
      string,
      string
    >,
    sentence: document.querySelector("#certificate .sentence")!.textContent!,
    points: Array.from(document.querySelectorAll<SVGElement>(".point"), ({ dataset }) => ({
      ...(dataset as Record<string, string>),
    })),
  }));
}

/** The page after something was done to it: as soon as its number of points, or what it was trained on, is another. */
async function after(page: Page, before: Shown, action: () => Promise<unknown>): Promise<Shown> {
  await action();
  await page.waitForFunction(
    ([primal, count]) =>
      document.querySelector<HTMLElement>("#certificate:not([data-status=training])")?.dataset.primal !==
        primal || document.querySelectorAll(".point").length !== count,
    [before.certificate.primal, before.points.length] as const,
  );
  return shown(page);
}

/** Trains here on what the page shows, by the options that it states. */
async function trainHere({ certificate, points }: Shown) {
  const { loss, squared, c, bias, tolerance } = certificate;
  const options = {
    loss: loss as LossName,
    squared: squared === "true",
    C: Number(c),
    bias: Number(bias),
    tolerance: Number(tolerance),
  };
  const svm = new LinearSVM(options);
  const X = points.map(({ x, y }) => [Number(x), Number(y)]);
  const labels = points.map((point) => point.class!);
  return { svm, X, labels, report: await svm.fit(X, labels) };
}

async function expectLibrarysNumbers(state: Shown): Promise<void> {
  const { svm, X, labels, report } = await trainHere(state);
  expect(state.certificate).toMatchObject({
    status: report.status,
    primal: String(report.primal),
    dual: String(report.dual),
    epochs: String(report.epochs),
    accuracy: String(svm.score(X, labels)),
  });
  expect(state.sentence).toBe(report.message);
}

describe.skipIf(noBrowser !== undefined)(
  `the playground in Chromium${noBrowser ? ` (${noBrowser})` : ""}`,
  () => {
    let browser: Browser;
    let site: Awaited<ReturnType<typeof serve>>;

    beforeAll(async () => {
      await buildPlayground();
      [browser, site] = await Promise.all([launch(), serve(playgroundSite())]);
    });
    afterAll(() => Promise.all([browser?.close(), site?.close()]));

    /** Opens the page, and sees to it that it keeps to its origin and leaves the console alone. */
    async function onPage(body: (page: Page, start: Shown) => Promise<void>): Promise<void> {
      const { page, complaints } = await open(browser, site.origin);
      try {
        await body(page, await shown(page));
        expect(complaints).toEqual([]);
      } finally {
        await page.close();
      }
    }

    it("shows the irises with the library's certificate", () =>
      onPage(async (_, start) => {
        expect(start.points).toHaveLength(150);
        expect(start.sentence).toMatch(/^Certified: /);
        await expectLibrarysNumbers(start);
      }));

    it("trains anew when an arrow key moves a point", () =>
      onPage(async (page, start) => {
        const point = page.locator(".point").nth(60);
        await point.focus();
        const moved = await after(page, start, () => page.keyboard.press("ArrowRight"));
        expect(Number(moved.points[60]!.x)).toBeGreaterThan(Number(start.points[60]!.x));
        expect(moved.points[60]!.y).toBe(start.points[60]!.y);
        expect(moved.certificate.primal).not.toBe(start.certificate.primal);
        await expectLibrarysNumbers(moved);
        expect(await point.evaluate((element) => element === document.activeElement)).toBe(true);
      }));

    it("adds a point by a click, drags it and removes it by Delete", () =>
      onPage(async (page, start) => {
        const surface = (await page.locator(".surface").boundingBox())!;
        const at = (u: number, v: number) =>
          [surface.x + u * surface.width, surface.y + v * surface.height] as const;

        const added = await after(page, start, () => page.mouse.click(...at(0.4, 0.2)));
        expect(added.points).toHaveLength(151);
        expect(added.points.at(-1)).toMatchObject({ class: "setosa" });

        const dragged = await after(page, added, async () => {
          await page.mouse.move(...at(0.4, 0.2));
          await page.mouse.down();
          await page.mouse.move(...at(0.6, 0.8), { steps: 4 });
          await page.mouse.up();
        });
        expect(dragged.points).toHaveLength(151);
        expect(Number(dragged.points.at(-1)!.x)).toBeGreaterThan(Number(added.points.at(-1)!.x));

        const removed = await after(page, dragged, () => page.keyboard.press("Delete"));
        expect(removed.points).toEqual(start.points);
        await expectLibrarysNumbers(removed);
      }));

    it.each(["crammer-singer", "one-vs-all", "binary"])("trains by the %s loss, squared", (loss) =>
      onPage(async (page, start) => {
        const squared = await after(page, start, () => page.getByLabel("squared").check());
        const state = await after(page, squared, () => page.getByLabel("Loss").selectOption(loss));
        expect(state.certificate).toMatchObject({ loss, squared: "true" });
        expect(state.points).toHaveLength(loss === "binary" ? 100 : 150);
        await expectLibrarysNumbers(state);
      }),
    );

    it("shows the weights and the library's gradient there", () =>
      onPage(async (page, start) => {
        const { svm, X, labels, report } = await trainHere(start);
        const { data } = svm.weights;
        const W = Array.from(svm.bias, (b, m) => [data[2 * m]!, data[2 * m + 1]!, b]);
        const { lambda } = report;
        const { gradient } = hingeLoss({ X, y: labels, W, classes: svm.classes, bias: 1, lambda });
        const cells = await page
          .locator(".weights td")
          .evaluateAll((all) =>
            all.map(({ childNodes }) =>
              Array.from(childNodes, (node) => node.textContent!.replaceAll("\u2212", "-")),
            ),
          );
        expect(cells).toHaveLength(9);
        cells.forEach(([weight, derivative], k) => {
          expect(Number(weight) / W.flat()[k]!).toBeCloseTo(1, 3);
          // Shown to three digits or, below a thousandth, to two.
          const exact = gradient.data[k]!;
          expect(Math.abs(Number(derivative) - exact)).toBeLessThanOrEqual(0.05 * Math.abs(exact));
        });
      }));

    it("repeats the library's refusal when one class alone is left", () =>
      onPage(async (page) => {
        await page.getByLabel("setosa takes part").uncheck();
        await page.getByLabel("virginica takes part").uncheck();
        await page.waitForSelector("#certificate[data-status=refused]");
        expect((await shown(page)).sentence).toMatch(/^All 50 samples are of one class, "?versicolor/);
      }));
  },
);
