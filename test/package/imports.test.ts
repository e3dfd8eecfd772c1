import { describe, expect, it } from "vitest";
import { importsInSource, layerOf } from "./imports.ts";
import { layers, never } from "./layers.ts";

const imports = importsInSource();
const rank = new Map(layers.flatMap((names, index) => names.map((name) => [name, index] as const)));

describe("the modules of src/", () => {
  it("stand in the table of layers, every one", () => {
    const unknown = imports.map(({ module }) => layerOf(module)).filter((layer) => !rank.has(layer));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it("import from their own layer and from those above it in the table", () => {
    const wrong = imports.filter(({ module, target }) => {
      if (target === undefined) return false;
      const [from, to] = [layerOf(module), layerOf(target)];
      // The command line reads the version from package.json, which lies outside src/.
      if (target === "../package.json") return from !== "cli";
      return from !== to && !(rank.get(to)! < rank.get(from)!);
    });
    expect(wrong).toEqual([]);
  });

  it.each(never)("never import $to from $from: $why", ({ from, to }) => {
    const wrong = imports.filter(
      ({ module, target }) => layerOf(module) === from && target !== undefined && layerOf(target) === to,
    );
    expect(wrong).toEqual([]);
  });

  it("import no package and nothing of Node's, except for the command line", () => {
    const outside = imports.filter(({ module, target }) => target === undefined && layerOf(module) !== "cli");
    expect(outside).toEqual([]);
  });
});
