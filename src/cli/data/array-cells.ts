/** Cells of a file that may be names. */
export interface CellArray {
  readonly cells: readonly (number | string)[];
  readonly shape: readonly number[];
}
