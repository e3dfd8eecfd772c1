import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

const oneThread = {
  OPENBLAS_NUM_THREADS: "1",
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
  JAX_PLATFORMS: "cpu",
};

/** One core for everybody, where that can be had: not every rival heeds a number of threads. */
const lastCore = cpus().length - 1;
const pin = spawnSync("taskset", ["-c", `${lastCore}`, process.execPath, "-e", "0"]).status === 0;
/** In words. */
export const threads = pin ? "one thread on one core, the same for all" : "one thread";

/** A program that answers a line of JSON with a line of JSON, and begins with one that tells its version. */
export interface Program {
  /** For people. */
  readonly name: string;
  readonly command: readonly string[];
}

/** A rival's process, which lives until it is closed. */
export class Child<R extends Program = Program> {
  readonly rival: R;
  /** The rival's own. */
  version = "";
  /** The most memory that it held before it was asked for anything, in kB; 0 if it does not say. */
  peak = 0;
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string>;
  #complaints = "";

  /** @throws Error with the rival's last words if it does not start, as when it is not installed */
  static async start<R extends Program>(rival: R): Promise<Child<R>> {
    const child = new Child(rival);
    const { version, peak = 0 } = await child.#answer<{ version: string; peak?: number }>();
    child.version = version;
    child.peak = peak;
    return child;
  }

  private constructor(rival: R) {
    this.rival = rival;
    const [command = "", ...args] = pin ? ["taskset", "-c", `${lastCore}`, ...rival.command] : rival.command;
    const env = { ...process.env, ...oneThread };
    this.#process = spawn(command, args, { env, stdio: ["pipe", "pipe", "pipe"] });
    this.#process.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaints += text;
    });
    // What is wrong shows when the next answer does not come.
    this.#process.on("error", (error) => {
      this.#complaints += error.message;
    });
    this.#process.stdin.on("error", () => {});
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** @throws Error with the rival's last words if it ends instead */
  ask<T = object>(request: object): Promise<T> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    return this.#answer<T>();
  }

  close(): void {
    this.#process.stdin.end();
  }

  async #answer<T>(): Promise<T> {
    const { value, done } = await this.#lines.next();
    if (!done) return JSON.parse(value);
    // Its stderr may end after its stdout.
    if (!this.#process.stderr.readableEnded)
      await new Promise((resolve) => this.#process.stderr.once("close", resolve));
    throw new Error(`${this.rival.name} ended: ${reason(this.#complaints)}`);
  }
}

/** The line of a stack or traceback that says what went wrong: the last that names an error. */
function reason(complaints: string): string {
  const lines = complaints.trim().split("\n");
  return lines.findLast((line) => /^(\w*Error|.*not found|.*No such file)/.test(line)) ?? lines.at(-1) ?? "";
}
