import { HingeError } from "../../errors.ts";
import { gunzip, isGzip } from "../data/gunzip.ts";
import { collect, readBytes } from "../data/read-bytes.ts";

/** No model or array of weights is larger. */
const maxBytes = 2 ** 31;

/**
 * Reads a file that is no data set: a model, an array of weights; `-` is standard input, gzip is inflated.
 *
 * @param fix what to do if there is no such file and none of a similar name
 * @throws HingeError those of readBytes and gunzip
 */
export async function readFile(path: string, fix: string): Promise<{ bytes: Uint8Array; source: string }> {
  const source = path === "-" ? "stdin" : path;
  const raw = path === "-" ? await collect(process.stdin, source, maxBytes) : await readNamed(path, fix);
  return { bytes: isGzip(raw) ? gunzip(raw, source, maxBytes) : raw, source };
}

async function readNamed(path: string, fix: string): Promise<Uint8Array> {
  try {
    return await readBytes(path, maxBytes);
  } catch (error) {
    // Bundled sets and standard input, which readBytes suggests for data, are no help here.
    if (!(error instanceof HingeError) || error.code !== "no-such-file") throw error;
    if (error.sentence.includes('did you mean "')) throw error;
    throw new HingeError(error.code, `no such file; ${fix}`, error.where);
  }
}
