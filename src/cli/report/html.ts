import { escapeHtml, visible } from "../../explain/escape.ts";

/** Markup that is safe as it stands: `html` alone makes it. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand between the markup: text is escaped, lists are joined, nothing is left out. */
export type Content = Html | string | number | undefined | readonly Content[];

/** A template whose every insertion is escaped unless it is markup itself; attributes stand in double quotes. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(parts.map((part, k) => (k === 0 ? part : `${escaped(contents[k - 1])}${part}`)).join(""));
}

function escaped(content: Content): string {
  if (content === undefined) return "";
  if (content instanceof Html) return content.text;
  if (typeof content === "string" || typeof content === "number") return escapeHtml(String(content));
  return content.map(escaped).join("");
}

/** A class's or feature's name as visible text of bounded length. */
export function nameOf(label: unknown, limit = 40): string {
  const text = visible(label, limit);
  return text.trim() === "" ? `“${text}”` : text;
}

/** A number with a true minus sign. */
export function minus(text: string): string {
  return text.replace(/^-/, "−").replace(/e-/, "e−");
}
