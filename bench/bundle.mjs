import { join } from "node:path";
import { rolldown } from "rolldown";

/**
 * Bundles a program, as Node 20 does not run TypeScript. `hinge` stays outside: what is measured is the library as it
 * is published.
 * @param {string} input
 * @param {string} folder where to; inside the project, where its name means dist/
 * @param {import("rolldown").InputOptions} [options] others
 * @returns {Promise<string>} the program's file
 */
export async function bundle(input, folder, options) {
  const build = await rolldown({ input, platform: "node", external: ["hinge"], ...options });
  const { output } = await build.write({ dir: folder, format: "esm", entryFileNames: "[name].mjs" });
  return join(folder, output[0].fileName);
}
