import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { gunzip, isGzip } from "../../../src/cli/data/gunzip.ts";

const text = "1 1:0.5 3:-2\n".repeat(1000);
const packed = new Uint8Array(gzipSync(text));
const read = (bytes: Uint8Array) => new TextDecoder().decode(gunzip(bytes, "a.gz", 1e6));

test("gzip is told by its first bytes and inflated", () => {
  expect(isGzip(packed)).toBe(true);
  expect(isGzip(new TextEncoder().encode("1 1:0.5"))).toBe(false);
  expect(read(packed)).toBe(text);
});

test("several gzip members are one file, zeros behind the end are padding", () => {
  expect(read(Buffer.concat([packed, packed]))).toBe(text + text);
  expect(read(Buffer.concat([packed, new Uint8Array(512)]))).toBe(text);
  expect(read(gzipSync(""))).toBe("");
});

const cut = "a.gz: the gzip data is cut short; fetch or copy the file again";
const corrupt = "a.gz: the gzip data is corrupt; fetch or copy the file again";
const flipped = packed.slice();
flipped[packed.length - 6]! ^= 1;

test.each([
  ["gzip cut in its header", packed.subarray(0, 5), cut],
  ["gzip cut in its data", packed.subarray(0, packed.length - 20), cut],
  ["gzip cut in its checksum", packed.subarray(0, packed.length - 3), cut],
  ["gzip with a wrong checksum", flipped, corrupt],
  ["gzip with other bytes behind it", Buffer.concat([packed, Buffer.from("garbage")]), corrupt],
])("%s gets one sentence", (_, bytes, message) => {
  expect(() => read(bytes)).toThrow(message);
});

test("gzip that would fill the memory is stopped on its way", () => {
  const bomb = gzipSync(new Uint8Array(1e7));
  expect(() => gunzip(bomb, "bomb.gz", 1e6)).toThrow(
    `bomb.gz: ${bomb.length} bytes of gzip inflate to more than 1000000 bytes; split the file`,
  );
});
