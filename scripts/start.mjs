// `npm start`: installs and builds what is missing or out of date, then shows the demo.
import "./lib/check-node.mjs";

// Everything else is imported after the check: an old Node would fail on its syntax before it could say why.
const { main } = await import("./lib/main.mjs");
const { ensureInstalled } = await import("./lib/install.mjs");
const { ensureBuilt, bin } = await import("./lib/build.mjs");
const { run } = await import("./lib/run.mjs");

await main(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const demo = await run(process.execPath, [bin, "demo", ...process.argv.slice(2)]);
  return demo.code;
});
