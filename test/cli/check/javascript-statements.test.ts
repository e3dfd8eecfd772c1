import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "rolldown/parseAst";
import { expect, it } from "vitest";
import { topLevelStatements } from "../../../src/cli/check/javascript/statements.ts";
import { tokenize } from "../../../src/cli/check/javascript/tokens.ts";

/** JavaScript by many hands, with and without semicolons, that is there anyway. */
const folders = [
  "scripts",
  "bench",
  "node_modules/vitest/dist",
  "node_modules/commander",
  "node_modules/fast-check",
];
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.m?js$/.test(name) && !name.includes("node_modules"))
    .map((name) => join(folder, name)),
);

it("a file's statements begin where another parser says they do", () => {
  let compared = 0;
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    // The other parser counts in other units beyond ASCII.
    if (text.length > 50_000 || /[^\0-\x7f]/.test(text) || text.startsWith("#!")) continue;
    const tokens = tokenize(text);
    const starts = topLevelStatements(tokens).map(({ from }) => tokens[from]!);
    const found = starts.filter((token) => token.text !== ";").map(({ start }) => start);
    const { body } = parseAst(text);
    const expected = body.filter(({ type }) => type !== "EmptyStatement").map(({ start }) => start);
    expect(found, file).toEqual(expected);
    compared += found.length;
  }
  expect(compared).toBeGreaterThan(1000);
});
