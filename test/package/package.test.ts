import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { npm, run } from "../../scripts/lib/run.mjs";
import { manifest } from "../../scripts/lib/tree.mjs";
import { pack } from "./tarball.ts";

describe("the published package", () => {
  const folder = mkdtempSync(join(tmpdir(), "hinge-package-"));
  let packed: Awaited<ReturnType<typeof pack>>;

  beforeAll(async () => {
    packed = await pack(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("contains what its entries name, the licences and the data", () => {
    const { exports, bin } = manifest() as {
      exports: Record<string, Record<string, string> | string>;
      bin: object;
    };
    const entries = Object.values(exports).flatMap((entry) =>
      typeof entry === "string" ? entry : Object.values(entry),
    );
    const needed = [...entries, ...Object.values(bin)].map((path) => path.replace(/^\.\//, ""));
    expect(packed.files).toEqual(
      expect.arrayContaining([
        ...needed,
        "LICENSE",
        "THIRD-PARTY-NOTICES",
        "package.json",
        "data/iris.csv",
        "dist/cli/driver/__main__.py",
        "dist/cli/playground/index.html",
        "dist/cli/playground/licenses.md",
      ]),
    );
  });

  it("contains nothing else than that and the build", () => {
    const known =
      /^(dist\/[^.].*\.(js|d\.ts)|dist\/cli\/driver\/\w+\.py|dist\/cli\/playground\/(index\.html|licenses\.md|assets\/[\w.-]+\.(js|css|svg))|data\/.*|(README|CHANGELOG)\.md|LICENSE|THIRD-PARTY-NOTICES|package\.json)$/;
    expect(packed.files.filter((file) => !known.test(file))).toEqual([]);
  });

  it("depends on nothing at run time", () => {
    const { dependencies, peerDependencies, optionalDependencies } = manifest();
    expect({ dependencies, peerDependencies, optionalDependencies }).toEqual({});
  });

  it("has no fault that publint knows", async () => {
    const { messages, pkg } = await publint({ pack: { tarball: packed.content }, level: "warning" });
    expect(messages.map((message) => formatMessage(message, pkg!, { color: false }))).toEqual([]);
  });

  it("runs by itself once installed, and tells its version", async () => {
    const installed = join(folder, "installed");
    const args = [
      "install",
      "--prefix",
      installed,
      "--offline",
      "--ignore-scripts",
      "--loglevel=error",
      packed.tarball,
    ];
    expect(await npm(args, { output: "capture" })).toMatchObject({ code: 0 });
    const bin = join(installed, "node_modules", "hinge", "dist", "cli", "hinge.js");
    const told = await run(process.execPath, [bin, "--version"], { output: "capture" });
    expect(told).toEqual({ code: 0, output: `${manifest().version}\n` });
  });
});
