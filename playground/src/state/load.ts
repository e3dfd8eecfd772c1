import { signal } from "@preact/signals";
import { CsvError, readCsv } from "../data/csv.ts";
import { keepTable, openSource, tableOf } from "../data/open.ts";
import type { Table } from "../data/table.ts";
import { show } from "./actions.ts";
import { fromHash } from "./address.ts";
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
  try {
    if (location.hash === "#session") {
      const response = await fetch("./session.json");
      if (!response.ok) throw new Error(`There is no session here (${response.status}).`);
      replaceState(ownState((await response.json()) as Own));
      return;
    }
    const found = await fromHash(location.hash);
    if (found === undefined) return;
    if (found.riddle !== null) await callDoctor();
    if (found.source.kind === "digits") await openSource(found.source);
    if (found.source.kind === "own" && found.points.length === 0 && tableOf("own") === undefined) {
      throw new Error("The address speaks of data that are not on this page.");
    }
    replaceState(found);
  } catch (error) {
    notice.value = error instanceof Error ? error.message : String(error);
  }
}
