import { join } from "node:path";

/** A program that computes loss and gradient (rivals/serve.ts tells how it is asked). */
export interface Rival {
  readonly id: "hinge" | "hinge-in-place" | "numpy" | "torch" | "jax" | "tfjs-wasm";
  /** For people. */
  readonly name: string;
  readonly command: readonly string[];
}

/** Where the programs lie. */
export interface Places {
  /** The Python that bench:setup made. */
  readonly python: string;
  /** Python's programs. */
  readonly sources: string;
  /** JavaScript's, bundled; TensorFlow.js' beside its packages. */
  readonly bundled: string;
  readonly bundledWithPackages: string;
}

/** hinge first. */
export function allRivals({ python, sources, bundled, bundledWithPackages }: Places): Rival[] {
  const inPython = (file: string) => [python, "-B", join(sources, file)];
  const inNode = (folder: string, file: string) => [process.execPath, join(folder, file)];
  return [
    { id: "hinge", name: "hinge", command: inNode(bundled, "hinge.mjs") },
    { id: "hinge-in-place", name: "hinge, X in place", command: inNode(bundled, "hinge-in-place.mjs") },
    { id: "numpy", name: "NumPy", command: inPython("with_numpy.py") },
    { id: "torch", name: "PyTorch", command: inPython("with_torch.py") },
    { id: "jax", name: "JAX", command: inPython("with_jax.py") },
    { id: "tfjs-wasm", name: "TensorFlow.js (wasm)", command: inNode(bundledWithPackages, "tfjs-wasm.mjs") },
  ];
}
