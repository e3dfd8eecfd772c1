import { join } from "node:path";
import { inRoot } from "../scripts/lib/tree.mjs";

/** Where bench:setup installs the rivals from npm, and in it all others. */
export const packages = inRoot(".bench", "rivals");
export const environment = join(packages, "python");
export const python = join(
  environment,
  ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]),
);
/** Where bench:setup unpacks LIBLINEAR's sources, and where the rivals in C++ are. */
export const sources = join(packages, "liblinear");
export const compiled = join(packages, "compiled");
