/** Reads a source file as text, in the encoding that it says it has. */
import { readFile } from "../../commands/read-file.ts";

/** @throws HingeError those of readFile */
export async function readSource(file: string): Promise<string> {
  const { bytes } = await readFile(file, "give a file of code");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Python's own way to name an encoding, in one of the first two lines.
    const head = new TextDecoder("latin1").decode(bytes.subarray(0, 500)).split("\n").slice(0, 2).join("\n");
    return decoder(/^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/m.exec(head)?.[1]).decode(bytes);
  }
}

function decoder(label = "latin1"): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder("latin1");
  }
}
