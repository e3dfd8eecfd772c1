// `node scripts/report-pictures.mjs`: takes the pictures of a report again, docs/pictures/report*.png.
import "./lib/check-node.mjs";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "../test/browser/launch.mjs";
import { bin, ensureBuilt } from "./lib/build.mjs";
import { main, SetupError, say } from "./lib/main.mjs";
import { run } from "./lib/run.mjs";
import { inRoot } from "./lib/tree.mjs";

/** What is taken; the page below that height says more of the same. */
const pictures = /** @type {const} */ ([
  { name: "report.png", width: 1120, height: 1480, colorScheme: "light" },
  { name: "report-dark-phone.png", width: 390, height: 1480, colorScheme: "dark" },
]);

await main(async () => {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), "hinge-pictures-"));
  const page = join(folder, "report.html");
  const browser = await launch();
  try {
    const args = ["train", "digits:train", "--test", "digits:test", "--C", "0.003", "--report", page];
    const { code, output } = await run(process.execPath, [bin, ...args], { output: "capture" });
    if (code !== 0) throw new SetupError(`The report was not written:\n${output}`);
    mkdirSync(inRoot("docs", "pictures"), { recursive: true });
    for (const { name, width, height, colorScheme } of pictures) {
      const tab = await browser.newPage({ viewport: { width, height }, colorScheme });
      await tab.goto(pathToFileURL(page).href);
      await tab.screenshot({ path: inRoot("docs", "pictures", name) });
      await tab.close();
      say(`Wrote docs/pictures/${name}.`);
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
});
