// `npm run bench -- train [--json] [--quick]`, or gradient, or frames; or `npm run bench` for all: measures, and writes a
// section of docs/RESULTS.md.
import "../scripts/lib/check-node.mjs";
import { main, SetupError } from "../scripts/lib/main.mjs";
import { frames } from "./frames.mjs";
import { gradient } from "./gradient.mjs";
import { train } from "./train.mjs";

/** @type {Record<string, (args: string[]) => Promise<void>>} */
const benches = { train, gradient, frames };

await main(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined) {
    for (const bench of Object.values(benches)) await bench([]);
    return 0;
  }
  const bench = benches[name];
  if (bench === undefined) {
    throw new SetupError(`There is no bench ${name}; there are ${Object.keys(benches).join(", ")}.`, 2);
  }
  await bench(args);
  return 0;
});
