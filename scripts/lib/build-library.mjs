import { SetupError } from "./main.mjs";
import { tool } from "./run.mjs";

/**
 * Compiles the library (src without src/cli) to ES modules with their declarations.
 *
 * Nothing is bundled or minified and comments stay: each output file is its source without the types, so that no
 * source map is needed, and the application's own bundler takes what is used.
 * @param {string} folder where to
 */
export async function buildLibrary(folder) {
  const { code } = await tool("typescript", ["-p", "tsconfig.build.json", "--outDir", folder]);
  if (code !== 0) throw new SetupError("The library does not compile (tsc -p tsconfig.build.json).", code);
}
