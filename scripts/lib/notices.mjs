import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { SetupError } from "./main.mjs";
import { filesUnder } from "./tree.mjs";

const rule = `${"-".repeat(80)}\n`;

/**
 * The licence texts of the packages that a bundle contains, as their licences ask.
 * @param {readonly string[]} moduleIds of the bundle
 * @throws {SetupError} if a package has no licence file
 */
export function thirdPartyNotices(moduleIds) {
  const folders = new Set(moduleIds.map(packageFolder).filter((folder) => folder !== undefined));
  const notices = [...folders].map(notice).sort();
  return [
    "The command line of hinge contains these packages; the page that it serves has its own list beside it, dist/cli/playground/licenses.md. The library, everything else, contains none.\n",
    ...notices,
  ].join(`\n${rule}`);
}

/**
 * The folder of the package that a module belongs to; undefined for our own.
 * @param {string} id
 */
function packageFolder(id) {
  // The bundler's own helper functions are a copy of a part of rolldown.
  if (id.startsWith("\0rolldown/")) {
    return dirname(createRequire(import.meta.url).resolve("rolldown/package.json"));
  }
  const inside = `node_modules${sep}`;
  const start = id.lastIndexOf(inside);
  if (start === -1) return undefined;
  const [first = "", second = ""] = id.slice(start + inside.length).split(sep);
  return id.slice(0, start) + join(inside, first.startsWith("@") ? join(first, second) : first);
}

/** @param {string} folder */
function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .flatMap((file) => filesUnder(join(folder, file)))
    .map((file) => readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim());
  if (texts.length === 0)
    throw new SetupError(`The bin contains ${name}, which comes without a licence file.`);
  return `${name} ${version} (${license})\n\n${texts.join("\n\n")}\n`;
}
