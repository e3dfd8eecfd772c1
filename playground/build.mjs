// `npm run build -w playground`: builds the page to playground/dist, and before it the library if that is out of date.
import "../scripts/lib/check-node.mjs";

const { main, say, secondsSince } = await import("../scripts/lib/main.mjs");
const { ensureInstalled } = await import("../scripts/lib/install.mjs");
const { ensureBuilt } = await import("../scripts/lib/build.mjs");
const { buildPlayground, playground } = await import("../scripts/lib/build-playground.mjs");

await main(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const start = performance.now();
  await buildPlayground();
  say(`Built ${playground} in ${secondsSince(start)}.`);
  return 0;
});
