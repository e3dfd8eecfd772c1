/** Milliseconds of work between two chances for the page, the signal and the screen. */
const longest = 30;

/** Lets the page, timers and signals have their turn now and then. */
export class Breath {
  #last = performance.now();

  /** @param signal aborting it makes `take` reject with its reason */
  constructor(private readonly signal: AbortSignal | undefined) {}

  /** Whether the work has gone on long enough without a pause. */
  get due(): boolean {
    return performance.now() - this.#last > longest;
  }

  /** @throws the signal's reason when aborted */
  async take(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.signal?.throwIfAborted();
    this.#last = performance.now();
  }
}
