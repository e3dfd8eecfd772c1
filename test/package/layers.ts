/**
 * Who may import whom in src/. A folder (or file, or the root's index.ts) imports from itself and from the lines
 * above its own, never from its own line's neighbours or from below.
 */
export const layers: readonly (readonly string[])[] = [
  ["errors"],
  ["math"],
  ["kernels"],
  ["data"],
  ["losses"],
  ["objective"],
  ["comm"],
  ["solvers"],
  ["model"],
  ["check", "explain", "io"],
  ["index"],
  ["cli"],
];

/** What the order alone would allow, and the design does not. */
export const never: readonly { readonly from: string; readonly to: string; readonly why: string }[] = [
  { from: "losses", to: "kernels", why: "a loss is a function of scores and a label" },
  { from: "losses", to: "data", why: "a loss never sees X" },
  { from: "check", to: "solvers", why: "a gradient is checked without training" },
  { from: "check", to: "model", why: "a gradient is checked without training" },
];
