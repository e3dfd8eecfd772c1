import { HingeError, show, type Where } from "../../errors.ts";
import type { CellArray } from "./array-cells.ts";

/**
 * Reads nested arrays, all as long as each other, or a single number; also `{"data": [...], "shape": [...]}`.
 *
 * @param names whether cells may be strings
 * @throws HingeError `bad-json`, `bad-shape`, `not-a-number`, `not-finite`
 */
export function readJsonArray(text: string, source: string, names: boolean): CellArray {
  const value = parse(text, source);
  const at = { file: source };
  const cells: (number | string)[] = [];
  const given = isMatrix(value) ? value.data : value;
  const shape = shapeOf(given);
  collect(given, shape, "", cells, names, at);
  if (!isMatrix(value)) return { cells, shape };
  const count = value.shape.reduce((product, n) => product * n, 1);
  if (count !== cells.length) {
    throw new HingeError(
      "bad-shape",
      `${cells.length} numbers do not fill the shape ${value.shape.join(" x ")}; correct it`,
      at,
    );
  }
  return { cells, shape: value.shape };
}

function parse(text: string, source: string): unknown {
  // Python's json writes these, which JSON does not have.
  const bad = /(?<=[[,:\s])[+-]?(NaN|Infinity)(?=[\],}\s])/.exec(text);
  if (bad !== null) {
    throw new HingeError(
      "not-finite",
      `${bad[0]} where a number is needed; every number must be finite`,
      placeOf(text, bad.index, source),
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new HingeError(
      "bad-json",
      "this is not JSON; write nested arrays of numbers, as json.dump(W.tolist(), file) does",
      placeOf(text, firstStray(text), source),
    );
  }
}

const token = /\s*(?:[[\]{},:]|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)\s*/y;

/** Where a text stops to be made of what JSON is made of; its end where it is cut short. */
function firstStray(text: string): number {
  token.lastIndex = 0;
  let end = 0;
  while (token.test(text)) end = token.lastIndex;
  return end;
}

function placeOf(text: string, position: number, file: string): Where {
  const before = text.slice(0, position).split("\n");
  return { file, line: before.length, column: before.at(-1)!.length + 1 };
}

interface JsonMatrix {
  readonly data: unknown;
  readonly shape: readonly number[];
}

function isMatrix(value: unknown): value is JsonMatrix {
  if (typeof value !== "object" || value === null || !("data" in value) || !("shape" in value)) return false;
  return Array.isArray(value.shape) && value.shape.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** Deeper than any array of numbers is. */
const mostDimensions = 8;

function shapeOf(value: unknown, dimensions = 0): number[] {
  if (!Array.isArray(value) || dimensions === mostDimensions) return [];
  return [value.length, ...shapeOf(value[0], dimensions + 1)];
}

function collect(
  value: unknown,
  [length, ...inner]: readonly number[],
  path: string,
  cells: (number | string)[],
  names: boolean,
  at: Where,
): void {
  const named = path === "" ? "it" : `entry ${path}`;
  if (length !== undefined) {
    if (!Array.isArray(value) || value.length !== length) {
      const has = Array.isArray(value) ? `has ${value.length} entries` : `is ${show(value)}`;
      throw new HingeError(
        "bad-shape",
        `${named} ${has} where the first such has ${length}; make them alike`,
        at,
      );
    }
    value.forEach((each, k) => {
      collect(each, inner, `${path}[${k}]`, cells, names, at);
    });
  } else if (typeof value === "number" && Number.isFinite(value)) {
    cells.push(value);
  } else if (names && typeof value === "string") {
    cells.push(value);
  } else {
    const found = Array.isArray(value) ? "a list" : show(value);
    const code = typeof value === "number" ? "not-finite" : "not-a-number";
    throw new HingeError(
      code,
      `${named} is ${found}, not ${names ? "a label" : "a finite number"}; correct it`,
      at,
    );
  }
}
