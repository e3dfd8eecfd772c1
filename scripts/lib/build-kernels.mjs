import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SetupError } from "./main.mjs";
import { tool } from "./run.mjs";
import { generatedKernels, inRoot } from "./tree.mjs";

/** The modules: entry in assembly/, the file that is made of it, and the name of its constant. */
const modules = [
  { entry: "index.ts", file: generatedKernels[0], constant: "wasmHex" },
  { entry: "training-index.ts", file: generatedKernels[1], constant: "trainingHex" },
  { entry: "newton-index.ts", file: generatedKernels[2], constant: "newtonHex" },
  { entry: "rare-index.ts", file: generatedKernels[3], constant: "rareHex" },
];

/**
 * Compiles assembly/ to WebAssembly and writes it, as hexadecimal digits, into modules of the library: inlined, it works in
 * every bundler and runtime, where a file beside the code does not. Base64 would be shorter and yet a third more to
 * load: its letters do not fall on bytes, so that compression finds nothing that repeats.
 */
export async function buildKernels() {
  const folder = mkdtempSync(join(tmpdir(), "hinge-kernels-"));
  try {
    for (const { entry, file, constant } of modules) {
      const wasm = join(folder, "kernels.wasm");
      const { code } = await tool("assemblyscript", [
        inRoot("assembly", entry),
        ...["-O3", "--shrinkLevel", "1", "--noAssert", "--runtime", "stub", "--enable", "simd"],
        // The limit of 65,536 pages is wasm32's own: 4 GiB.
        ...["--importMemory", "--initialMemory", "1", "--maximumMemory", "65536", "--use", "abort="],
        ...["--outFile", wasm],
      ]);
      if (code !== 0) throw new SetupError(`The kernels do not compile (asc assembly/${entry}).`, code);
      const hex = readFileSync(wasm).toString("hex");
      writeFileSync(
        file,
        `// Generated from assembly/ by the build; not for reading.\nexport const ${constant} =\n  "${hex}";\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
