/**
 * Puts pieces into lines that fit the terminal, breaking between pieces only: a terminal would break within
 * words. Without a terminal there is one line, which is easier to search.
 *
 * @param indent what begins every line
 */
export function wrap(
  pieces: readonly string[],
  separator: string,
  indent = "",
  columns = process.stdout.columns ?? Number.POSITIVE_INFINITY,
): string {
  const lines: string[] = [];
  for (const piece of pieces) {
    const longer = `${lines.at(-1)}${separator}${piece}`;
    if (lines.length > 0 && longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${piece}`);
  }
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** Wraps a sentence between its words. */
export function wrapText(text: string, indent = "", columns?: number): string {
  return wrap(text.split(" "), " ", indent, columns);
}
