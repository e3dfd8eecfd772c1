import { chmodSync, cpSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { rolldown } from "rolldown";
import { SetupError, say } from "./main.mjs";
import { thirdPartyNotices } from "./notices.mjs";
import { inRoot } from "./tree.mjs";

/**
 * Bundles src/cli/main.ts and all it imports, development dependencies included, to hinge.js and the chunks that it
 * loads when a command needs them. Not minified: that saves no measurable start-up time, and a stack trace from a
 * readable bundle is a better bug report.
 * @param {string} folder where to
 * @returns {Promise<string>} the licences of what was bundled
 */
export async function buildBin(folder) {
  const chunks = await bundle(folder);
  const outside = chunks.flatMap((chunk) => outsideImports(chunk, chunks));
  if (outside.length > 0) {
    throw new SetupError(`The bin must need nothing but Node, yet it imports ${outside.join(", ")}.`);
  }
  chmodSync(join(folder, "hinge.js"), 0o755);
  // Python's part of `hinge check`, which Python reads as it is.
  cpSync(inRoot("src", "cli", "check", "python", "driver"), join(folder, "driver"), {
    recursive: true,
    filter: (path) => !path.endsWith("__pycache__"),
  });
  return thirdPartyNotices(chunks.flatMap((chunk) => chunk.moduleIds));
}

/** @param {string} folder */
async function bundle(folder) {
  try {
    const build = await rolldown({
      input: { hinge: inRoot("src", "cli", "main.ts") },
      platform: "node",
      plugins: [builtinsByPrefix],
      // Names in notices and stack traces are relative to this.
      cwd: inRoot(),
      onLog(level, log) {
        // Rolldown's warnings (an import that is not found, a name that is not exported) are mistakes here.
        if (level === "warn") throw new SetupError(`rolldown: ${log.message}`);
      },
    });
    const { output } = await build.write({
      dir: folder,
      format: "esm",
      banner: (chunk) => (chunk.isEntry ? "#!/usr/bin/env node" : ""),
      entryFileNames: "[name].js",
      chunkFileNames: "chunks/[name]-[hash].js",
      comments: { legal: false },
    });
    return output.filter((file) => file.type === "chunk");
  } catch (error) {
    // Rolldown colours its messages even where nobody sees colours.
    say(stripVTControlCharacters(error instanceof Error ? error.message : String(error)));
    throw new SetupError("The bin does not build (rolldown, src/cli/main.ts).");
  }
}

/**
 * Writes Node's modules with their prefix, as some dependencies do not: `node:` is then the only thing a bundle may
 * still import, and Deno understands it too.
 * @type {import("rolldown").Plugin}
 */
const builtinsByPrefix = {
  name: "builtins-by-prefix",
  resolveId: (id) =>
    isBuiltin(id) && !id.startsWith("node:") ? { id: `node:${id}`, external: true } : undefined,
};

/**
 * What a chunk imports besides the bundle's own chunks and Node's modules.
 * @param {import("rolldown").OutputChunk} chunk
 * @param {readonly import("rolldown").OutputChunk[]} chunks
 */
function outsideImports(chunk, chunks) {
  const own = new Set(chunks.map((each) => each.fileName));
  // require() of an external module is not among a chunk's imports: rolldown leaves it in the code, as __require.
  const required = [...chunk.code.matchAll(/\b__require\(\s*["'`]([^"'`]+)["'`]/g)].map(
    (match) => match[1] ?? "",
  );
  return [...chunk.imports, ...chunk.dynamicImports, ...required].filter(
    (name) => !own.has(name) && !name.startsWith("node:"),
  );
}
