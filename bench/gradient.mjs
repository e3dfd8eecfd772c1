import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt } from "../scripts/lib/build.mjs";
import { SetupError, say, secondsSince } from "../scripts/lib/main.mjs";
import { inRoot, manifest } from "../scripts/lib/tree.mjs";
import { bundle } from "./bundle.mjs";
import { writeSection } from "./page.mjs";
import { packages, python } from "./places.mjs";

/**
 * `npm run bench -- gradient`: loss and gradient against rivals; bench:setup installs those.
 * @param {string[]} args `--json`: the results on stdout, and nothing else there (npm's own lines go with npm's
 *   --silent); `--quick`: less of everything, and docs/ stays as it is
 */
export async function gradient(args) {
  const unknown = args.find((arg) => arg !== "--json" && arg !== "--quick");
  if (unknown !== undefined) {
    throw new SetupError(`The gradient bench does not know ${unknown}; it has --json and --quick.`, 2);
  }
  if (!existsSync(packages)) throw new SetupError("There are no rivals yet: npm run bench:setup.");
  const quick = args.includes("--quick");
  await ensureBuilt();
  const start = performance.now();
  const sources = inRoot("bench", "gradient", "rivals");
  const bundled = inRoot(".bench");
  for (const name of ["hinge", "hinge-in-place"]) await bundle(join(sources, `${name}.ts`), bundled);
  await bundleTensorFlow(join(sources, "tfjs-wasm.ts"));
  /** @type {typeof import("./gradient/gradient.ts")} */
  const bench = await import(
    pathToFileURL(await bundle(inRoot("bench", "gradient", "gradient.ts"), bundled)).href
  );
  const { results, section, picture } = await bench.gradient({
    places: { python, sources, bundled, bundledWithPackages: packages },
    folder: inRoot(".bench", "numbers"),
    version: manifest().version,
    ...{ quick, say },
  });
  if (!quick) {
    writeSection("gradient", section);
    const file = inRoot("docs", "pictures", "gradient.svg");
    mkdirSync(inRoot("docs", "pictures"), { recursive: true });
    writeFileSync(file, picture);
  }
  if (args.includes("--json")) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  else if (quick) say("Quick figures are for the eye only; docs/RESULTS.md is as it was.");
  say(`Took ${secondsSince(start)}.`);
}

/**
 * TensorFlow.js stays outside, but for the list of gradients, a module that Node cannot import as it is published.
 * @param {string} input
 */
async function bundleTensorFlow(input) {
  const alias = {
    "tfjs-gradients": join(packages, "node_modules", "@tensorflow/tfjs-core/dist/register_all_gradients.js"),
  };
  // Not installed, it does not bundle either.
  if (!existsSync(alias["tfjs-gradients"])) return;
  await bundle(input, packages, { external: [/^@tensorflow\//], resolve: { alias } });
}
