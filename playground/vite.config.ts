import { defineConfig, type Plugin } from "vite";

/** The page may load its own files and nothing else; it runs no script but them, and the library's WebAssembly. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
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
  // `hinge` is the built library by tsconfig.json: the page sees what its users see, and nothing deeper.
  resolve: { tsconfigPaths: true },
  // data/iris.csv lies beside this folder.
  server: { fs: { allow: [".."] } },
  build: {
    target: "es2022",
    // Files, never data: addresses, which the policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  plugins: [contentSecurityPolicy],
});
