/** The panels that an address can hide. */
export const panelNames = [
  "plane",
  "descent",
  "weights",
  "objective",
  "data",
  "points",
  "formula",
  "curve",
  "slice",
  "riddle",
  "code",
] as const;

export type PanelName = (typeof panelNames)[number];

/**
 * `?controls=plane,weights` shows those panels alone, `?controls=-code,-riddle` all but those: for a class, or a page
 * that this one is put into.
 */
const wanted = new URLSearchParams(location.search).get("controls")?.split(",").filter(Boolean) ?? [];
const alone = wanted.filter((name) => !name.startsWith("-"));

export function isShown(name: PanelName): boolean {
  return alone.length > 0 ? alone.includes(name) : !wanted.includes(`-${name}`);
}
