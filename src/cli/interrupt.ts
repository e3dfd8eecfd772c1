import { exitCode } from "./exit-codes.ts";

/** The user, or the system, asked to end. */
export class Interrupted extends Error {
  constructor(readonly exitCode: number) {
    super("interrupted; nothing was written");
  }
}

/** An AbortSignal that SIGINT and SIGTERM abort, for work that can end in good order. */
export const onInterrupt = {
  signal(): AbortSignal {
    const controller = new AbortController();
    this.clear();
    handlers.SIGINT = () => controller.abort(new Interrupted(exitCode.interrupted));
    handlers.SIGTERM = () => controller.abort(new Interrupted(exitCode.terminated));
    for (const name of names) process.once(name, handlers[name]!);
    return controller.signal;
  },

  clear(): void {
    for (const name of names) if (handlers[name] !== undefined) process.off(name, handlers[name]);
  },
};

const names = ["SIGINT", "SIGTERM"] as const;
const handlers: Partial<Record<(typeof names)[number], () => void>> = {};
