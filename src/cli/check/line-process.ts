/** One child process that answers lines with lines over pipes of its own, and cannot outlive or swamp this one. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Duplex } from "node:stream";
import type { Failure } from "./protocol.ts";

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** Beside what every child gets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it runs; its HOME, too. */
  readonly folder: string;
}

export interface Bounds {
  /** Bytes of memory. The child limits itself where it can; here its resident memory is watched (Linux). */
  readonly memory: number;
  /** Bytes of one answer. */
  readonly answer: number;
  /** Seconds by which the child may be late before it is killed. */
  readonly grace: number;
}

const requestPipe = 3;
const answerPipe = 4;
/** Characters of stderr kept for the message about a crash. */
const mostTail = 2000;
/** Data that was written before the process ended may arrive after the news of its end. */
const lastWordsMs = 30;
const memoryEveryMs = 50;
/** What an interpreter and its libraries take themselves. */
const ownMemory = 2 ** 29;
const pageBytes = 4096;

/** Those still running, to be killed when this process ends. */
const running = new Set<LineProcess>();
process.on("exit", () => {
  for (const child of running) child.kill();
});

type Outcome = { readonly line: string } | { readonly failure: Failure };

export class LineProcess {
  readonly #child: ChildProcess;
  readonly #bounds: Bounds;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #tail = "";
  #ended = false;
  #answer: ((outcome: Outcome) => void) | undefined;

  constructor(program: Program, bounds: Bounds) {
    this.#bounds = bounds;
    this.#child = spawn(program.command, program.args, {
      cwd: program.folder,
      env: environment(program),
      stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
      // A process group of its own, so that what it starts can be killed with it.
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    running.add(this);
    this.#child.once("error", (error) => this.#end({ kind: "exit", message: error.message }));
    this.#child.once("exit", (code, signal) => {
      // What it started goes at once.
      this.kill();
      setTimeout(() => this.#end(ending(code, signal, this.#tail)), lastWordsMs);
    });
    this.#child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.#tail = (this.#tail + text).slice(-mostTail);
    });
    this.#pipe(answerPipe).on("data", (chunk: Buffer) => this.#hear(chunk));
    // A child that has ended reads no more; its end is told by "exit".
    for (const pipe of [requestPipe, answerPipe]) this.#pipe(pipe).on("error", () => {});
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Sends a request and waits for its answer, for these seconds and the grace. */
  async ask(request: object, seconds: number): Promise<Outcome> {
    if (this.#ended) return { failure: { kind: "exit", message: "the process had ended" } };
    const timer = setTimeout(
      () => this.#stop({ kind: "timeout", message: `it ran longer than ${seconds} s` }),
      (seconds + this.#bounds.grace) * 1000,
    );
    const watch = setInterval(() => this.#watchMemory(), memoryEveryMs);
    try {
      return await new Promise((resolve) => {
        this.#answer = resolve;
        this.#pipe(requestPipe).write(`${JSON.stringify(request)}\n`);
      });
    } finally {
      clearTimeout(timer);
      clearInterval(watch);
    }
  }

  /** Kills the process and all that it started. */
  kill(): void {
    running.delete(this);
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (process.platform === "win32") this.#child.kill("SIGKILL");
      else process.kill(-pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  }

  /** Kills it and ends a question that waits. */
  close(): void {
    this.#stop({ kind: "exit", message: "the process was closed" });
  }

  /** Kills it for this reason. */
  #stop(failure: Failure): void {
    this.kill();
    this.#end(failure);
  }

  #end(failure: Failure): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const pipe of [requestPipe, answerPipe]) this.#pipe(pipe).destroy();
    this.#child.stderr?.destroy();
    this.#settle({ failure });
  }

  #settle(outcome: Outcome): void {
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.(outcome);
  }

  #hear(chunk: Buffer): void {
    if (this.#answer === undefined) {
      this.#stop({ kind: "exit", message: "the code wrote into hinge's own pipe" });
      return;
    }
    const end = chunk.indexOf(10);
    this.#chunks.push(end < 0 ? chunk : chunk.subarray(0, end));
    this.#length += chunk.length;
    if (this.#length > this.#bounds.answer) {
      this.#stop({ kind: "too-large", message: "the result holds more than it may" });
    } else if (end >= 0) {
      const line = Buffer.concat(this.#chunks).toString("utf8");
      this.#chunks.length = 0;
      this.#length = 0;
      this.#settle({ line });
    }
  }

  #watchMemory(): void {
    const used = residentBytes(this.#child.pid);
    if (used > this.#bounds.memory + ownMemory) {
      this.#stop({ kind: "memory", message: "it took more memory than it may" });
    }
  }

  #pipe(index: number): Duplex {
    return this.#child.stdio[index] as Duplex;
  }
}

/** Nothing of the user's but where programs lie: no keys, no proxies, no PYTHONPATH, no NODE_OPTIONS. */
function environment({ folder, env = {} }: Program): Record<string, string> {
  const { PATH = "", SystemRoot } = process.env;
  return {
    PATH,
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    HOME: folder,
    TMPDIR: folder,
    LANG: "C.UTF-8",
    // Threads would only start slowly, and each reserves memory that counts.
    OPENBLAS_NUM_THREADS: "1",
    OMP_NUM_THREADS: "1",
    MKL_NUM_THREADS: "1",
    ...env,
  };
}

function ending(code: number | null, signal: NodeJS.Signals | null, tail: string): Failure {
  const lastLine = tail.trimEnd().split("\n").pop()?.trim().slice(0, 200) ?? "";
  const said = lastLine === "" ? "" : `: ${lastLine}`;
  if (signal !== null) return { kind: "exit", message: `the process was ended by ${signal}${said}` };
  return { kind: "exit", message: `the code ended its process with exit code ${code}${said}` };
}

function residentBytes(pid: number | undefined): number {
  if (process.platform !== "linux" || pid === undefined) return 0;
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * pageBytes;
  } catch {
    // It ended meanwhile.
    return 0;
  }
}
