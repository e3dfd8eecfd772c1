import { rolldown } from "rolldown";
import { inRoot } from "../../scripts/lib/tree.mjs";

/**
 * Bundles one of this folder's modules, with all that it imports, to an ES module that needs nothing else.
 * @param {"battery" | "run"} name
 * @returns {Promise<string>} its text
 */
export async function bundle(name) {
  const build = await rolldown({
    input: inRoot("test", "runtimes", `${name}.ts`),
    platform: "neutral",
    cwd: inRoot(),
  });
  const { output } = await build.generate({ format: "esm", codeSplitting: false });
  await build.close();
  if (output.length !== 1 || output[0].imports.length > 0)
    throw new Error("the battery needs more than itself");
  return output[0].code;
}
