import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inRoot, root } from "../../scripts/lib/tree.mjs";

// Tracked files and those about to be; a copy without its history, or a machine without git, has no such list.
const listed = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
});
const files = (listed.stdout ?? "").split("\n").filter((file) => file !== "" && existsSync(inRoot(file)));

describe("the files of the repository", () => {
  it.skipIf(listed.status !== 0)(
    "name no package registry and no path of the machine they were written on",
    () => {
      // Written so that this file does not match itself.
      const forbidden = [
        /\bregistry\.[a-z0-9-]+\.[a-z]{2,}/i,
        /\/work\//,
        /\/root\//,
        /\/(?:home|Users)\/[a-z]+\//,
      ];
      const found = files.flatMap((file) => {
        const text = readFileSync(inRoot(file), "latin1");
        return forbidden.filter((pattern) => pattern.test(text)).map((pattern) => `${file}: ${pattern}`);
      });
      expect(found).toEqual([]);
    },
  );

  it("lock packages by version and checksum, not by where they came from", () => {
    const { packages } = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")) as {
      packages: Record<string, { resolved?: string }>;
    };
    const remote = Object.entries(packages).filter(([, { resolved }]) => resolved?.includes("://"));
    expect(remote).toEqual([]);
  });
});
