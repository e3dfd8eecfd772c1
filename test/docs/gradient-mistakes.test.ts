import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mistakesPage } from "../../scripts/lib/mistakes-page.mjs";
import { exampleOf } from "../../src/check/diagnosis/mistakes/example.ts";
import { mistakes } from "../../src/check/diagnosis/mistakes/index.ts";

test("docs/gradient-mistakes.md is what the checker's definitions make (else run node scripts/mistakes.mjs)", async () => {
  const page = readFileSync(new URL("../../docs/gradient-mistakes.md", import.meta.url), "utf8");
  expect(page).toBe(await mistakesPage(mistakes, exampleOf));
});

test("every example of the page was found: both answers stand in it, and they differ", async () => {
  for (const mistake of mistakes) {
    const worked = await exampleOf(mistake);
    expect(worked === undefined, mistake.id).toBe(mistake.example === undefined);
    if (worked !== undefined) expect(worked.yours, mistake.id).not.toEqual(worked.right);
  }
});
