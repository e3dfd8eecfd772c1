import { bundle } from "./bundle.mjs";

/**
 * What the battery finds in Chromium, in an empty page.
 * @param {import("playwright-core").Browser} browser
 * @returns {Promise<import("./battery.ts").Findings>}
 */
export async function runInChromium(browser) {
  const code = JSON.stringify(await bundle("battery"));
  const page = await browser.newPage();
  try {
    // As text: a test runner rewrites import() in functions.
    return await page.evaluate(
      `import(URL.createObjectURL(new Blob([${code}], { type: "text/javascript" }))).then((module) => module.battery())`,
    );
  } finally {
    await page.close();
  }
}
