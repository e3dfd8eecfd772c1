import { pathToFileURL } from "node:url";
import { ensureBuilt } from "../scripts/lib/build.mjs";
import { SetupError, say, secondsSince } from "../scripts/lib/main.mjs";
import { inRoot, manifest } from "../scripts/lib/tree.mjs";
import { bundle } from "./bundle.mjs";
import { writeSection } from "./page.mjs";

/**
 * `npm run bench -- train`: trains on the bundled sets.
 * @param {string[]} args none
 */
export async function train(args) {
  if (args.length > 0)
    throw new SetupError(`The train bench does not know ${args[0]}; it has no options.`, 2);
  await ensureBuilt();
  const start = performance.now();
  const program = await bundle(inRoot("bench", "train.ts"), inRoot(".bench"));
  /** @type {typeof import("./train.ts")} */
  const bench = await import(pathToFileURL(program).href);
  writeSection("train", await bench.train(manifest().version, say));
  say(`Took ${secondsSince(start)}.`);
}
