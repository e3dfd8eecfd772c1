import * as zlib from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { crc32 } from "../../src/math/crc32.ts";

test.each([
  ["", 0],
  ["a", 0xe8b7be43],
  ["123456789", 0xcbf43926],
  ["The quick brown fox jumps over the lazy dog", 0x414fa339],
  ["\0\0\0\0", 0x2144df1c],
])("the checksum of %j is the published one", (text, expected) => {
  expect(crc32(text)).toBe(expected);
});

test("every flipped bit is found", () => {
  const text = '{"W":[[0.5,-1]]}';
  const seen = new Set([crc32(text)]);
  for (let at = 0; at < text.length; at++) {
    for (let bit = 0; bit < 7; bit++) {
      const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit));
      seen.add(crc32(text.slice(0, at) + flipped + text.slice(at + 1)));
    }
  }
  expect(seen.size).toBe(1 + 7 * text.length);
});

test("bytes and text have the same checksum, whatever the length", () => {
  const text = "the quick brown fox";
  for (let length = 0; length <= text.length; length++) {
    const bytes = new TextEncoder().encode(text.slice(0, length));
    expect(crc32(bytes)).toBe(crc32(text.slice(0, length)));
  }
});

// In Node since 20.15.
test.skipIf(!("crc32" in zlib))("any text has the checksum that zlib gives its UTF-8", () => {
  const byZlib = (zlib as unknown as { crc32(text: string): number }).crc32;
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      expect(crc32(text)).toBe(byZlib(text));
    }),
  );
});

test("a text's checksum is that of its second half, told that of its first", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (first, second) => {
      expect(crc32(second, crc32(first))).toBe(crc32(first + second));
    }),
  );
});
