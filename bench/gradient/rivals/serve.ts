import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A case's numbers as a rival gets them; W is C x D. */
export interface Input {
  readonly N: number;
  readonly D: number;
  readonly C: number;
  readonly X: Float32Array;
  readonly y: Int32Array;
  readonly W: Float32Array;
}

/** What a rival in JavaScript does. */
export interface Rival {
  readonly version: string;
  /** Takes over a case, in place of the one before. */
  load(input: Input): void;
  /** Computes loss and gradient: this is what is timed. */
  run(): number;
  /** The gradient of the last run, C x D. */
  gradient(): Float32Array;
}

/**
 * Answers requests, one line of JSON each, until stdin ends (serve.py does the same):
 * load {folder, N, D, C}: reads X, y and W; run {}: computes once, says milliseconds and loss; save {file}: writes the
 * last gradient.
 */
export async function serve(rival: Rival): Promise<void> {
  const answer = (fields: object): void => console.log(JSON.stringify(fields));
  answer({ version: rival.version });
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    if (request.do === "load") {
      const { folder, N, D, C } = request;
      const read = (name: string): ArrayBuffer => new Uint8Array(readFileSync(join(folder, name))).buffer;
      rival.load({
        ...{ N, D, C },
        X: new Float32Array(read("X.f32")),
        y: new Int32Array(read("y.i32")),
        W: new Float32Array(read("W.f32")),
      });
      answer({});
    } else if (request.do === "run") {
      const start = performance.now();
      const loss = rival.run();
      answer({ milliseconds: performance.now() - start, loss });
    } else {
      writeFileSync(request.file, rival.gradient());
      answer({});
    }
  }
}
