import text from "../../../data/penguins.csv?raw";
import { byName, type Table } from "./table.ts";

const columns = [2, 3, 4, 5];
const rows = text
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","))
  // A few birds were not measured.
  .filter((cells) => columns.every((at) => cells[at] !== "" && Number.isFinite(Number(cells[at]))));

/** Penguins of the Palmer archipelago, four measures of each. */
export const penguins: Table = {
  name: "penguins",
  features: ["bill length (mm)", "bill depth (mm)", "flipper length (mm)", "body mass (g)"],
  ...byName(rows.map((cells) => cells[0]!)),
  X: rows.map((cells) => columns.map((at) => Number(cells[at]))),
  first: [0, 1],
};
