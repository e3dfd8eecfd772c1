import { effect } from "@preact/signals";
import { tableOf } from "../data/open.ts";
import type { Table } from "../data/table.ts";
import type { State } from "./model.ts";
import { readState, readTable } from "./read.ts";
import { running } from "./running.ts";
import { state } from "./store.ts";

const prefix = "#s=";

/** Letters of an address that every browser takes, and most of what people send addresses with. */
const mostLetters = 60_000;
/** No set of more numbers fits into so many letters, and packing takes its time. */
const mostNumbers = 40_000;

/** The part of an address after #, and what it does not hold, in a sentence. */
export interface Shared {
  /** Undefined where the state is too large for any address. */
  readonly hash: string | undefined;
  readonly lacks: string | undefined;
}

/** A state as the part of an address after #, with the data that are the visitor's own as far as there is room. */
export async function toHash(value: State): Promise<Shared> {
  const table = ownTable(value);
  if (table !== undefined && table.X.length * table.features.length <= mostNumbers) {
    const whole = await packed({ ...value, table });
    if (whole.length <= mostLetters) return { hash: whole, lacks: undefined };
  }
  const bare = await packed(value);
  if (bare.length > mostLetters) {
    const kilobytes = Math.round(bare.length / 1000);
    return {
      hash: undefined,
      lacks: `This state takes ${kilobytes} kB, more than an address holds: it cannot be shared by one.`,
    };
  }
  return { hash: bare, lacks: table && lackOf(value) };
}

/** The table that a page elsewhere would not have. */
function ownTable({ source: { kind } }: State): Table | undefined {
  return kind === "file" || kind === "own" ? tableOf(kind) : undefined;
}

function lackOf({ points, source }: State): string | undefined {
  if (points.length === 0 && source.features === undefined) {
    return "The data are not part of the address, for they take more room than it has: it opens where they are.";
  }
  return "The address holds the two features that are shown; the others take more room than it has.";
}

/** JSON, deflated, in letters that an address may hold. */
async function packed(value: unknown): Promise<string> {
  const stream = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return prefix + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** More than any state of this page takes. */
const mostBytes = 4e6;

/** The state in an address, and the data that came with it; undefined where it holds none. @throws Error in one sentence */
export async function fromHash(
  hash: string,
): Promise<{ readonly state: State; readonly table: Table | undefined } | undefined> {
  if (!hash.startsWith(prefix)) return undefined;
  let json: unknown;
  try {
    const letters = atob(hash.slice(prefix.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    json = JSON.parse(await readAtMost(stream, mostBytes));
  } catch {
    throw new Error("The address is cut off or garbled, so that the page begins afresh.");
  }
  return { state: readState(json), table: readTable(json) };
}

/** A short address can inflate to any size. */
async function readAtMost(stream: ReadableStream<Uint8Array>, most: number): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > most) throw new Error("too long");
  }
}

/** The address of the present state. */
export async function address(): Promise<{
  readonly href: string | undefined;
  readonly lacks: string | undefined;
}> {
  const { origin, pathname, search } = location;
  const { hash, lacks } = await toHash(state.value);
  return { href: hash && origin + pathname + search + hash, lacks };
}

/** Keeps the browser's address true, once changes rest a little. */
export function keepAddress(): void {
  let first = true;
  effect(() => {
    const now = state.value;
    if (running.value) return;
    // The page as it was opened keeps the address that it was opened by.
    if (first) {
      first = false;
      return;
    }
    const timer = setTimeout(async () => {
      const { hash } = await toHash(now);
      // What came after has an address of its own.
      if (hash !== undefined && now === state.value) history.replaceState(null, "", hash);
    }, 250);
    return () => clearTimeout(timer);
  });
}
