import { constants, deflateRawSync, gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gunzip, isGzip } from "../../src/io/gzip.ts";
import { crc32 } from "../../src/math/crc32.ts";
import { testRandom } from "../support/problems.ts";

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

test("gzip cut anywhere is said to be cut short", async () => {
  const small = new Uint8Array(
    gzipSync(`${text.slice(0, 100)}all sorts of letters, to have a code worth its name`),
  );
  for (let length = 2; length < small.length; length++) {
    await expect(read(small.subarray(0, length)), `${length} bytes`).rejects.toMatchObject({ message: cut });
  }
});

test("zeros behind the end are padding", async () => {
  expect(await read(Buffer.concat([packed, new Uint8Array(512)]))).toBe(text);
});

/** A member whose header has every field there is: extra bytes, a name, a comment, a checksum of its own. */
function withFullHeader(): Uint8Array {
  const fields = [4, 0, 65, 66, 0, 0, ...Buffer.from("name\0comment\0")];
  const header = Uint8Array.of(0x1f, 0x8b, 8, 0b11110, 1, 2, 3, 4, 0, 255, ...fields);
  const sum = crc32(header);
  return Buffer.concat([header, Uint8Array.of(sum & 255, (sum >>> 8) & 255), packed.subarray(10)]);
}

test("all fields of a header are passed over", async () => {
  expect(await read(withFullHeader())).toBe(text);
});

test("a header that is cut in any field is cut, one with a wrong checksum corrupt", async () => {
  const full = withFullHeader();
  const length = full.length - packed.length + 10;
  for (let end = 3; end < length; end++) {
    await expect(read(full.subarray(0, end))).rejects.toMatchObject({ message: cut });
  }
  const wrong = full.slice();
  wrong[5]! ^= 1;
  await expect(read(wrong)).rejects.toMatchObject({ message: corrupt });
});

/** Bytes that compress in every way there is: repeats near and far, few values and many. */
function sampleBytes(seed: number): Uint8Array {
  const random = testRandom(seed);
  const length = [0, 1, 300, 3000, 50_000][Math.floor(5 * random())]!;
  const values = [1, 2, 16, 256][Math.floor(4 * random())]!;
  const skew = 1 + Math.floor(4 * random());
  const bytes = new Uint8Array(length);
  for (let k = 0; k < length; k++) {
    const back = 1 + Math.floor(Math.min(k, 40_000) * random() ** 6);
    bytes[k] = random() < 0.4 && k > 0 ? bytes[k - back]! : Math.floor(values * random() ** skew);
  }
  return bytes;
}

const settings = fc.record({
  seed: fc.integer(),
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FILTERED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
});

test("whatever zlib packs is what comes out", async () => {
  await fc.assert(
    fc.asyncProperty(settings, async ({ seed, ...options }) => {
      const bytes = sampleBytes(seed);
      expect(Buffer.compare(await gunzip(gzipSync(bytes, options)), bytes)).toBe(0);
    }),
  );
});

test("spoilt gzip is refused, or gives what zlib makes of it", async () => {
  const spoils = fc.array(
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 255 })),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  await fc.assert(
    fc.asyncProperty(settings, spoils, async ({ seed, ...options }, changes) => {
      const bytes = new Uint8Array(gzipSync(sampleBytes(seed), options));
      for (const [where, change] of changes) bytes[Math.floor(where * (bytes.length - 1))]! ^= change;
      const result = await gunzip(bytes).catch((error) => error);
      if (result instanceof Uint8Array) expect(Buffer.compare(result, gunzipSync(bytes))).toBe(0);
      else expect(result.name).toBe("HingeError");
    }),
    { numRuns: 200 },
  );
});

test("a match reaches back no further than its own member", async () => {
  // Members that share a window: what the second one repeats is in the first.
  const dictionary = Buffer.from(text.slice(0, 200));
  const second = Buffer.concat([
    packed.subarray(0, 10),
    deflateRawSync(dictionary, { dictionary }),
    new Uint8Array(new Uint32Array([crc32(dictionary), dictionary.length]).buffer),
  ]);
  await expect(read(Buffer.concat([gzipSync(dictionary), second]))).rejects.toMatchObject({
    message: corrupt,
  });
});

test("the page has its turn while much is inflated", async () => {
  const large = gzipSync(new Uint8Array(40_000_000), { level: 1 });
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  await gunzip(large);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(0);
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
