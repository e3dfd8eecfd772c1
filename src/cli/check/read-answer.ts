/** Answers come from a process that runs someone's code: their shape is checked before anyone relies on it. */
import type { Answer, Failure, FunctionFound, Returned, WireArray } from "./protocol.ts";

/** Nested deeper than any result that is a loss and a gradient. */
const mostDepth = 20;
const failureKinds: ReadonlySet<unknown> = new Set<Failure["kind"]>([
  "syntax",
  "missing-module",
  "raised",
  "timeout",
  "exit",
  "memory",
  "too-large",
]);

/** The answer that a line holds, or undefined where it holds none. */
export function readAnswer(line: string): Answer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isAnswer(value) ? value : undefined;
}

function isAnswer(value: unknown): value is Answer {
  if (!isRecord(value)) return false;
  if ("failure" in value) return isFailure(value.failure);
  if (value.loaded === true) return isListOf(value.functions, isFunction) && isListOf(value.notes, isString);
  return (
    isReturned(value.returned, 0) &&
    isListOf(value.changed, (place) => isString(place) || isIndex(place)) &&
    typeof value.printed === "boolean" &&
    (value.notes === undefined || isListOf(value.notes, isString))
  );
}

function isFailure(value: unknown): value is Failure {
  return (
    isRecord(value) &&
    failureKinds.has(value.kind) &&
    isString(value.message) &&
    (value.line === undefined || isIndex(value.line)) &&
    (value.module === undefined || isString(value.module))
  );
}

function isFunction(value: unknown): value is FunctionFound {
  return (
    isRecord(value) &&
    isString(value.name) &&
    isIndex(value.line) &&
    isIndex(value.endLine) &&
    isListOf(value.parameters, (one) => isRecord(one) && isString(one.name)) &&
    (value.attributes === undefined || isListOf(value.attributes, isString))
  );
}

function isReturned(value: unknown, depth: number): value is Returned {
  if (!isRecord(value) || depth > mostDepth) return false;
  switch (value.kind) {
    case "none":
      return true;
    case "number":
      return isWireNumber(value.value);
    case "array":
      return isWireArray(value);
    case "list":
      return isListOf(value.items, (item) => isReturned(item, depth + 1));
    case "dict":
      return isRecord(value.items) && Object.values(value.items).every((item) => isReturned(item, depth + 1));
    case "other":
      return isString(value.type) && isString(value.text);
    default:
      return false;
  }
}

function isWireArray(value: Record<string, unknown>): value is Record<string, unknown> & WireArray {
  const { shape, data, dtype } = value;
  if (!isString(dtype) || !isListOf(shape, isIndex) || !isListOf(data, isWireNumber)) return false;
  return (shape as number[]).reduce((product, size) => product * size, 1) === (data as unknown[]).length;
}

function isWireNumber(value: unknown): boolean {
  return typeof value === "number" || value === "nan" || value === "inf" || value === "-inf";
}

function isListOf(value: unknown, isOne: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isIndex(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}
