import { join } from "node:path";
import { inRoot } from "../scripts/lib/tree.mjs";

/** Where bench:setup installs the rivals from npm, and in it the environment of those from PyPI. */
export const packages = inRoot(".bench", "rivals");
export const environment = join(packages, "python");
export const python = join(
  environment,
  ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]),
);
