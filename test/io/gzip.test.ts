import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { gunzip, isGzip } from "../../src/io/gzip.ts";

const text = "1 1:0.5 3:-2\n".repeat(1000);
const packed = new Uint8Array(gzipSync(text));
const read = async (bytes: Uint8Array) => new TextDecoder().decode(await gunzip(bytes, { source: "a.gz" }));

test("gzip is inflated", async () => {
  expect(isGzip(packed)).toBe(true);
  expect(await read(packed)).toBe(text);
});

test("several gzip members are one file", async () => {
  expect(await read(Buffer.concat([packed, packed]))).toBe(text + text);
});

test("an empty file's gzip is empty", async () => {
  expect(await read(gzipSync(""))).toBe("");
});

const cut = "a.gz: the gzip data is cut short; fetch or copy the file again";
const corrupt = "a.gz: the gzip data is corrupt; fetch or copy the file again";
const flipped = packed.slice();
flipped[packed.length - 6]! ^= 1;

test.each([
  ["no gzip", Buffer.from("1 1:2"), "a.gz: this is not gzip: it does not begin with the bytes 1f 8b"],
  ["gzip cut in its header", packed.subarray(0, 5), cut],
  ["gzip cut in its data", packed.subarray(0, packed.length - 20), cut],
  ["gzip cut in its checksum", packed.subarray(0, packed.length - 3), cut],
  ["gzip with a wrong checksum", flipped, corrupt],
  [
    "gzip with other bytes behind it",
    Buffer.concat([packed, Buffer.from("garbage")]),
    "a.gz: other bytes follow the end of the gzip data; cut them off, or fetch the file again",
  ],
])("%s gets one sentence", async (_, bytes, message) => {
  await expect(read(bytes)).rejects.toMatchObject({ name: "HingeError", message });
});

test("a gzip bomb is stopped on its way", async () => {
  const bomb = gzipSync(new Uint8Array(50_000_000));
  await expect(gunzip(bomb, { source: "bomb.gz", maxBytes: 1_000_000 })).rejects.toMatchObject({
    code: "too-large",
    message: `bomb.gz: ${bomb.length} bytes of gzip inflate to more than 1000000 bytes; raise maxBytes if they are meant to`,
  });
});

test("every single-byte change gives the text or a HingeError", async () => {
  const small = new Uint8Array(gzipSync("1 1:2\n"));
  for (let at = 0; at < small.length; at++) {
    const bytes = small.slice();
    bytes[at]! ^= 0x55;
    const result = await read(bytes).catch((error) => error.name);
    expect(["1 1:2\n", "HingeError"]).toContain(result);
  }
});
