import { HingeError, show } from "../errors.ts";

/** What a .npy header says. */
export interface NpyHeader {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** NumPy itself goes to 64 dimensions. */
const MAX_DIMENSIONS = 64;

const ENTRY = /\s*(?:'(\w+)'|"(\w+)")\s*:\s*/y;
const TEXT = /'([^'\\]*)'|"([^"\\]*)"/y;
const BOOL = /True|False/y;
const TUPLE = /\(([^()]*)\)/y;
const COMMA = /\s*,?/y;

/**
 * Reads a header's Python dict literal: exactly descr, fortran_order and shape, in any order. It is matched,
 * never evaluated.
 *
 * @throws HingeError `bad-npy`, `npy-dtype` (records)
 */
export function parseNpyHeader(text: string, source?: string): NpyHeader {
  const body = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (body === undefined) throw unreadable(text, source);
  const found: { descr?: string; fortranOrder?: boolean; shape?: number[] } = {};
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(body);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  while (body.slice(at).trim() !== "") {
    const entry = take(ENTRY);
    const key = entry?.[1] ?? entry?.[2];
    if (key === "descr" && found.descr === undefined) {
      if (body[at] === "[") throw records(source);
      const value = take(TEXT);
      found.descr = value?.[1] ?? value?.[2] ?? fail();
    } else if (key === "fortran_order" && found.fortranOrder === undefined) {
      found.fortranOrder = (take(BOOL)?.[0] ?? fail()) === "True";
    } else if (key === "shape" && found.shape === undefined) {
      found.shape = dimensions(take(TUPLE)?.[1] ?? fail(), source);
    } else fail();
    take(COMMA);
  }
  const { descr, fortranOrder, shape } = found;
  if (descr === undefined || fortranOrder === undefined || shape === undefined) fail();
  return { descr, fortranOrder, shape };

  function fail(): never {
    throw unreadable(text, source);
  }
}

function dimensions(text: string, source: string | undefined): number[] {
  if (text.trim() === "") return [];
  const parts = text.replace(/,\s*$/, "").split(",");
  // Python 2 wrote long integers with an L.
  const shape = parts.map((part) => (/^\s*\d+L?\s*$/.test(part) ? Number.parseInt(part, 10) : Number.NaN));
  if (shape.length > MAX_DIMENSIONS || !shape.every(Number.isSafeInteger)) {
    throw new HingeError(
      "bad-npy",
      `the shape (${text.length <= 40 ? text : `${text.slice(0, 40)}...`}) is not of whole numbers below 2^53; save the array again`,
      { file: source },
    );
  }
  return shape;
}

function records(source: string | undefined): HingeError {
  return new HingeError("npy-dtype", "the array holds records, not numbers; save one field of it", {
    file: source,
  });
}

function unreadable(text: string, source: string | undefined): HingeError {
  return new HingeError(
    "bad-npy",
    `the .npy header ${show(text)} is unreadable; write the file with numpy.save`,
    {
      file: source,
    },
  );
}
