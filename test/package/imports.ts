import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { parseAst } from "rolldown/parseAst";
import { filesUnder, inRoot } from "../../scripts/lib/tree.mjs";

/** One import in a module of src/; paths are relative to src/, with slashes. */
export interface Import {
  readonly module: string;
  /** As written. */
  readonly specifier: string;
  /** The module it names; undefined for a bare specifier. */
  readonly target: string | undefined;
}

// The syntax nodes that name another module in their `source`; types count, since they too tie modules together.
const importing = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType",
]);

/** Every import in src/, read from the source text. */
export function importsInSource(): Import[] {
  const source = inRoot("src");
  return filesUnder(source)
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      specifiers(parseAst(readFileSync(file, "utf8"), { lang: "ts" })).map((specifier) => ({
        module: slashes(relative(source, file)),
        specifier,
        target: specifier.startsWith(".")
          ? slashes(relative(source, join(dirname(file), specifier)))
          : undefined,
      })),
    );
}

/** The folder of src/ that a module lies in; a module of src/ itself stands for its own. */
export function layerOf(module: string): string {
  return module.split("/")[0]!.replace(/\.ts$/, "");
}

function specifiers(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { type, source } = node as { type?: string; source?: { value?: unknown } | null };
  // A computed import() has no name to read, so that it shows as one that is allowed nowhere.
  const here =
    type !== undefined && importing.has(type) && source ? [String(source.value ?? "(computed)")] : [];
  return [...here, ...Object.values(node).flatMap(specifiers)];
}

function slashes(path: string): string {
  return path.split(sep).join("/");
}
