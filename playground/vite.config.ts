import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
  "connect-src 'self'",
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

export default defineConfig({
  // Relative addresses: the built page works under any path.
  base: "./",
  resolve: { alias: entries },
  // data/iris.csv lies beside this folder.
  server: { fs: { allow: [".."] } },
  build: {
    target: "es2022",
    // Files, never data: addresses, which the policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The packages in the page ask that their licences go with it.
    license: { fileName: "licenses.md" },
  },
  plugins: [contentSecurityPolicy],
});
