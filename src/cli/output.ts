import { randomBytes } from "node:crypto";
import { access, constants, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HingeError } from "../errors.ts";

/** A place to write to that was found good before the work began. */
export interface Output {
  readonly path: string;
  /** Writes all or nothing. @throws HingeError `unwritable` */
  write(content: string | Uint8Array): Promise<void>;
}

/**
 * Looks at an output path before the work: a fit of an hour must not end in "no such folder".
 *
 * @param path a file, or `-` for standard output
 * @param option what to call it in messages
 * @throws HingeError `already-there` (without force), `unwritable`
 */
export async function openOutput(path: string, option: string, force: boolean): Promise<Output> {
  if (path === "-") return { path, write: writeToStdout };
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw refuse("unwritable", option, path, "is a folder; name a file");
  // A device or a pipe is written to as it is; replacing /dev/null by a file would be a bad surprise.
  if (there !== undefined && !there.isFile()) return { path, write: (content) => writeFile(path, content) };
  if (there !== undefined && !force) {
    throw refuse("already-there", option, path, "is already there; --force overwrites it");
  }
  await access(dirname(path), constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === "ENOENT"
        ? "its folder does not exist; make it first"
        : "its folder cannot be written to";
    throw refuse("unwritable", option, path, `cannot be written: ${why}`);
  });
  return { path, write: (content) => replaceFile(path, option, content) };
}

/** Writes beside the target and renames, so that nobody ever sees half a file. */
async function replaceFile(path: string, option: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.hinge-${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOSPC" ? "the disk is full; make room and run again" : message;
    throw refuse("unwritable", option, path, `cannot be written: ${why}`);
  }
}

function writeToStdout(content: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(content, (error) => (error ? reject(error) : resolve()));
  });
}

function refuse(code: string, option: string, path: string, what: string): HingeError {
  return new HingeError(code, `${JSON.stringify(path)} ${what}`, { option });
}
