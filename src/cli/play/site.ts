import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { HingeError } from "../../errors.ts";

/** Everything that a server has, by the exact path of its URL. */
export type Site = ReadonlyMap<string, Served>;

export interface Served {
  readonly type: string;
  readonly body: Buffer;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/**
 * Reads the built playground, once: afterwards a URL is looked up in this map and never on the disk.
 *
 * @throws HingeError `missing-playground`
 */
export function playgroundSite(folder = playgroundFolder()): Site {
  const site = new Map<string, Served>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    site.set(path === "/index.html" ? "/" : path, { type, body: readFileSync(file) });
  }
  return site;
}

/** Beside the bundle in dist, or beside its folder of chunks; from src, in the dist that was built last. */
function playgroundFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const folder = ["playground", "../playground", "../../../dist/cli/playground"]
    .map((path) => join(here, path))
    .find((path) => existsSync(join(path, "index.html")));
  if (folder === undefined) {
    throw new HingeError("missing-playground", "hinge's playground is not there; install hinge again");
  }
  return folder;
}
