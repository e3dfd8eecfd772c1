// `npm run test:optima`: 5,000 tiny and nasty problems, each optimum found by a quadratic programme too.
import "./lib/check-node.mjs";

const { main } = await import("./lib/main.mjs");
const { ensureInstalled } = await import("./lib/install.mjs");
const { ensureBuilt } = await import("./lib/build.mjs");
const { runVitest } = await import("./lib/vitest.mjs");

await main(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const count = process.env.HINGE_OPTIMA ?? "5000";
  const { failed } = await runVitest(["test/model/true-certificates.test.ts"], { HINGE_OPTIMA: count });
  return failed === 0 ? 0 : 1;
});
