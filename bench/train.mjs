import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ensureBuilt } from "../scripts/lib/build.mjs";
import { SetupError, say, secondsSince } from "../scripts/lib/main.mjs";
import { inRoot, manifest } from "../scripts/lib/tree.mjs";
import { bundle } from "./bundle.mjs";
import { writeSection } from "./page.mjs";
import { compiled } from "./places.mjs";

const options = /** @type {const} */ ({
  json: { type: "boolean", default: false },
  quick: { type: "boolean", default: false },
  keep: { type: "boolean", default: false },
  data: { type: "string" },
  "data-folder": { type: "string" },
  C: { type: "string" },
  losses: { type: "string" },
  parts: { type: "string" },
  stops: { type: "string", default: "3" },
  budget: { type: "string", default: "150" },
  rounds: { type: "string", default: "5" },
  passes: { type: "string", default: "100000" },
});

/** Options that leave something out. */
const partial = /** @type {const} */ (["data", "C", "losses", "parts"]);

/**
 * `npm run bench -- train`: the time to train, against LIBLINEAR and Walrus, which bench:setup makes. It takes the sets
 * of the field's papers from the folder that HINGE_DATA names, or ../shared/data; without them, the bundled ones.
 * @param {string[]} args `--json`: the results on stdout, and nothing else there (npm's own lines go with npm's
 *   --silent); `--quick`: less of everything; `--data a,b`: these sets only; `--data-folder path` in the place of
 *   HINGE_DATA; `--C 0.1,1`; `--losses crammer-singer,...`; `--parts rows,memory,accuracy,sweep`; `--stops 1`: of each
 *   rival's ways to stop only the first so many, where the later ones take hours; `--keep`: what earlier runs on this
 *   machine measured on other sets, or of other parts, stays; `--budget seconds` for the rounds of one rival on one
 *   problem, `--rounds 15` at most, for rows that are too close for the machine's noise; `--passes 1000`: Walrus gives
 *   up after so many. Only a run of everything writes docs/RESULTS.md, or one that has `--keep`.
 */
export async function train(args) {
  const given = parse(args);
  for (const name of ["liblinear", "walrus"]) {
    if (!existsSync(join(compiled, name)))
      throw new SetupError(`There is no ${name} yet: npm run bench:setup.`);
  }
  await ensureBuilt();
  const start = performance.now();
  const bundled = inRoot(".bench");
  await bundle(inRoot("bench", "train", "rivals", "hinge.ts"), bundled);
  /** @type {typeof import("./train/train.ts")} */
  const bench = await import(pathToFileURL(await bundle(inRoot("bench", "train", "train.ts"), bundled)).href);
  const list = (/** @type {string | undefined} */ text) => text?.split(",");
  const wrong = list(given.parts)?.find((part) => !bench.parts.some((one) => one === part));
  if (wrong !== undefined)
    throw new SetupError(`There is no part ${wrong}; there are ${bench.parts.join(", ")}.`, 2);
  const folder = inRoot(".bench", "numbers");
  const file = inRoot(".bench", given.quick ? "train-quick.json" : "train.json");
  const wanted = { data: list(given.data), dataFolder: folderOf(given["data-folder"]), quick: given.quick };
  try {
    bench.chosenSets(wanted);
  } catch (error) {
    throw new SetupError(/** @type {Error} */ (error).message, 2);
  }
  try {
    const { results, section } = await bench.train({
      ...wanted,
      ...{ folder, say, version: manifest().version },
      places: { compiled, bundled },
      C: list(given.C)?.map(Number),
      losses: list(given.losses),
      parts: /** @type {any} */ (list(given.parts) ?? bench.parts),
      budget: Number(given.budget),
      stops: Number(given.stops),
      rounds: Number(given.rounds),
      passes: Number(given.passes),
      earlier: given.keep && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined,
      save(sofar) {
        mkdirSync(inRoot(".bench"), { recursive: true });
        writeFileSync(file, `${JSON.stringify(sofar, null, 2)}\n`);
      },
    });
    const isWhole =
      partial.every((name) => given[name] === undefined) && given.stops === options.stops.default;
    if (given.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
    if (given.quick) say("Quick figures are for the eye only; docs/RESULTS.md is as it was.");
    else if (isWhole || given.keep) writeSection("train", section);
    else say("This is a part; docs/RESULTS.md is as it was. With --keep the part is put among the others.");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  say(`Took ${secondsSince(start)}.`);
}

/**
 * Where the sets of the field's papers lie, if anywhere.
 * @param {string | undefined} given
 */
function folderOf(given) {
  // An empty variable is none.
  const named = given ?? (process.env.HINGE_DATA || undefined);
  if (named !== undefined) return resolve(process.env.INIT_CWD ?? ".", named);
  const usual = inRoot("..", "shared", "data");
  return existsSync(usual) ? usual : undefined;
}

/** @param {string[]} args */
function parse(args) {
  try {
    const { values } = parseArgs({ args, options });
    if (!(Number(values.budget) > 0)) throw new Error("--budget is no number of seconds > 0");
    if (!["1", "2", "3"].includes(values.stops)) throw new Error("--stops is none of 1, 2 and 3");
    if (!(Number.isSafeInteger(Number(values.rounds)) && Number(values.rounds) % 2 === 1))
      throw new Error("--rounds is no odd number > 0");
    if (!(Number.isSafeInteger(Number(values.passes)) && Number(values.passes) > 0))
      throw new Error("--passes is no whole number > 0");
    const C = values.C?.split(",").map(Number) ?? [];
    if (C.some((value) => !(value > 0))) throw new Error("--C is no list of numbers > 0");
    return values;
  } catch (error) {
    const names = Object.keys(options).map((name) => `--${name}`);
    const sentence = /** @type {Error} */ (error).message.split(". ")[0];
    throw new SetupError(`${sentence}. The train bench has ${names.join(", ")}.`, 2);
  }
}
