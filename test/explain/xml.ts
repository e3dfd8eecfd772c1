/** Whether all elements of a fragment are closed in order and all ampersands begin an entity: well-formed XML, but for its names. */
export function isWellFormed(fragment: string): boolean {
  const open: string[] = [];
  const rest = fragment.replace(
    /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[a-z-]+="[^"<]*")*)\s*(\/?)>/g,
    (tag, end, name, _, empty) => {
      if (end === "" && empty === "") open.push(name);
      else if (end !== "" && open.pop() !== name) return `bad ${tag} <`;
      return "";
    },
  );
  return open.length === 0 && !/[<>]/.test(rest) && !/&(?!(?:[a-z]+|#\d+);)/.test(rest);
}
