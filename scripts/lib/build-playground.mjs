import { SetupError } from "./main.mjs";
import { tool } from "./run.mjs";
import { inRoot } from "./tree.mjs";

/** Where the built page lies. */
export const playground = inRoot("playground", "dist");

/**
 * Type-checks the playground and builds it to static files, which any server can serve under any path. It contains
 * the built library.
 * @throws {SetupError} if a step fails, with what it printed
 */
export async function buildPlayground() {
  await step("typescript", ["-p", "playground/tsconfig.json", "--pretty", "false"]);
  await step("vite", ["build", "playground", "--logLevel", "warn"]);
}

/** @param {string} packageName @param {readonly string[]} args */
async function step(packageName, args) {
  // Vite puts a library's development build into the page where NODE_ENV says "test", as it does in tests.
  const { code, output } = await tool(packageName, args, {
    output: "capture",
    env: { NODE_ENV: "production" },
  });
  if (code !== 0) throw new SetupError(`The playground does not build (${packageName}):\n${output}`, code);
}
