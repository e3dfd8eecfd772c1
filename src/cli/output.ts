import { randomBytes } from "node:crypto";
import { open, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HingeError, show, type Where } from "../errors.ts";

/** A place to write to that was found good before the work began. */
export interface Output {
  readonly path: string;
  /** Writes all or nothing. @throws HingeError `unwritable` */
  write(content: Content): Promise<void>;
}

/** What is written: whole, or in pieces that need not all be there at once. */
type Content = string | Uint8Array | Iterable<string>;

/**
 * Looks at an output path before the work: a fit of an hour must not end in "no such folder".
 *
 * @param path a file, or `-` for standard output
 * @param option what to call it in messages
 * @throws HingeError `already-there` (without force), `unwritable`
 */
export async function openOutput(path: string, option: string | undefined, force: boolean): Promise<Output> {
  if (path === "-") return { path, write: writeToStdout };
  const where = { option };
  const named = show(path, 200);
  if (path === "") throw new HingeError("unwritable", `${named} is no file name; name a file`, where);
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw writeFailure(error, where, named);
  });
  if (there?.isDirectory() || /[/\\]$/.test(path)) {
    throw new HingeError("unwritable", `${named} is a folder; name a file`, where);
  }
  // A device or a pipe is written to as it is; replacing /dev/null by a file would be a bad surprise.
  if (there !== undefined && !there.isFile()) {
    return { path, write: (content) => orFailure(where, named, () => writeFile(path, content)) };
  }
  if (there !== undefined && !force) {
    throw new HingeError("already-there", `${named} is already there; --force overwrites it`, where);
  }
  const folder = dirname(path);
  if (!(await isFolder(folder))) {
    throw new HingeError(
      "unwritable",
      `${named} cannot be written: there is no folder ${show(folder, 200)}; make it first`,
      where,
    );
  }
  // Permissions tell less than a trial does: of read-only disks, of quotas, of /proc.
  await orFailure(where, named, async () => {
    const trial = temporaryName(folder);
    await (await open(trial, "wx")).close();
    await rm(trial);
  });
  return { path, write: (content) => orFailure(where, named, () => replaceFile(path, content)) };
}

/** The error for a write that the system refuses. */
export function writeFailure(error: NodeJS.ErrnoException, where: Where, named?: string): HingeError {
  const reason =
    reasons[error.code ?? ""] ?? `the system says ${error.code ?? error.message}; choose another place`;
  return new HingeError(
    "unwritable",
    `${named === undefined ? "" : `${named} `}cannot be written: ${reason}`,
    where,
  );
}

const notPermitted = "there is no permission to write there; choose another place";
const full = "the disk is full; make room and run again";
const reasons: Readonly<Record<string, string>> = {
  EACCES: notPermitted,
  EPERM: notPermitted,
  EROFS: "the disk is read-only; choose another place",
  ENOENT: "its folder takes no files; choose another place",
  ENOTDIR: "what should be its folder is a file; choose another place",
  ENOSPC: full,
  EDQUOT: full,
  ENAMETOOLONG: "the name is too long; shorten it",
};

/** Writes beside the target and renames, so that nobody ever sees half a file. */
async function replaceFile(path: string, content: Content): Promise<void> {
  const temporary = temporaryName(dirname(path));
  try {
    const file = await open(temporary, "wx");
    try {
      await writeFile(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function temporaryName(folder: string): string {
  return join(folder, `.hinge-${process.pid}-${randomBytes(4).toString("hex")}.tmp`);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function orFailure(where: Where, named: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw writeFailure(error as NodeJS.ErrnoException, where, named);
  }
}

async function writeToStdout(content: Content): Promise<void> {
  for (const piece of typeof content === "string" || content instanceof Uint8Array ? [content] : content) {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  }
}
