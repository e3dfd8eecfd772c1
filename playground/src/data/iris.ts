import text from "../../../data/iris.csv?raw";

/** Fisher's irises: four lengths of 150 flowers, in centimetres. */
export interface Flower {
  readonly lengths: readonly number[];
  /** Number of its kind in `irisKinds`. */
  readonly kind: number;
}

export const irisFeatures = ["sepal length", "sepal width", "petal length", "petal width"] as const;

// The first line holds the counts and the names of the classes, which end each row as a number.
const [head = "", ...lines] = text.trim().split("\n");

export const irisKinds: readonly string[] = head.trim().split(",").slice(2);

export const flowers: readonly Flower[] = lines.map((line) => {
  const numbers = line.split(",").map(Number);
  return { lengths: numbers.slice(0, -1), kind: numbers.at(-1)! };
});
