/** Someone's code behind the protocol: a child process, started anew when the code brings it down. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HingeError } from "../../errors.ts";
import { LineProcess } from "./line-process.ts";
import type { Answer, Failure, FunctionFound, Request, Runner } from "./protocol.ts";
import { readAnswer } from "./read-answer.ts";

export interface Limits {
  /** Seconds in which the child must have started and loaded the code. */
  readonly load: number;
  /** Bytes of memory: told to the child as `memory` in its load request, and watched from here. */
  readonly memory: number;
  /** Bytes of one answer. */
  readonly answer: number;
  /** How often a child that died is started anew. */
  readonly restarts: number;
  /** Seconds by which the child may be late with its own timeout before it is killed. */
  readonly grace: number;
}

export const defaultLimits: Limits = {
  load: 10,
  memory: 2 ** 31,
  answer: 2 ** 25,
  restarts: 5,
  grace: 1,
};

export interface RunnerOptions {
  readonly language: Runner["language"];
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the stripped environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the child needs to load the code; sent with `{do: "load", limit, memory}` as its first line. */
  readonly load: Readonly<Record<string, unknown>>;
  /** The file's name in messages. */
  readonly file: string;
  readonly source: readonly string[];
  place(line: number): string;
  readonly limits?: Partial<Limits> | undefined;
  /** Ends the child when hinge is interrupted (`onInterrupt.signal()`); calls then reject with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The code could not be loaded: its code is the failure's kind, with "code-" before it. */
export class CannotLoad extends HingeError {
  constructor(
    readonly failure: Failure,
    file: string,
    place: (line: number) => string,
  ) {
    const at = failure.line === undefined ? "" : `${place(failure.line)}: `;
    super(`code-${failure.kind}`, `${at}${failure.message}`, { file });
  }
}

type Loaded = Extract<Answer, { loaded: true }>;
type CallAnswer = Exclude<Answer, { loaded: true }>;

/**
 * Starts a child process that speaks the protocol (requests on its descriptor 3, answers on 4), in a temporary
 * folder that goes with it, and has it load the code.
 *
 * @throws CannotLoad if the code does not load; the signal's reason if it aborts
 */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const child = new CodeRunner(options);
  try {
    await child.start();
    return child;
  } catch (error) {
    child.close();
    throw error;
  }
}

class CodeRunner implements Runner {
  readonly language: Runner["language"];
  readonly source: readonly string[];
  functions: readonly FunctionFound[] = [];
  notes: readonly string[] = [];
  readonly #options: RunnerOptions;
  readonly #limits: Limits;
  readonly #folder = makeFolder();
  readonly #abort = () => this.close();
  #process: LineProcess | undefined;
  #starts = 0;
  #closed = false;
  /** The end of the last call: a child does one thing at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.language = options.language;
    this.source = options.source;
    options.signal?.addEventListener("abort", this.#abort, { once: true });
  }

  place(line: number): string {
    return this.#options.place(line);
  }

  async start(): Promise<void> {
    const loaded = await this.#load();
    if ("failure" in loaded) {
      throw new CannotLoad(loaded.failure, this.#options.file, this.#options.place);
    }
    this.functions = loaded.functions;
    this.notes = loaded.notes;
  }

  call(request: Extract<Request, { do: "call" }>): Promise<CallAnswer> {
    const answer = this.#last.then(() => this.#callNow(request));
    this.#last = answer.catch(() => {});
    return answer;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.signal?.removeEventListener("abort", this.#abort);
    this.#process?.close();
    removeFolder(this.#folder);
  }

  async #callNow(request: Extract<Request, { do: "call" }>): Promise<CallAnswer> {
    if (this.#process === undefined || this.#process.ended) {
      if (this.#starts > this.#limits.restarts) {
        const message = `the code brought its process down ${this.#starts} times; it is not started again`;
        return { failure: { kind: "exit", message } };
      }
      const loaded = await this.#load();
      if ("failure" in loaded) return loaded;
    }
    const answer = await this.#ask(request, request.limit);
    return "loaded" in answer ? nonsense : answer;
  }

  async #load(): Promise<Loaded | { failure: Failure }> {
    const { command, args, env = {}, load } = this.#options;
    const { memory, load: limit } = this.#limits;
    this.#options.signal?.throwIfAborted();
    this.#starts += 1;
    this.#process = new LineProcess({ command, args, env, folder: this.#folder }, this.#limits);
    const answer = await this.#ask({ do: "load", limit, memory, ...load }, limit);
    if ("loaded" in answer) return answer;
    // A child without the code can answer nothing.
    this.#process.close();
    return "failure" in answer ? answer : nonsense;
  }

  async #ask(request: object, seconds: number): Promise<Answer> {
    if (this.#closed) throw this.#options.signal?.reason ?? new Error("the runner is closed");
    const outcome = await this.#process!.ask(request, seconds);
    this.#options.signal?.throwIfAborted();
    if ("failure" in outcome) return outcome;
    return this.#placed(readAnswer(outcome.line) ?? nonsense);
  }

  /** Says the lines in sentences, which stand there as {line:12}, as people say them. */
  #placed(answer: Answer): Answer {
    const place = (text: string) =>
      text.replace(/\{line:(\d+)\}/g, (_, line: string) => this.place(Number(line)));
    if ("failure" in answer) {
      return { failure: { ...answer.failure, message: place(answer.failure.message) } };
    }
    return answer.notes === undefined ? answer : { ...answer, notes: answer.notes.map(place) };
  }
}

/** The temporary folders of the runners that are open, to be removed when this process ends. */
const folders = new Set<string>();
process.on("exit", () => {
  for (const folder of folders) removeFolder(folder);
});

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hinge-check-"));
  folders.add(folder);
  return folder;
}

function removeFolder(folder: string): void {
  folders.delete(folder);
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // What the code left there may resist; a temporary folder is then left to the system.
  }
}

const nonsense = {
  failure: { kind: "exit", message: "the code wrote into hinge's own pipe" },
} as const;
