import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readBytes } from "../../../src/cli/data/read-bytes.ts";

const folder = mkdtempSync(join(tmpdir(), "hinge-read-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("A file comes back byte for byte, whatever its length", async () => {
  for (const length of [0, 1, 2 ** 20 - 1, 2 ** 20, 17 * 2 ** 20 + 5]) {
    const bytes = Uint8Array.from({ length }, (_, k) => (k * 31) % 251);
    const path = join(folder, `${length}`);
    writeFileSync(path, bytes);
    expect(Buffer.compare(await readBytes(path, 2 ** 30), bytes)).toBe(0);
  }
});

// The system's own files say that they have no bytes; so does one that has grown since it was asked have more than it said.
const system = "/proc/version";
test.skipIf(!existsSync(system))("A file with more bytes than it says is read to its end", async () => {
  const bytes = readFileSync(system);
  expect(statSync(system).size).toBeLessThan(bytes.length);
  expect(Buffer.compare(await readBytes(system, 2 ** 20), bytes)).toBe(0);
});

test("More bytes than allowed are refused before they are read", async () => {
  const path = join(folder, "large");
  writeFileSync(path, "1 1:2\n");
  await expect(readBytes(path, 5)).rejects.toThrow(/more than 5 bytes/);
});

test("What is no regular file is read as a stream", async () => {
  expect((await readBytes("/dev/null", 10)).length).toBe(0);
  await expect(readBytes("/dev/zero", 10)).rejects.toThrow(/more than 10 bytes/);
});
