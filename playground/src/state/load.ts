import { signal } from "@preact/signals";
import { CsvError, readCsv } from "../data/csv.ts";
import { isWide, keepTable, openSource, tableOf } from "../data/open.ts";
import type { Table } from "../data/table.ts";
import { show } from "./actions.ts";
import { fromHash } from "./address.ts";
import type { State } from "./model.ts";
import { type Own, ownState } from "./own.ts";
import { callDoctor } from "./riddle.ts";
import { replaceState } from "./store.ts";

/** What the page has to say of data that came from outside. */
export const notice = signal<string | undefined>(undefined);

/** The table of the file that was dropped; its other features stay at hand as long as the page is open. */
export const fileTable = signal<Table | undefined>(undefined);

/** Reads a file that was dropped or chosen. It goes nowhere. */
export async function openFile(file: File): Promise<void> {
  notice.value = undefined;
  try {
    const table = readCsv(await file.text(), file.name);
    keepTable("file", table);
    fileTable.value = table;
    await show({ kind: "file" });
    notice.value = `${table.X.length} samples of ${table.name}. They stay on this page.`;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    notice.value = error.message;
  }
}

/** The state that the page's address asks for, if it does. */
export async function openAddress(): Promise<void> {
  notice.value = undefined;
  try {
    if (location.hash === "#session") {
      replaceState(ownState(await session()));
      return;
    }
    const found = await fromHash(location.hash);
    if (found === undefined) return;
    const { state, table } = found;
    const { kind } = state.source;
    if (table !== undefined && (kind === "file" || kind === "own")) keepTable(kind, table);
    if (table !== undefined && kind === "file") fileTable.value = table;
    if (state.riddle !== null) await callDoctor();
    if (kind === "digits") await openSource(state.source);
    if (isWide(state.source)) await expectTable(state);
    replaceState(state);
  } catch (error) {
    notice.value = error instanceof Error ? error.message : String(error);
  }
}

/** One's own model and data, which the page's server has. */
async function session(): Promise<Own> {
  const response = await fetch("./session.json");
  if (!response.ok) throw new Error(`There is no session here (${response.status}).`);
  return (await response.json()) as Own;
}

/** Data that an address had no room for may be the server's. @throws Error in one sentence where there are none */
async function expectTable({ source: { kind }, W }: State): Promise<void> {
  if (tableOf(kind) === undefined) await session().then(ownState, () => undefined);
  const width = tableOf(kind)?.features.length;
  if (width === undefined) throw new Error("The address speaks of data that are not on this page.");
  if (width + 1 !== W[0]!.length)
    throw new Error("The address speaks of other data than those on this page.");
}
