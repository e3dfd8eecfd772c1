import type { Examinee, Outcome, Point, ReturnedArray } from "hinge/check";
import { workerOf } from "./blob.ts";

/** Milliseconds that one call may take. */
const limit = 1000;

/** Ways to the network, to storage and to other workers; the page's policy forbids most of them anyway. */
const taken = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "EventSource",
  "WebTransport",
  "importScripts",
  "Worker",
  "SharedWorker",
  "BroadcastChannel",
  "indexedDB",
  "caches",
  "navigator",
];

/** Someone's function in a worker of its own, as the doctor examines it. */
export class OwnCode implements Examinee {
  readonly takesLambda = true;
  readonly needsLambda = false;
  readonly gives = "both";
  readonly layout = "CxD";
  readonly single = false;
  readonly bias = false;
  readonly scores = false;
  readonly #worker: Worker;
  #dead: string | undefined;

  constructor(code: string) {
    this.#worker = workerOf(program(code), "classic");
  }

  async call(point: Point): Promise<Outcome> {
    if (this.#dead !== undefined) return { failure: this.#dead };
    const { X, W, nSamples, nFeatures, nScores, lambda } = point;
    const given = {
      X: nested(X, nSamples, nFeatures),
      W: nested(W, nScores, nFeatures),
      y: [...point.y],
      lambda,
    };
    const answer = await this.#ask(given);
    if ("failure" in answer) return answer;
    return {
      ...read(answer.loss, answer.gradient),
      changed: (["W", "X", "y"] as const).filter((name) => answer.changed.includes(name)),
    };
  }

  /** What ended the worker, if something did. */
  get dead(): string | undefined {
    return this.#dead;
  }

  close(): void {
    this.#worker.terminate();
  }

  #ask(given: unknown): Promise<Answer> {
    return new Promise((resolve) => {
      const end = (answer: Answer, dead?: string): void => {
        clearTimeout(timer);
        this.#worker.onmessage = null;
        this.#worker.onerror = null;
        if (dead !== undefined) {
          this.#dead = dead;
          this.#worker.terminate();
        }
        resolve(answer);
      };
      const fail = (failure: string): void => end({ failure }, failure);
      const timer = setTimeout(
        () => fail(`It gave no answer within ${limit / 1000} second and was stopped: an endless loop?`),
        limit,
      );
      this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => end(data);
      this.#worker.onerror = (event) => {
        // It is told in the panel; the console need not repeat it.
        event.preventDefault();
        fail(
          `${event.message || "It could not be read"}${event.lineno > 1 ? ` (line ${event.lineno - 1})` : ""}.`,
        );
      };
      this.#worker.postMessage(given);
    });
  }
}

type Answer =
  | { readonly failure: string }
  | { readonly loss: unknown; readonly gradient: unknown; readonly changed: readonly string[] };

/** The worker's program; the function's own lines begin at its second. */
function program(code: string): string {
  const trimmed = code.trim().replace(/;$/, "");
  // Statements at the margin that name something: the last one is it. Else the whole is an expression.
  const names = [...trimmed.matchAll(/^(?:async\s+)?(?:const|let|var|function)\s+([\w$]+)/gm)];
  const name = /^(?:async\s+)?(?:const|let|var|function\s+\w)/m.test(firstCode(trimmed)) && names.at(-1)?.[1];
  const body = name ? `${trimmed}\nreturn ${name};` : `return (${trimmed}\n);`;
  const shut = `for (const name of ${JSON.stringify(taken)}) Object.defineProperty(globalThis, name, { value: undefined });`;
  return `"use strict"; ${shut} const post = postMessage.bind(globalThis); const examined = (() => {
${body}
})();
onmessage = async ({ data: { W, X, y, lambda } }) => {
  try {
    if (typeof examined !== "function") throw new Error("The text is not a function");
    const before = { W: JSON.stringify(W), X: JSON.stringify(X), y: JSON.stringify(y) };
    const result = await examined(W, X, y, lambda);
    const changed = Object.entries({ W, X, y }).filter(([name, now]) => JSON.stringify(now) !== before[name]).map(([name]) => name);
    const both = Array.isArray(result) ? { loss: result[0], gradient: result[1] } : result;
    post({ loss: both?.loss, gradient: both?.gradient ?? both?.dW ?? both?.grad, changed });
  } catch (error) {
    post({ failure: String(error?.message ?? error) + "." });
  }
};`;
}

/** The first line that is no comment. */
function firstCode(code: string): string {
  return code.replace(/^(?:\s*\/\/.*\n|\s*\/\*[\s\S]*?\*\/)*\s*/, "").split("\n", 1)[0]!;
}

function nested(data: Float64Array, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
}

/** Loss and gradient in the doctor's terms, whatever stood in their place. */
function read(loss: unknown, gradient: unknown) {
  const array = toArray(gradient);
  return {
    ...(typeof loss === "number" ? { loss } : {}),
    ...(array === undefined ? {} : { gradient: array }),
    instead: {
      ...(typeof loss === "number" ? {} : { loss: inWords(loss) }),
      ...(array === undefined ? { gradient: inWords(gradient) } : {}),
    },
  };
}

function toArray(value: unknown): ReturnedArray | number | undefined {
  if (typeof value === "number") return value;
  if (!isList(value)) return undefined;
  const rows = Array.from(value);
  if (rows.length > 0 && rows.every((entry) => typeof entry === "number")) {
    return { shape: [rows.length], data: Float64Array.from(rows as number[]), dtype: "number" };
  }
  if (rows.length === 0 || !rows.every(isList)) return undefined;
  const lists = (rows as ArrayLike<unknown>[]).map((row) => Array.from(row));
  const width = lists[0]!.length;
  const isEven = lists.every(
    (row) => row.length === width && row.every((entry) => typeof entry === "number"),
  );
  if (!isEven) return undefined;
  return { shape: [lists.length, width], data: Float64Array.from(lists.flat() as number[]), dtype: "number" };
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function inWords(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (isList(value)) return "an array of another kind";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
