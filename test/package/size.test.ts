import { gzipSync } from "node:zlib";
import { type OutputChunk, rolldown } from "rolldown";
import { describe, expect, it } from "vitest";
import { inRoot } from "../../scripts/lib/tree.mjs";

/**
 * What a page loads at once that imports these names from the main entry: bundled, minified and packed as a server
 * would. What is loaded only when it is first wanted comes in files of its own, and is shown.
 */
async function size(names: string): Promise<number> {
  const entry = inRoot("dist", "index.js");
  const build = await rolldown({
    input: "page",
    platform: "browser",
    // What several files need lies in the first one, as servers' bundlers do it.
    preserveEntrySignatures: "allow-extension",
    plugins: [
      {
        name: "page",
        resolveId: (id) => (id === "page" ? id : undefined),
        load: (id) => (id === "page" ? `export ${names} from ${JSON.stringify(entry)};` : undefined),
      },
    ],
  });
  const { output } = await build.generate({ format: "esm", minify: true });
  await build.close();
  const chunks = new Map(output.map((file) => [file.fileName, file as OutputChunk]));
  const packed = (names: Iterable<string>): number => {
    let total = 0;
    for (const name of names) total += gzipSync(chunks.get(name)!.code, { level: 9 }).length;
    return total;
  };
  const atOnce = new Set([output[0].fileName]);
  for (const name of atOnce) for (const next of chunks.get(name)!.imports) atOnce.add(next);
  const later = [...chunks.keys()].filter((name) => !atOnce.has(name));
  const shown = later.map((name) => `${name.replace(/-.*/, "")} ${packed([name])}`);
  console.log(`${names} takes ${packed(atOnce)} bytes at once; when wanted: ${shown.join(", ")}.`);
  return packed(atOnce);
}

describe("what a page has to load", () => {
  it("is no more than 25 kB for the core, kernels included: a classifier, the loss and its gradient; not how to train one", async () => {
    expect(await size("{ LinearSVM, hingeLoss, evaluate, HingeError }")).toBeLessThanOrEqual(25_000);
  });

  it("is no more than 65 kB for everything, the doctor and his texts included", async () => {
    expect(await size("*")).toBeLessThanOrEqual(65_000);
  });
});
