import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { SetupError } from "./main.mjs";

/** The project's root folder. */
export const root = resolve(fileURLToPath(import.meta.url), "..", "..", "..");

/** @param {string[]} parts */
export const inRoot = (...parts) => join(root, ...parts);

/** The modules that the build writes the compiled kernels into. */
export const generatedKernels = [
  "wasm-bytes.ts",
  "training-bytes.ts",
  "newton-bytes.ts",
  "rare-bytes.ts",
].map((name) => inRoot("src", "kernels", name));

/** The project's package.json, parsed. */
export const manifest = () => JSON.parse(readFileSync(inRoot("package.json"), "utf8"));

/**
 * Every file under a folder (or the file itself), absolute, in an order that does not depend on the system.
 * @param {string} path
 * @returns {string[]}
 */
export function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * A hash of the names and contents of files; dates say nothing after a clone or a checkout.
 * @param {readonly string[]} files absolute
 * @param {string} [extra] whatever else the result depends on
 */
export function contentHash(files, extra = "") {
  const hash = createHash("sha256").update(extra);
  for (const file of files) {
    const content = readFileSync(file);
    // The length keeps one file's end from passing for another's beginning.
    hash.update(`\0${relative(root, file).replaceAll(sep, "/")}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/**
 * What a stamp file says, or undefined without one.
 * @param {string} path
 */
export function readStamp(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/**
 * Refuses a tree that cannot be written, before a tool does so in its own words.
 * @param {string} purpose completes "cannot ..."
 */
export function requireWritable(purpose) {
  try {
    accessSync(root, constants.W_OK);
  } catch {
    throw new SetupError(
      `Cannot ${purpose}: the folder ${root} is not writable; copy the project to one that is.`,
    );
  }
}
