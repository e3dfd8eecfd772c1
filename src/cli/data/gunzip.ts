import { gunzipSync } from "node:zlib";
import { HingeError } from "../../errors.ts";

/** Whether the bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Inflates gzip, several members as one. The size is bounded while it inflates, so that a small file that would fill
 * the memory is stopped on its way. Zeros behind the end are taken for padding.
 *
 * @param source the file's name, for messages
 * @throws HingeError `bad-gzip` (cut short, corrupt, or followed by other bytes), `too-large`
 */
export function gunzip(bytes: Uint8Array, source: string, maxBytes: number): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const where = { file: source };
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new HingeError(
        "too-large",
        `${bytes.length} bytes of gzip inflate to more than ${maxBytes} bytes; split the file`,
        where,
      );
    }
    const what = code === "Z_BUF_ERROR" ? "cut short" : "corrupt";
    throw new HingeError("bad-gzip", `the gzip data is ${what}; fetch or copy the file again`, where);
  }
}
