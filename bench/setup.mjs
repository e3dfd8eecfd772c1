// `npm run bench:setup [-- name ...]`: installs the rivals, or those named, into .bench/rivals; one that cannot be had
// is left out, and said so. The bench of training needs liblinear-official, liblinear and walrus.
import "../scripts/lib/check-node.mjs";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main, say, secondsSince } from "../scripts/lib/main.mjs";
import { npm, run } from "../scripts/lib/run.mjs";
import { inRoot } from "../scripts/lib/tree.mjs";
import { compiled, environment, packages as folder, python, sources } from "./places.mjs";

/** A rival from PyPI or npm: its packages and their versions; the first is the one that it is known by. */
const fromPython = [
  [["numpy", "2.4.6"]],
  // Runs on the processor only, yet the wheel does not load without the 3 GB of CUDA libraries that it names.
  [["torch", "2.15.0"]],
  [
    ["jax", "0.10.2"],
    ["jaxlib", "0.10.2"],
  ],
];
const fromNpm = [
  [
    ["@tensorflow/tfjs-backend-wasm", "4.22.0"],
    ["@tensorflow/tfjs-backend-cpu", "4.22.0"],
    ["@tensorflow/tfjs-core", "4.22.0"],
  ],
];

/** LIBLINEAR's sources as PyPI has them: compiled here, it is called without Python around it. */
const unpacked = join(sources, "liblinear_official-2.50.0", "cpp-source");

const wanted = process.argv.slice(2);

await main(async () => {
  mkdirSync(folder, { recursive: true });
  const noPython = await makeEnvironment();
  for (const packages of fromPython) await provide(packages, hasPython, noPython ?? installPython);
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  for (const packages of fromNpm) await provide(packages, hasNpm, installNpm);
  await provide([["liblinear-official", "2.50.0"]], () => existsSync(unpacked), noPython ?? unpackLiblinear);
  for (const name of ["liblinear", "walrus"])
    await provide([[name, "in C++"]], isCompiled, () => compile(name));
  return 0;
});

/**
 * Says in one line that a rival is there, was installed, or is left out.
 * @param {string[][]} packages
 * @param {(name: string, version: string) => Promise<boolean> | boolean} has
 * @param {string | ((packages: string[][]) => Promise<string | undefined>)} install returns, or is, why it cannot be
 */
async function provide(packages, has, install) {
  if (wanted.length > 0 && !wanted.includes(packages[0]?.[0] ?? "")) return;
  const title = packages[0]?.join(" ");
  const present = await Promise.all(packages.map(([name = "", version = ""]) => has(name, version)));
  if (present.every(Boolean)) return say(`${title} is there.`);
  const start = performance.now();
  if (typeof install !== "string") say(`Installing ${title} ...`);
  const problem = typeof install === "string" ? install : await install(packages);
  say(problem ? `${title} is left out: ${problem}` : `Installed ${title} in ${secondsSince(start)}.`);
}

/** @returns {Promise<string | undefined>} why there is no Python */
async function makeEnvironment() {
  // An interrupted creation leaves a Python without its pip.
  if ((await capture(python, ["-m", "pip", "--version"])).code === 0) return undefined;
  for (const command of ["python3", "python"]) {
    const { code, output } = await capture(command, ["-m", "venv", "--clear", environment]);
    if (code === 0) return undefined;
    if (code !== 127) return lastLine(output);
  }
  return "there is no python3 on PATH";
}

/** @param {string} name @param {string} version */
async function hasPython(name, version) {
  const program = [
    "from importlib.metadata import version",
    "from importlib.util import find_spec",
    `print(find_spec("${name}") and version("${name}"))`,
  ].join("; ");
  return (await capture(python, ["-c", program])).output.trim() === version;
}

/** @param {string[][]} packages */
async function installPython(packages) {
  const pinned = packages.map((pair) => pair.join("=="));
  const options = ["--quiet", "--no-input", "--disable-pip-version-check", "--only-binary=:all:"];
  const { code, output } = await capture(python, ["-m", "pip", "install", ...options, ...pinned]);
  if (code !== 0) return lastLine(output);
  const imported = await capture(python, ["-c", `import ${packages[0]?.[0]}`]);
  return imported.code === 0 ? undefined : lastLine(imported.output);
}

/** @param {string} name @param {string} version */
function hasNpm(name, version) {
  const file = join(folder, "node_modules", ...name.split("/"), "package.json");
  return existsSync(file) && JSON.parse(readFileSync(file, "utf8")).version === version;
}

/** @param {string[][]} packages */
async function installNpm(packages) {
  const pinned = packages.map((pair) => pair.join("@"));
  const options = ["--no-audit", "--no-fund", "--loglevel=error", "--no-workspaces", "--save-exact"];
  const { code, output } = await npm(["install", "--prefix", folder, ...options, ...pinned], {
    output: "capture",
  });
  if (code === 0) return undefined;
  // First its code, last the path of a log; the sentence is between.
  const sentence = output
    .split("\n")
    .find((line) => line.startsWith("npm error") && !line.includes(" code "));
  return sentence ?? lastLine(output);
}

async function unpackLiblinear() {
  mkdirSync(sources, { recursive: true });
  const options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--no-binary=:all:"];
  const download = ["-m", "pip", "download", ...options, "--dest", sources, "liblinear-official==2.50.0"];
  const { code, output } = await capture(python, download);
  if (code !== 0) return lastLine(output);
  const archive = join(sources, "liblinear_official-2.50.0.tar.gz");
  const unpack = await capture(python, ["-m", "tarfile", "--extract", archive, sources]);
  return unpack.code === 0 ? undefined : lastLine(unpack.output);
}

/** @param {string} name */
function isCompiled(name) {
  const program = join(compiled, name);
  const made = existsSync(program) ? statSync(program).mtimeMs : 0;
  return [`${name}.cpp`, "serve.hpp"].every((file) => statSync(inRivals(file)).mtimeMs < made);
}

/** @param {string} name */
async function compile(name) {
  mkdirSync(compiled, { recursive: true });
  const library =
    name === "liblinear"
      ? [
          "linear.cpp",
          "newton.cpp",
          ...["daxpy", "ddot", "dnrm2", "dscal"].map((file) => join("blas", `${file}.c`)),
        ]
      : [];
  if (library.some((file) => !existsSync(join(unpacked, file)))) return "its sources are not there";
  const files = [inRivals(`${name}.cpp`), ...library.map((file) => join(unpacked, file))];
  const options = ["-std=c++17", "-O3", "-w", `-I${unpacked}`, "-o", join(compiled, name)];
  const { code, output } = await capture("g++", [...options, ...files]);
  if (code === 127) return "there is no g++ on PATH";
  return code === 0 ? undefined : lastLine(output);
}

/** @param {string} file */
function inRivals(file) {
  return inRoot("bench", "train", "rivals", file);
}

/** @param {string} command @param {string[]} args */
function capture(command, args) {
  return run(command, args, { output: "capture" });
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").at(-1) ?? "";
}
