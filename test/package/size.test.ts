import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { describe, expect, it } from "vitest";
import { inRoot } from "../../scripts/lib/tree.mjs";

/** What a page loads that imports these names from the main entry: bundled, minified and packed as a server would. */
async function size(names: string): Promise<number> {
  const entry = inRoot("dist", "index.js");
  const build = await rolldown({
    input: "page",
    platform: "browser",
    plugins: [
      {
        name: "page",
        resolveId: (id) => (id === "page" ? id : undefined),
        load: (id) => (id === "page" ? `export ${names} from ${JSON.stringify(entry)};` : undefined),
      },
    ],
  });
  const { output } = await build.generate({ format: "esm", minify: true, codeSplitting: false });
  await build.close();
  expect(output).toHaveLength(1);
  const { length } = gzipSync(output[0].code, { level: 9 });
  console.log(`${names} takes ${length} bytes (${output[0].code.length} before gzip).`);
  return length;
}

describe("what a page has to load", () => {
  it("is no more than 25 kB for the core, kernels included: a classifier, the loss and its gradient", async () => {
    expect(await size("{ LinearSVM, hingeLoss, evaluate, HingeError }")).toBeLessThanOrEqual(25_000);
  });

  it("is no more than 65 kB for everything, the doctor and his texts included", async () => {
    expect(await size("*")).toBeLessThanOrEqual(65_000);
  });
});
