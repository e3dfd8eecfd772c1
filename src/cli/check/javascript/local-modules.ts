/** The files beside a learner's file that it imports, read and made into CommonJS for the child. */
import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Transform } from "sucrase";

export interface LocalModule {
  readonly file: string;
  readonly code: string;
  /** From what its imports say to keys of other modules. */
  readonly uses: Readonly<Record<string, string>>;
}

export interface LocalModules {
  /** By their paths. */
  readonly modules: Readonly<Record<string, LocalModule>>;
  /** From what the learner's file says to a key of `modules`. */
  readonly uses: Readonly<Record<string, string>>;
}

const mostModules = 50;
const endings = ["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".json", "/index.js", "/index.ts"];

/** Reads what the code imports by a relative path, and what that imports. What is not there is left out. */
export async function readLocalModules(
  folder: string,
  specifiers: readonly string[],
  modules: Record<string, LocalModule> = {},
): Promise<LocalModules> {
  const uses: Record<string, string> = {};
  for (const specifier of specifiers) {
    if (!/^\.{1,2}\//.test(specifier)) continue;
    const found = await readFirst(folder, specifier);
    if (found === undefined) continue;
    uses[specifier] = found.path;
    if (modules[found.path] !== undefined || Object.keys(modules).length >= mostModules) continue;
    const code = await toCommonJs(found.path, found.text);
    modules[found.path] = { file: found.path, code, uses: {} };
    const inner = await readLocalModules(resolve(found.path, ".."), requiredBy(code), modules);
    modules[found.path] = { file: found.path, code, uses: inner.uses };
  }
  return { modules, uses };
}

/** What code hands to require(). */
export function requiredBy(code: string): string[] {
  return [...code.matchAll(/\brequire\s*\(\s*(["'`])([^"'`\n]+)\1\s*\)/g)].map((match) => match[2]!);
}

async function readFirst(
  folder: string,
  specifier: string,
): Promise<{ path: string; text: string } | undefined> {
  const path = resolve(folder, specifier);
  // TypeScript lets an import say .js for what is a .ts file.
  const asTypescript = /\.m?js$/.test(path) ? [path.replace(/js$/, "ts")] : [];
  for (const candidate of [...endings.map((ending) => path + ending), ...asTypescript]) {
    try {
      return { path: candidate, text: await readFile(candidate, "utf8") };
    } catch {
      // The next one, or none: the import is then of a module that is not there.
    }
  }
  return undefined;
}

async function toCommonJs(path: string, text: string): Promise<string> {
  const ending = extname(path);
  if (ending === ".json") return `module.exports = ${text}`;
  const isModule = ending === ".mjs" || /^\s*(import|export)\b/m.test(text);
  const transforms: Transform[] = [];
  if (ending === ".ts" || ending === ".mts") transforms.push("typescript");
  if (isModule) transforms.push("imports");
  if (transforms.length === 0) return text;
  try {
    const { transform } = await import("sucrase");
    const { code } = transform(text, { transforms, disableESTransforms: true });
    return code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href));
  } catch {
    // It does not parse. Node says so, with the line, when it is needed.
    return text;
  }
}
