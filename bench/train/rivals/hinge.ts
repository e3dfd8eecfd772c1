// This library by its public face, as a program that answers requests (see serve.hpp).
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type CsrMatrix, type DenseMatrix, kernelRows, LinearSVM } from "hinge";
import type { Numbers } from "../numbers.ts";

/** What the bench asks for, besides `load` with Numbers. */
export interface FitRequest {
  readonly do: "fit";
  readonly loss: string;
  readonly squared: boolean;
  readonly C: number;
  readonly tolerance: number;
  /** Ends the fit as soon as its primal is known to be at most this. */
  readonly below?: number;
  readonly maxSeconds?: number;
}

/** How it went; `peak` is in kB. */
export interface FitAnswer {
  readonly status: "certified" | "stopped" | "invalid";
  readonly seconds: number;
  readonly primal: number;
  readonly dual: number;
  readonly relativeGap: number;
  readonly epochs: number;
  readonly peak: number;
}

const answer = (fields: object): void => console.log(JSON.stringify(fields));
/**
 * The most memory that the process has held so far, in kB. Linux's own account, where there is one: that of getrusage
 * begins with what the parent held.
 */
function peak(): number {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
}

let X: DenseMatrix | CsrMatrix | undefined;
let y = new Int32Array();
let bias: 0 | 1 = 1;

answer({ version: process.versions.node, peak: peak() });
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as FitRequest | ({ do: "load" } & Numbers);
  if (request.do === "load") {
    X = undefined;
    load(request);
    answer({});
  } else {
    answer(await fit(request));
  }
}

function load({ folder, n, d, classes, form, type, bias: given }: Numbers): void {
  const path = (name: string): string => join(folder, name);
  const values = path(`hinge.${type}`);
  bias = given;
  y = read(path("y.i32"), new Int32Array(n));
  if (form === "dense") {
    X = { data: read(values, new (type === "f32" ? Float32Array : Float64Array)(n * d)), shape: [n, d] };
    return;
  }
  const rows = kernelRows(n, d, statSync(path("indices.i32")).size / 4, type, classes);
  read(path("indptr.i32"), rows.indptr);
  readIndices(path("indices.i32"), rows.indices);
  read(values, rows.values);
  X = rows;
}

/** Straight into the memory that is used: no second copy counts against the library. */
function read<A extends NodeJS.ArrayBufferView>(path: string, into: A): A {
  const file = openSync(path, "r");
  fill(file, into, path);
  closeSync(file);
  return into;
}

/** By way of a small array, since those in the file take 4 bytes, those in memory mostly 2. */
function readIndices(path: string, into: Int32Array | Uint16Array): void {
  const file = openSync(path, "r");
  const piece = new Int32Array(16384);
  for (let at = 0; at < into.length; at += piece.length) {
    into.set(fill(file, piece.subarray(0, into.length - at), path), at);
  }
  closeSync(file);
}

/** The next bytes of a file. */
function fill<A extends NodeJS.ArrayBufferView>(file: number, into: A, path: string): A {
  const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const got = readSync(file, bytes, at, Math.min(bytes.length - at, 2 ** 30), null);
    if (got === 0) throw new Error(`${path} is too short`);
    at += got;
  }
  return into;
}

async function fit({ loss, squared, C, tolerance, below, maxSeconds }: FitRequest): Promise<FitAnswer> {
  if (X === undefined) throw new Error("there is nothing to train on yet");
  const start = performance.now();
  const svm = new LinearSVM({
    ...{ loss: loss as "weston-watkins", squared, C, tolerance, bias, maxSeconds },
    maxEpochs: 1e9,
  });
  const { status, primal, dual, relativeGap, epochs } = await svm.fit(X, y, {
    onProgress: below === undefined ? undefined : (progress) => progress.primal > below,
  });
  const seconds = (performance.now() - start) / 1000;
  return { status, seconds, primal, dual, relativeGap, epochs, peak: peak() };
}
