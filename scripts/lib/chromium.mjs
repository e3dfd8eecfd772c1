import { installDebian, onPath } from "./system.mjs";

/** The Chromium that browser tests drive: HINGE_CHROMIUM, else the one on PATH, else undefined. */
export function findChromium() {
  return process.env.HINGE_CHROMIUM || onPath("chromium", "chromium-browser", "google-chrome");
}

/**
 * Finds a Chromium, or installs Debian's where that is possible.
 * @returns {Promise<{ HINGE_CHROMIUM: string } | { HINGE_NO_BROWSER: string }>} the environment that tells the tests
 *   which browser to drive, or why there is none
 */
export async function ensureChromium() {
  const refused = process.env.HINGE_NO_BROWSER;
  if (refused) return { HINGE_NO_BROWSER: refused };
  const reason = findChromium() === undefined ? await installChromium() : undefined;
  const found = findChromium();
  if (found !== undefined) return { HINGE_CHROMIUM: found };
  return { HINGE_NO_BROWSER: reason ?? "Chromium was installed but is not on PATH" };
}

/** @returns {Promise<string | undefined>} why it could not be installed */
async function installChromium() {
  const reason = await installDebian("chromium", "Chromium for the browser tests");
  return reason === undefined ? undefined : `there is no Chromium on PATH, and ${reason}`;
}
