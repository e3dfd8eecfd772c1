import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, relative, sep } from "node:path";
import { filesUnder, inRoot } from "../../scripts/lib/tree.mjs";

/** Everything a server has, by the path of its URL. */
export type Site = ReadonlyMap<string, Served>;

export interface Served {
  readonly type: string;
  readonly body: string | Buffer;
}

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** The built library under /dist/, without the command line, and an empty page at /. */
export function librarySite(): Site {
  const files = filesUnder(inRoot("dist"))
    .map((file) => ({ file, path: `/${relative(inRoot(), file).split(sep).join("/")}` }))
    .filter(({ path }) => extname(path) in types && !path.startsWith("/dist/cli/"))
    .map(({ file, path }) => [path, { type: types[extname(path)]!, body: readFileSync(file) }] as const);
  // The icon in the page's head keeps the browser from asking for /favicon.ico.
  const page = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>hinge</title>';
  return new Map<string, Served>([["/", { type: "text/html", body: page }], ...files]);
}

/** Serves a site on a free port of 127.0.0.1. A URL is only ever looked up in the map, never on the disk. */
export async function serve(site: Site): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const found = site.get((request.url ?? "").split("?", 1)[0]!);
    if (found === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": found.type }).end(found.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // The browser keeps its connections open, and close() would wait for them.
        server.closeAllConnections();
      }),
  };
}
