import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { say } from "../scripts/lib/main.mjs";
import { inRoot } from "../scripts/lib/tree.mjs";

const title = "# Results\n";

/**
 * Puts a bench's section into docs/RESULTS.md, between its marks, and leaves the rest of the page as it is.
 * @param {string} name the section's
 * @param {string} text Markdown
 */
export function writeSection(name, text) {
  const file = inRoot("docs", "RESULTS.md");
  const page = existsSync(file) ? readFileSync(file, "utf8") : title;
  const begin = `<!-- ${name}: written by the bench, do not edit -->\n`;
  const end = `<!-- ${name}: end -->\n`;
  const section = `${begin}${text}${end}`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  const known = from >= 0 && to > from;
  writeFileSync(
    file,
    known ? page.slice(0, from) + section + page.slice(to + end.length) : `${page.trimEnd()}\n\n${section}`,
  );
  say("Wrote docs/RESULTS.md.");
}
