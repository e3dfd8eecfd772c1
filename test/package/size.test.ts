import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { describe, expect, it } from "vitest";
import { inRoot } from "../../scripts/lib/tree.mjs";

/** What a page that imports the library's main entry loads: bundled, minified and packed as a server would. */
async function core(): Promise<Uint8Array> {
  const build = await rolldown({ input: inRoot("dist", "index.js"), platform: "browser" });
  const { output } = await build.generate({ format: "esm", minify: true, codeSplitting: false });
  await build.close();
  expect(output).toHaveLength(1);
  return Buffer.from(output[0].code);
}

describe("the library's core, kernels included", () => {
  it("takes a page no more than 27 kB", async () => {
    const code = await core();
    const { length } = gzipSync(code, { level: 9 });
    console.log(`The core is ${length} bytes (${code.length} before gzip).`);
    expect(length).toBeLessThanOrEqual(27_000);
  });
});
