import type { Browser, Page } from "playwright-core";
import { findChromium } from "../../scripts/lib/chromium.mjs";

export { launch } from "./launch.mjs";

/** Why browser tests are to be skipped; undefined where there is a browser. */
export const noBrowser: string | undefined =
  process.env.HINGE_NO_BROWSER ||
  (findChromium() === undefined
    ? "there is no Chromium on PATH (npm test installs one where it can)"
    : undefined);

/**
 * Opens a page of an origin, its front page by default, and keeps the list of what a good page never does: errors, messages to the console,
 * requests that fail or leave the origin. The list goes on filling while the page lives.
 */
export async function open(
  browser: Browser,
  origin: string,
  path = "",
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => complaints.push(`console.${message.type()}: ${message.text()}`));
  page.on("response", (response) => {
    if (!response.ok()) complaints.push(`status ${response.status()}: ${response.url()}`);
  });
  // Aborted, not only noted: a test must not depend on somebody else's server.
  await page.route(
    (url) => url.origin !== origin && url.protocol.startsWith("http"),
    (route) => {
      complaints.push(`left the origin: ${route.request().url()}`);
      return route.abort();
    },
  );
  await page.goto(origin + path);
  return { page, complaints };
}
