import { pathToFileURL } from "node:url";
import { ensureBuilt } from "../scripts/lib/build.mjs";
import { buildPlayground, firstLoad } from "../scripts/lib/build-playground.mjs";
import { findChromium } from "../scripts/lib/chromium.mjs";
import { SetupError, say, secondsSince } from "../scripts/lib/main.mjs";
import { servePlayground } from "../scripts/lib/serve-playground.mjs";
import { inRoot, manifest } from "../scripts/lib/tree.mjs";
import { launch } from "../test/browser/launch.mjs";
import { bundle } from "./bundle.mjs";
import { writeSection } from "./page.mjs";

/**
 * `npm run bench -- frames`: the frames that the playground draws while one of 500 points is dragged, in the Chromium
 * that the browser tests drive.
 * @param {string[]} args `--json`: the results on stdout, and nothing else there (npm's own lines go with npm's
 *   --silent); `--quick`: less of everything, and docs/ stays as it is
 */
export async function frames(args) {
  const unknown = args.find((arg) => arg !== "--json" && arg !== "--quick");
  if (unknown !== undefined) {
    throw new SetupError(`The frames bench does not know ${unknown}; it has --json and --quick.`, 2);
  }
  if (findChromium() === undefined)
    throw new SetupError("There is no Chromium on PATH to measure frames in.");
  const quick = args.includes("--quick");
  await ensureBuilt();
  await buildPlayground();
  const start = performance.now();
  /** @type {typeof import("./frames/frames.ts")} */
  const bench = await import(
    pathToFileURL(await bundle(inRoot("bench", "frames", "frames.ts"), inRoot(".bench"))).href
  );
  const [browser, server] = await Promise.all([launch(), servePlayground()]);
  try {
    const { results, section } = await bench.frames({
      ...{ browser, quick, say },
      address: server.address,
      version: manifest().version,
      firstLoadBytes: firstLoad(),
    });
    if (!quick) writeSection("frames", section);
    if (args.includes("--json")) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
    else if (quick) say(section);
  } finally {
    await browser.close();
    server.close();
  }
  say(`Took ${secondsSince(start)}.`);
}
