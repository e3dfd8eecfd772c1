// `node scripts/playground-pictures.mjs`: takes the playground's pictures in docs/pictures again, in Chromium.
import "./lib/check-node.mjs";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, relative, sep } from "node:path";
import { launch } from "../test/browser/launch.mjs";
import { ensureBuilt } from "./lib/build.mjs";
import { buildPlayground, playground } from "./lib/build-playground.mjs";
import { main, say } from "./lib/main.mjs";
import { filesUnder, inRoot } from "./lib/tree.mjs";

/** @type {Readonly<Record<string, string>>} */
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/** What is taken: a window of that size, by day or by night, and what is done before. */
const pictures = [
  { name: "playground", width: 1280, height: 800, colorScheme: "light", data: "blobs" },
  { name: "playground-dark", width: 1280, height: 800, colorScheme: "dark", data: "iris" },
  { name: "playground-phone", width: 390, height: 844, colorScheme: "light", data: "blobs" },
];

await main(async () => {
  await ensureBuilt();
  await buildPlayground();
  const files = new Map(
    filesUnder(playground).map((file) => [`/${relative(playground, file).split(sep).join("/")}`, file]),
  );
  const server = createServer((request, response) => {
    const file = files.get(request.url === "/" ? "/index.html" : (request.url ?? ""));
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": types[extname(file)] }).end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  const browser = await launch();
  try {
    for (const { name, width, height, colorScheme, data } of pictures) {
      const page = await browser.newPage({
        viewport: { width, height },
        colorScheme: /** @type {"light" | "dark"} */ (colorScheme),
      });
      await page.goto(`http://127.0.0.1:${address.port}/`);
      await page.getByLabel("Start from").selectOption(data);
      await page.getByRole("button", { name: "50 steps" }).click();
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
