import { HingeError } from "../errors.ts";

/** What a file turns out to be, whatever its name says. */
export type Format = keyof typeof NAMES;

/** How a sentence names each format. */
const NAMES = {
  svmlight: "svmlight text",
  csv: "CSV text",
  npy: "a NumPy array (.npy)",
  idx: "an IDX file",
  parquet: "Parquet",
  gzip: "gzip",
  utf16: "UTF-16 text",
  "hinge-model": "a hinge model",
  "liblinear-model": "a LIBLINEAR model",
  "libsvm-model": "a LIBSVM model",
  json: "JSON",
  arff: "ARFF",
  html: "a web page",
  zip: "a zip archive",
  bzip2: "bzip2",
  xz: "xz",
  zstd: "zstd",
  hdf5: "HDF5",
  arrow: "Arrow",
  pickle: "a Python pickle",
} as const;

const MODELS: readonly Format[] = ["hinge-model", "liblinear-model", "libsvm-model"];
const READABLE: readonly Format[] = ["svmlight", "csv", "npy", "idx", "parquet"];
const PACKED: readonly Format[] = ["gzip", "zip", "bzip2", "xz", "zstd"];

/** First bytes that prove a format, where those bytes cannot begin a table's text. */
const MAGIC: readonly (readonly [Format, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["npy", [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["hdf5", [0x89, 0x48, 0x44, 0x46]],
  ["arrow", [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0x00, 0x00]],
  ["utf16", [0xff, 0xfe]],
  ["utf16", [0xfe, 0xff]],
];

const EXTENSIONS: Readonly<Record<string, Format>> = {
  csv: "csv",
  tsv: "csv",
  svm: "svmlight",
  svmlight: "svmlight",
  libsvm: "svmlight",
  npy: "npy",
  parquet: "parquet",
  idx: "idx",
  ubyte: "idx",
};

/** How much of a text is looked at to tell what it is. */
const HEAD = 65536;
const LONG_LINE = 4096;

/**
 * Tells a file's format: by its first bytes where they prove one, else by the name's extension (`.gz` set
 * aside), else by what its first line looks like. Text that looks like neither is taken as svmlight.
 *
 * @param name the file's name; may be empty
 * @param bytes the file, or at least its first 64 KiB
 */
export function detectFormat(name: string, bytes: Uint8Array): Format {
  const proven = provenFormat(bytes);
  if (proven !== undefined) return proven;
  const line = firstLine(bytes);
  if (SVMLIGHT_LINE.test(line)) return "svmlight";
  const extension = /\.([a-z0-9]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (Object.hasOwn(EXTENSIONS, extension)) return EXTENSIONS[extension]!;
  return /[,;\t]/.test(line) ? "csv" : "svmlight";
}

/** The format that the content alone proves; undefined for a table's text, empty files and the unknown. */
export function provenFormat(bytes: Uint8Array): Format | undefined {
  for (const [format, magic] of MAGIC) {
    if (bytes.length >= magic.length && magic.every((byte, k) => bytes[k] === byte)) return format;
  }
  if (isParquet(bytes)) return "parquet";
  if (isBzip2(bytes)) return "bzip2";
  if (isIdx(bytes)) return "idx";
  if (isUtf16(bytes)) return "utf16";
  // Protocol 2 to 5 of pickle: PROTO, its number, then any opcode but a letter of text.
  if (bytes.length > 2 && bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5) return "pickle";
  return provenText(decode(bytes.subarray(0, 4096)));
}

/**
 * Refuses a file whose content proves another format than the one it is to be read as, and names the real one.
 *
 * @throws HingeError `wrong-format`
 */
export function refuseOtherFormat(bytes: Uint8Array, wanted: Format, source?: string): void {
  const found = provenFormat(bytes);
  if (found === undefined || found === wanted) return;
  throw wrongFormat(found, wanted, source);
}

/** The error for a file that is `found` where `wanted` was to be read. */
export function wrongFormat(found: Format, wanted: Format, source?: string): HingeError {
  return new HingeError("wrong-format", `this is ${NAMES[found]}, not ${NAMES[wanted]}; ${fix(found)}`, {
    file: source,
  });
}

/** How a sentence names the format. */
export function formatName(format: Format): string {
  return NAMES[format];
}

function fix(found: Format): string {
  if (found === "utf16") return "save it as UTF-8";
  if (found === "html") return "the download may have failed; fetch the file again";
  if (MODELS.includes(found)) return "give a data file here";
  if (PACKED.includes(found)) return "unpack it first";
  if (READABLE.includes(found)) return `read it as ${found}`;
  return "convert it to svmlight, CSV or .npy";
}

function provenText(text: string): Format | undefined {
  const start = text.trimStart();
  if (/^solver_type\s/.test(start)) return "liblinear-model";
  if (/^svm_type\s/.test(start)) return "libsvm-model";
  if (/^@relation\s/i.test(start)) return "arff";
  if (/^<(?:!doctype|html|\?xml)/i.test(start)) return "html";
  if (/^\{\s*"/.test(start)) return /"hinge\b/.test(start) ? "hinge-model" : "json";
  if (/^\[\s*[[{]/.test(start)) return "json";
  return undefined;
}

/** "PAR1", then binary: a CSV's first column may be called PAR1. */
function isParquet(bytes: Uint8Array): boolean {
  const named = bytes[0] === 0x50 && bytes[1] === 0x41 && bytes[2] === 0x52 && bytes[3] === 0x31;
  return (
    named &&
    (bytes.length === 4 || (bytes[4]! < 0x20 && ![9, 10, 13].includes(bytes[4]!)) || bytes[4]! >= 0x7f)
  );
}

/** "BZh", the level, then the first digits of pi. */
function isBzip2(bytes: Uint8Array): boolean {
  const named = bytes[0] === 0x42 && bytes[1] === 0x5a && bytes[2] === 0x68;
  return named && bytes[4] === 0x31 && bytes[5] === 0x41 && bytes[6] === 0x59;
}

/** Two zero bytes, a type code, the number of dimensions: LeCun's IDX. */
function isIdx(bytes: Uint8Array): boolean {
  const types = [0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e];
  const [a, b, type, dimensions] = bytes;
  return a === 0 && b === 0 && types.includes(type!) && dimensions! >= 1 && dimensions! <= 8;
}

/** UTF-16 without a mark: every other byte is zero, as in all of ASCII. */
function isUtf16(bytes: Uint8Array): boolean {
  const n = Math.min(bytes.length, 64) & ~1;
  if (n < 4) return false;
  for (const zero of [0, 1]) {
    let all = true;
    for (let k = 0; k < n; k += 2) if (bytes[k + zero] !== 0 || bytes[k + 1 - zero] === 0) all = false;
    if (all) return true;
  }
  return false;
}

/** A label, then pairs alone: no CSV begins so. */
const SVMLIGHT_LINE = /^[^\s,;:]+(?:[ \t]+(?:qid|\d+):[^\s,;:]+)+\s*(?:#.*)?$/;

/** The first line that is neither blank nor a comment; a very long one without its last, cut word. */
function firstLine(bytes: Uint8Array): string {
  for (const line of decode(bytes.subarray(0, HEAD)).split(/[\r\n]+/)) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    if (line.length <= LONG_LINE) return line;
    const head = line.slice(0, LONG_LINE);
    return head.slice(0, Math.max(head.lastIndexOf(" "), head.lastIndexOf("\t"), 0));
  }
  return "";
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
