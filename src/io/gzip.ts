import { HingeError } from "../errors.ts";
import { concat } from "./bytes.ts";

/** Bounds of `gunzip`. */
export interface GunzipOptions {
  /** Named in errors. */
  readonly source?: string | undefined;
  /** The most bytes to inflate to; 2 GiB without it. */
  readonly maxBytes?: number | undefined;
}

const TWO_GIB = 2 ** 31;

/** Whether the bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Inflates gzip, in browsers and Node alike. The size is bounded while it inflates, so that a small file that
 * would fill the memory is stopped on its way.
 *
 * @throws HingeError `bad-gzip` (cut short, corrupt, or followed by other bytes), `too-large`
 */
export async function gunzip(bytes: Uint8Array, options: GunzipOptions = {}): Promise<Uint8Array> {
  const { source, maxBytes = TWO_GIB } = options;
  if (!isGzip(bytes)) {
    throw new HingeError("bad-gzip", "this is not gzip: it does not begin with the bytes 1f 8b", {
      file: source,
    });
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = inflating(bytes).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > maxBytes) throw tooLarge(bytes.length, maxBytes, source);
      chunks.push(value);
    }
  } catch (error) {
    if (error instanceof HingeError) {
      // The stream's own complaint about being abandoned adds nothing.
      await reader.cancel().catch(() => {});
      throw error;
    }
    throw new HingeError("bad-gzip", reason(error), { file: source });
  }
  return concat(chunks);
}

function inflating(bytes: Uint8Array): ReadableStream<Uint8Array> {
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
  return blob.stream().pipeThrough(new DecompressionStream("gzip"));
}

function tooLarge(packed: number, maxBytes: number, source: string | undefined): HingeError {
  return new HingeError(
    "too-large",
    `${packed} bytes of gzip inflate to more than ${maxBytes} bytes; raise maxBytes if they are meant to`,
    { file: source },
  );
}

/** Engines word these differently; the words they share tell the three cases apart. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/unexpected end|incomplete|truncated|premature/i.test(message)) {
    return "the gzip data is cut short; fetch or copy the file again";
  }
  if (/header check|junk|trailing|after end/i.test(message)) {
    return "other bytes follow the end of the gzip data; cut them off, or fetch the file again";
  }
  return "the gzip data is corrupt; fetch or copy the file again";
}
