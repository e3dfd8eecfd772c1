// `node scripts/mistakes.mjs`: writes docs/gradient-mistakes.md from the definitions that the checker uses.
import "./lib/check-node.mjs";
import { writeFileSync } from "node:fs";
import { ensureBuilt } from "./lib/build.mjs";
import { main, say } from "./lib/main.mjs";
import { mistakesPage } from "./lib/mistakes-page.mjs";
import { inRoot } from "./lib/tree.mjs";

await main(async () => {
  await ensureBuilt();
  /** @param {string} name */
  const built = (name) =>
    import(new URL(`../dist/check/diagnosis/mistakes/${name}.js`, import.meta.url).href);
  const { mistakes } = await built("index");
  const { exampleOf } = await built("example");
  const page = inRoot("docs", "gradient-mistakes.md");
  writeFileSync(page, await mistakesPage(mistakes, exampleOf));
  say(`Wrote ${page}.`);
  return 0;
});
