import { readFileSync } from "node:fs";
import { extname, relative, sep } from "node:path";
import { inflateRawSync } from "node:zlib";
import { type HingeLossOptions, hingeLoss, type LossName } from "hinge";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { playground } from "../../../scripts/lib/build-playground.mjs";
import { filesUnder } from "../../../scripts/lib/tree.mjs";
import { open } from "../chromium.ts";
import type { Served, Site } from "../serve.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** The built page and its assets, the page also as the front page. */
export function playgroundSite(): Site {
  const files = filesUnder(playground).map((file): [string, Served] => [
    `/${relative(playground, file).split(sep).join("/")}`,
    { type: types[extname(file)]!, body: readFileSync(file) },
  ]);
  return new Map(files.map(([path, served]) => [path === "/index.html" ? "/" : path, served]));
}

/** What the tests of the page are run with; filled in before they run. */
export interface Stage {
  browser: Browser;
  origin: string;
}

/** Opens the page, and sees to it that it keeps to its origin and leaves the console alone. */
export async function onPage(
  { browser, origin }: Stage,
  body: (page: Page) => Promise<void>,
  path = "",
): Promise<void> {
  const { page, complaints } = await open(browser, origin, path);
  try {
    // A test that waits longer waits in vain.
    page.setDefaultTimeout(10_000);
    await page.waitForSelector("#loss, .plane, .panel");
    await body(page);
    expect(complaints).toEqual([]);
  } finally {
    await page.close();
  }
}

/** What an address holds. */
export interface Shared {
  readonly classes: readonly string[];
  readonly points: readonly (readonly [number, number, number])[];
  readonly W: readonly (readonly number[])[];
  readonly objective: {
    readonly loss: LossName;
    readonly squared: boolean;
    readonly margin: number;
    readonly lambda: number;
    readonly penalty: "half" | "full";
    readonly regularizeBias: boolean;
  };
  readonly descent: { readonly rate: number; readonly steps: number };
  readonly selected: number;
  readonly riddle: number | null;
}

/** The page's address to share. */
export async function addressOf(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Share" }).click();
  const field = page.locator(".link input");
  const address = await field.inputValue();
  await page.getByRole("button", { name: "Close" }).click();
  return address;
}

/** The page's whole state, by the address that it gives. */
export async function stateOf(page: Page): Promise<Shared> {
  const address = await addressOf(page);
  const packed = Buffer.from(address.slice(address.indexOf("#s=") + 3), "base64url");
  return JSON.parse(inflateRawSync(packed).toString()) as Shared;
}

/** The problem that the library is to be asked. */
export function problemOf({ points, W, objective }: Shared): HingeLossOptions {
  const known = points.filter(([, , k]) => objective.loss !== "binary" || k < 2);
  return {
    ...objective,
    X: known.map(([x, y]) => [x, y]),
    y: known.map(([, , k]) => k),
    W: W.map((row) => [...row]),
    bias: 1,
  };
}

/** The numbers that the page shows, with all their digits. */
export function shown(page: Page) {
  return page.evaluate(() => {
    const { value, data, penalty } = document.querySelector<HTMLElement>("#loss")!.dataset;
    return {
      value: Number(value),
      dataLoss: Number(data),
      regularization: Number(penalty),
      gradient: Array.from(document.querySelectorAll<HTMLElement>(".slope-entry"), ({ dataset }) =>
        Number(dataset.gradient),
      ),
      regions: Array.from(document.querySelectorAll(".region"), (region) => region.getAttribute("points")!),
    };
  });
}

/** That the page shows what the library says of its state, to the last bit. */
export async function expectLibrarysNumbers(page: Page) {
  const state = await stateOf(page);
  const numbers = await shown(page);
  const { value, dataLoss, regularization, gradient } = hingeLoss(problemOf(state));
  const exact = state.objective.loss !== "softmax";
  const digits = exact ? 15 : 12;
  expect(numbers.value).toBeCloseTo(value, digits);
  expect(numbers.dataLoss).toBeCloseTo(dataLoss, digits);
  expect(numbers.regularization).toBeCloseTo(regularization, digits);
  expect(numbers.gradient).toHaveLength(gradient.data.length);
  numbers.gradient.forEach((entry, k) => {
    expect(entry).toBeCloseTo(gradient.data[k]!, digits);
  });
  return { state, numbers };
}

/** Where a point lies on the screen. */
export async function spotOf(page: Page, point: number): Promise<{ x: number; y: number }> {
  const box = (await page.locator(`#point-${point} .reach`).boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
