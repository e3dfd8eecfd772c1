import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** The page may load its own files and nothing else; it runs no script but them, and the library's WebAssembly. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
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
  // `hinge` is the built library by tsconfig.json: the page sees what its users see, and nothing deeper.
  resolve: { tsconfigPaths: true },
  // The data lie beside this folder.
  server: { fs: { allow: [".."] } },
  build: {
    target: "es2022",
    // Files, never data: addresses, which the policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  plugins: [contentSecurityPolicy, digits],
  worker: { format: "es" },
});
