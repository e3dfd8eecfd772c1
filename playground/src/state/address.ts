import { effect } from "@preact/signals";
import type { State } from "./model.ts";
import { readState } from "./read.ts";
import { running } from "./running.ts";
import { state } from "./store.ts";

const prefix = "#s=";

/** A state as the part of an address after #: JSON, deflated, in letters that an address may hold. */
export async function toHash(value: State): Promise<string> {
  const stream = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return prefix + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** More than any state of this page takes. */
const mostBytes = 4e6;

/** The state in an address; undefined where it holds none. @throws Error in one sentence */
export async function fromHash(hash: string): Promise<State | undefined> {
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
  return readState(json);
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
export async function address(): Promise<string> {
  const { origin, pathname, search } = location;
  return origin + pathname + search + (await toHash(state.value));
}

/** Keeps the browser's address true, once changes rest a little. */
export function keepAddress(): void {
  let first = true;
  effect(() => {
    const now = state.value;
    // An address cannot hold data that have no plane, if they are one's own.
    if (running.value || (now.source.kind === "own" && now.points.length === 0)) return;
    // The page as it was opened keeps the address that it was opened by.
    if (first) {
      first = false;
      return;
    }
    const timer = setTimeout(async () => {
      history.replaceState(null, "", await toHash(now));
    }, 250);
    return () => clearTimeout(timer);
  });
}
