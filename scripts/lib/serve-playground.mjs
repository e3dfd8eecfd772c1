import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, relative, sep } from "node:path";
import { playground } from "./build-playground.mjs";
import { filesUnder } from "./tree.mjs";

/** @type {Readonly<Record<string, string>>} */
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/**
 * Serves the built playground on a free port of 127.0.0.1, for scripts that look at it. A URL is only ever looked up
 * among the files of the build.
 * @returns {Promise<{ address: string, close: () => void }>}
 */
export async function servePlayground() {
  const files = new Map(
    filesUnder(playground).map((file) => [`/${relative(playground, file).split(sep).join("/")}`, file]),
  );
  const server = createServer((request, response) => {
    const path = (request.url ?? "").split("?", 1)[0];
    const file = files.get(path === "/" ? "/index.html" : path);
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": types[extname(file)] }).end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}/`,
    close() {
      server.close();
      // The browser keeps its connections open.
      server.closeAllConnections();
    },
  };
}
