import { cpus } from "node:os";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";

export const windowSize = { width: 1280, height: 900 } as const;

/** The page with so many points on it, in three classes that overlap: the state that it gives, with other points. */
export async function openPoints(browser: Browser, address: string, count: number): Promise<Page> {
  const page = await browser.newPage({ viewport: windowSize });
  await page.goto(address);
  await page.getByRole("button", { name: "Share" }).click();
  const shared = await page.locator(".link input").inputValue();
  const packed = Buffer.from(shared.slice(shared.indexOf("#s=") + 3), "base64url");
  const state = JSON.parse(inflateRawSync(packed).toString());
  // Even spread: the fractional parts of multiples of two irrational numbers.
  state.points = Array.from({ length: count }, (_, i) => [
    round(5 * ((i * Math.SQRT2) % 1) - 2.5),
    round(5 * ((i * Math.sqrt(3)) % 1) - 2.5),
    i % 3,
  ]);
  const hash = deflateRawSync(JSON.stringify(state)).toString("base64url");
  // A changed fragment alone would not load the page again.
  await page.goto("about:blank");
  await page.goto(`${address}#s=${hash}`);
  await page.waitForFunction((wanted) => document.querySelectorAll(".point").length === wanted, count);
  return page;
}

/** The events of a trace in Chromium's format. */
export type Trace = readonly {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds, by the clock and by the thread's own processor time. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}[];

/** A round of dragging. */
export interface Round {
  readonly trace: Trace;
  /** Milliseconds of processor time that the machine had for it, all processors together, and that it was at work. */
  readonly available: number;
  readonly busy: number;
}

/** Drags the chosen point on a closed curve for some seconds, by mouse events as often as a mouse makes them. */
export async function dragRound(browser: Browser, page: Page, seconds: number): Promise<Round> {
  const plot = (await page.locator(".surface").boundingBox())!;
  const held = (await page.locator(".point.chosen .reach").boundingBox())!;
  await page.mouse.move(held.x + held.width / 2, held.y + held.height / 2);
  await page.mouse.down();
  const session = await page.context().newCDPSession(page);
  await browser.startTracing(page, {
    categories: ["benchmark", "cc", "viz", "toplevel", "devtools.timeline"],
  });
  const before = processorTimes();
  const begin = performance.now();
  for (;;) {
    const t = (performance.now() - begin) / 1000;
    if (t >= seconds) break;
    // Nobody waits for the answer: a mouse does not either.
    void session.send("Input.dispatchMouseEvent", {
      type: "mouseMoved",
      x: plot.x + plot.width * (0.5 + 0.35 * Math.cos(3 * t)),
      y: plot.y + plot.height * (0.5 + 0.35 * Math.sin(4 * t)),
      button: "left",
      buttons: 1,
    });
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
  const after = processorTimes();
  const trace = JSON.parse((await browser.stopTracing()).toString()).traceEvents;
  await page.mouse.up();
  await session.detach();
  return { trace, available: after.all - before.all, busy: after.busy - before.busy };
}

function processorTimes() {
  const times = cpus().map((processor) => processor.times);
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { all, busy: all - times.reduce((sum, { idle }) => sum + idle, 0) };
}

function round(value: number): number {
  return Math.round(100 * value) / 100;
}
