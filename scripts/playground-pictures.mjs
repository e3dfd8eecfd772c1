// `node scripts/playground-pictures.mjs`: takes the playground's pictures in docs/pictures again, in Chromium.
import "./lib/check-node.mjs";
import { launch } from "../test/browser/launch.mjs";
import { ensureBuilt } from "./lib/build.mjs";
import { buildPlayground } from "./lib/build-playground.mjs";
import { main, say } from "./lib/main.mjs";
import { servePlayground } from "./lib/serve-playground.mjs";
import { inRoot } from "./lib/tree.mjs";

/** What is taken: a window of that size, by day or by night, and what is done before. */
const pictures = [
  { name: "playground", width: 1280, height: 800, colorScheme: "light", data: "blobs" },
  { name: "playground-dark", width: 1280, height: 800, colorScheme: "dark", data: "iris" },
  { name: "playground-phone", width: 390, height: 844, colorScheme: "light", data: "blobs" },
];

await main(async () => {
  await ensureBuilt();
  await buildPlayground();
  const server = await servePlayground();
  const browser = await launch();
  try {
    for (const { name, width, height, colorScheme, data } of pictures) {
      const page = await browser.newPage({
        viewport: { width, height },
        colorScheme: /** @type {"light" | "dark"} */ (colorScheme),
      });
      await page.goto(server.address);
      await page.getByLabel("Start from").selectOption(data);
      await page.getByRole("button", { name: "50 steps" }).click();
      // A point with violated margins, of which the page has more to show.
      await page
        .locator(".point.wrong")
        .first()
        .evaluate((point) => {
          const element = /** @type {SVGElement} */ (/** @type {unknown} */ (point));
          element.focus();
          element.blur();
        });
      await page.waitForTimeout(1000);
      await page.evaluate(() => scrollTo(0, 0));
      const path = inRoot("docs", "pictures", `${name}.png`);
      await page.screenshot({ path });
      await page.close();
      say(`Wrote ${path}.`);
    }
  } finally {
    await browser.close();
    server.close();
  }
  return 0;
});
