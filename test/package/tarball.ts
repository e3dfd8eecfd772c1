import { readFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "../../scripts/lib/run.mjs";

/**
 * Packs the package as it would be published. Scripts are ignored because prepack would build once more, under the
 * feet of the tests that read dist/ at the same time.
 * @param folder where to
 */
export async function pack(
  folder: string,
): Promise<{ files: string[]; tarball: string; content: ArrayBuffer }> {
  const args = ["pack", "--ignore-scripts", "--json", "--loglevel=error", "--pack-destination", folder];
  const { code, output } = await npm(args, { output: "capture" });
  if (code !== 0) throw new Error(`npm pack failed with exit code ${code}: ${output}`);
  const [{ files, filename }] = JSON.parse(output) as [{ files: { path: string }[]; filename: string }];
  const tarball = join(folder, filename);
  const bytes = readFileSync(tarball);
  const content = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return { files: files.map(({ path }) => path), tarball, content };
}
