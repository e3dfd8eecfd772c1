import { type FileHandle, open, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { HingeError } from "../../errors.ts";
import { concat } from "../../io/bytes.ts";
import { bundledNames } from "./bundled.ts";
import { nearest } from "./suggest.ts";

/** A stream's chunk: 1 MiB, so that a file takes few turns of the event loop. */
const CHUNK = 2 ** 20;
/** A folder with more names than this is not searched for a suggestion. */
const MAX_NAMES = 10_000;

/**
 * Reads a whole file, pipe or device, up to a bound.
 *
 * @throws HingeError `no-such-file`, `is-folder`, `no-permission`, `unreadable-file`, `too-large`
 */
export async function readBytes(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const stat = await file.stat();
      const whole = stat.isFile() && stat.size <= maxBytes ? await readWhole(file, stat.size) : undefined;
      const stream = file.createReadStream({ highWaterMark: CHUNK, autoClose: false });
      return await collect(stream, path, maxBytes, whole);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof HingeError) throw error;
    throw await fileError(path, error);
  }
}

/** A file's bytes as it says how many they are, in one array: chunks would have to be joined, and be there twice. */
async function readWhole(file: FileHandle, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await file.read(bytes, at, Math.min(16 * CHUNK, size - at));
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

/** Joins a stream's chunks, up to a bound, to what has come before. @throws HingeError `too-large` */
export async function collect(
  stream: AsyncIterable<Uint8Array>,
  source: string,
  maxBytes: number,
  before: Uint8Array<ArrayBuffer> = new Uint8Array(0),
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [before];
  let size = before.length;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) {
      const sentence = `more than ${maxBytes} bytes; split the data into smaller files`;
      throw new HingeError("too-large", sentence, { file: source });
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 ? before : concat(chunks);
}

async function fileError(path: string, error: unknown): Promise<HingeError> {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
  const at = { file: path };
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new HingeError("no-such-file", `no such file; ${await suggestion(path)}`, at);
  }
  if (code === "EISDIR") return new HingeError("is-folder", "this is a folder; name a file in it", at);
  if (code === "EACCES" || code === "EPERM") {
    return new HingeError("no-permission", "no permission to read this file; change its mode with chmod", at);
  }
  return new HingeError(
    "unreadable-file",
    `the file cannot be read (${code}); check the disk and the path`,
    at,
  );
}

/** The nearest bundled set, else the nearest name in the same folder. */
async function suggestion(path: string): Promise<string> {
  const sets = bundledNames();
  const near = nearest(path, [...sets, ...sets.flatMap((name) => [`${name}:train`, `${name}:test`])]);
  if (near !== undefined) return `did you mean the bundled set ${JSON.stringify(near)}?`;
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []);
  const file = names.length > MAX_NAMES ? undefined : nearest(basename(path), names);
  if (file !== undefined)
    return `did you mean ${JSON.stringify(folder === "." ? file : join(folder, file))}?`;
  return `give a file, - for standard input, or a bundled set: ${sets.join(", ")}`;
}
