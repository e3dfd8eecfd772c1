/** Reads a report as text: what its tables and lists say, without the help of the code that wrote them. */
export function readReport(page: string) {
  const section = (id: string): string | undefined =>
    new RegExp(`<section id="${id}".*?</section>`, "s").exec(page)?.[0];
  return {
    section,
    text: (id: string): string => textOf(section(id) ?? ""),
    /** Rows of a section's first table, a text a cell. */
    rows: (id: string): string[][] =>
      [...(section(id) ?? "").matchAll(/<tr.*?<\/tr>/gs)].map(([row]) =>
        [...row.matchAll(/<t[hd]\b.*?<\/t[hd]>/gs)].map(([cell]) => textOf(cell)),
      ),
    pictures: (id: string): string[] =>
      [...(section(id) ?? "").matchAll(/<svg class="picture"[^>]*aria-label="([^"]*)"/g)].map(
        ([, name]) => name!,
      ),
  };
}

export function textOf(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&")
    .replaceAll("−", "-")
    .replace(/\s+/g, " ")
    .trim();
}
