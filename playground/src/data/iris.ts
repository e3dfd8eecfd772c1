import text from "../../../data/iris.csv?raw";
import type { Table } from "./table.ts";

// The first line holds the counts and the names of the classes, which end each row as a number.
const [head = "", ...lines] = text.trim().split("\n");
const rows = lines.map((line) => line.split(",").map(Number));

/** Fisher's irises: four lengths of 150 flowers. */
export const iris: Table = {
  name: "iris",
  features: ["sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"],
  classes: head.trim().split(",").slice(2),
  X: rows.map((row) => row.slice(0, -1)),
  y: rows.map((row) => row.at(-1)!),
  first: [2, 3],
};
