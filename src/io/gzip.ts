import { HingeError } from "../errors.ts";
import { crc32 } from "../math/crc32.ts";
import { InflateError, Inflater } from "./inflate.ts";

/** Bounds of `gunzip`. */
export interface GunzipOptions {
  /** Named in errors. */
  readonly source?: string | undefined;
  /** The most bytes to inflate to; 2 GiB without it. */
  readonly maxBytes?: number | undefined;
}

const TWO_GIB = 2 ** 31;
/** How much is inflated before a page, timers and signals have their turn; some 0.05 s. */
const bytesBetweenRests = 8 * 2 ** 20;
/** A match of 258 bytes takes two bits at least (RFC 1951): more than that no stream can inflate to. */
const mostPerByte = (8 / 2) * 258;

/** Whether the bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return beginsMember(bytes, 0);
}

/**
 * Inflates gzip (RFC 1952), several members as one, the same in every engine. The size is bounded while it inflates,
 * so that a small file that would fill the memory is stopped on its way. Zeros behind the end are taken for padding.
 *
 * @throws HingeError `bad-gzip` (cut short, corrupt, or followed by other bytes), `too-large`
 */
export async function gunzip(bytes: Uint8Array, options: GunzipOptions = {}): Promise<Uint8Array> {
  const { source, maxBytes = TWO_GIB } = options;
  const bad = (sentence: string) => new HingeError("bad-gzip", sentence, { file: source });
  if (!isGzip(bytes)) throw bad("this is not gzip: it does not begin with the bytes 1f 8b");
  const inflater = new Inflater(bytes, expectedSize(bytes), maxBytes);
  let at = 0;
  let rested = 0;
  try {
    while (beginsMember(bytes, at)) {
      const first = inflater.size;
      inflater.begin(skipHeader(bytes, at));
      while (!inflater.block()) {
        if (inflater.size - rested < bytesBetweenRests) continue;
        await new Promise((resolve) => setTimeout(resolve, 0));
        rested = inflater.size;
      }
      at = inflater.end;
      checkTrailer(bytes, at, inflater.output(first));
      at += 8;
    }
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    if (error.kind === "too-large") throw tooLarge(bytes.length, maxBytes, source);
    throw bad(sentences[error.kind]);
  }
  if (bytes.subarray(at).some((byte) => byte !== 0)) {
    throw bad("other bytes follow the end of the gzip data; cut them off, or fetch the file again");
  }
  return inflater.output();
}

const sentences = {
  cut: "the gzip data is cut short; fetch or copy the file again",
  corrupt: "the gzip data is corrupt; fetch or copy the file again",
};

function beginsMember(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b;
}

/** Finds the end of a member's header (RFC 1952, 2.3). @throws InflateError */
function skipHeader(bytes: Uint8Array, from: number): number {
  let at = from + 10;
  if (at > bytes.length) throw new InflateError("cut");
  const method = bytes[from + 2]!;
  const flags = bytes[from + 3]!;
  // 8 is DEFLATE, the only method there is; the highest flags mean nothing yet.
  if (method !== 8 || (flags & 0xe0) !== 0) throw new InflateError("corrupt");
  if (flags & 4) at += 2 + number(bytes, at, 2);
  // A name and a comment, each ended by a zero.
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    const end = at > bytes.length ? -1 : bytes.indexOf(0, at);
    if (end < 0) throw new InflateError("cut");
    at = end + 1;
  }
  if (flags & 2) {
    const sum = crc32(bytes.subarray(from, at)) & 0xffff;
    if (number(bytes, at, 2) !== sum) throw new InflateError("corrupt");
    at += 2;
  }
  return at;
}

/** A member ends with the checksum of its data and their number, modulo 2^32. @throws InflateError */
function checkTrailer(bytes: Uint8Array, at: number, data: Uint8Array): void {
  const sum = number(bytes, at, 4);
  const size = number(bytes, at + 4, 4);
  if (sum !== crc32(data) || size !== data.length % 2 ** 32) throw new InflateError("corrupt");
}

/** What the last four bytes say, where that is possible: enough room at once, and never much more than is needed. */
function expectedSize(bytes: Uint8Array): number {
  const told = bytes.length < 4 ? 0 : number(bytes, bytes.length - 4, 4);
  return told <= mostPerByte * bytes.length ? told : 0;
}

/** A number of `count` bytes, the lowest first. @throws InflateError `cut` */
function number(bytes: Uint8Array, at: number, count: number): number {
  if (at + count > bytes.length) throw new InflateError("cut");
  let value = 0;
  for (let k = count - 1; k >= 0; k--) value = value * 256 + bytes[at + k]!;
  return value;
}

function tooLarge(packed: number, maxBytes: number, source: string | undefined): HingeError {
  return new HingeError(
    "too-large",
    `${packed} bytes of gzip inflate to more than ${maxBytes} bytes; raise maxBytes if they are meant to`,
    { file: source },
  );
}
