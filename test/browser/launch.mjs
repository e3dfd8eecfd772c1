import { chromium } from "playwright-core";
import { findChromium } from "../../scripts/lib/chromium.mjs";

/**
 * Starts Chromium with everything off that would reach for the network by itself.
 * @returns {Promise<import("playwright-core").Browser>}
 */
export function launch() {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("there is no Chromium on PATH");
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      // Chromium's sandbox refuses to run as root, and these pages are our own.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
