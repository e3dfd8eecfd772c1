// `npm run build`: builds dist/ whether or not it is up to date.
import "./lib/check-node.mjs";

const { main } = await import("./lib/main.mjs");
const { ensureInstalled } = await import("./lib/install.mjs");
const { build } = await import("./lib/build.mjs");

await main(async () => {
  await ensureInstalled();
  await build();
  return 0;
});
