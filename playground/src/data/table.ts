/** A set of samples with named columns, of which the plane shows two. */
export interface Table {
  readonly name: string;
  readonly features: readonly string[];
  readonly classes: readonly string[];
  readonly X: readonly (readonly number[])[];
  /** Class numbers. */
  readonly y: readonly number[];
  /** The samples as images of so many rows and columns. */
  readonly image?: readonly [number, number] | undefined;
  /** Two features that make a good first picture. */
  readonly first: readonly [number, number];
  /** Whether columns are to be shown as they are, because a model was trained on them so. */
  readonly raw?: boolean;
}

/** Names made into class numbers, in the order of the sorted names. */
export function byName(names: readonly string[]): { classes: string[]; y: number[] } {
  const classes = [...new Set(names)].sort();
  return { classes, y: names.map((name) => classes.indexOf(name)) };
}

/** A column with mean 0 and standard deviation 1, on which one step size suits every feature. */
export function standardized(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => Math.round((1000 * (value - mean)) / (deviation || 1)) / 1000);
}
