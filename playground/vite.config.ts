import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";
import manifest from "../package.json" with { type: "json" };

/** The built library: the one in dist/, or the one that is being built beside it. */
const library = process.env.HINGE_LIBRARY ?? fileURLToPath(new URL("../dist", import.meta.url));

/** `hinge` and `hinge/...` by the package's own entries: the page sees what its users see, and nothing deeper. */
const entries = Object.entries(manifest.exports).flatMap(([name, entry]) =>
  typeof entry === "string"
    ? []
    : [
        {
          find: new RegExp(`^hinge${name.slice(1)}$`),
          replacement: join(library, entry.default.replace(/^\.\/dist\//, "")),
        },
      ],
);

/** The page may load its own files and nothing else; it runs no script but them, and the library's WebAssembly. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  // A model and data of one's own, where the page's server has them.
  "connect-src 'self'",
  // The solver, and a function that somebody tries, run in workers made of their text.
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Only in the build: the development server puts styles into the page and keeps a connection. */
const contentSecurityPolicy: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: policy },
      injectTo: "head-prepend",
    },
  ],
};

/** data/digits.csv.gz as one string, a letter a number: the page loads it as a script, when it is asked for. */
const digits: Plugin = {
  name: "digits",
  resolveId: (id) => (id === "virtual:digits" ? `\0${id}` : undefined),
  load(id) {
    if (id !== "\0virtual:digits") return undefined;
    const text = gunzipSync(readFileSync(new URL("../data/digits.csv.gz", import.meta.url))).toString();
    const letters = text
      .trim()
      .split("\n")
      .map((line) => {
        const numbers = line.split(",").map(Number);
        // The label goes first.
        return [numbers.at(-1)!, ...numbers.slice(0, -1)].map((n) => String.fromCharCode(97 + n)).join("");
      });
    return `export default ${JSON.stringify(letters.join(""))};`;
  },
};

export default defineConfig({
  // Relative addresses: the built page works under any path.
  base: "./",
  resolve: { alias: entries },
  // The data lie beside this folder.
  server: { fs: { allow: [".."] } },
  build: {
    target: "es2022",
    // Files, never data: addresses, which the policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The packages in the page ask that their licences go with it.
    license: { fileName: "licenses.md" },
  },
  plugins: [contentSecurityPolicy, digits],
  worker: { format: "es" },
});
