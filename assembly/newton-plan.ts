// What second-order steps look at, in kernel memory.

/** Where everything lies in memory. Written by src/solvers/newton-kernel.ts, field for field; numbers are f64. */
// @ts-expect-error: decorator
@unmanaged
export class Newton {
  /** Of dense rows the values alone; of sparse ones the column of each, and where each row begins (i32). */
  values: usize;
  indices: usize;
  starts: usize;
  /** The samples with a free b, i32 each. */
  order: usize;
  n: i32;
  N: i32;
  D: i32;
  K: i32;
  /** Of sparse rows: K, padded to whole vectors. */
  stride: i32;
  /** K bytes a sample: 1 where free, 2 for the own class of coupled hinges, which all others look at. */
  marks: usize;
  /** beta of each sample, and its own class (i32; -1 for none). */
  beta: usize;
  own: usize;
  coupled: i32;
  /** Weights, and what is added to: K x D of dense rows, D x stride of sparse ones. */
  W: usize;
  out: usize;
  /** Work space: `block` x K scores (sparse: stride), `block` addresses and as many numbers, and places (i32). */
  S: usize;
  list: usize;
  places: usize;
  /** More of it for the rows that an outer product lists: `block` addresses and as many numbers. */
  picked: usize;
  block: i32;
  /** N x K: hinges and their slopes along a direction, variables, centres, and whether they are free (a byte each). */
  h: usize;
  dh: usize;
  b: usize;
  centre: usize;
  free: usize;
  /** Weight of each sample. */
  C: usize;
  /** K numbers each: steps along the direction, slopes and curvatures. */
  t: usize;
  slope: usize;
  curvature: usize;
  /** Samples of a block and their weights, and the block, D x D. */
  samples: usize;
  w: usize;
  A: usize;
  /** Whether all hinges of a sample have one bound and one curvature together; whether the loss is squared. */
  joint: i32;
  squared: i32;
  /** Which corner each sample is at, i32 each (newton-envelope.ts); those that are moving, and the slope of all others. */
  state: usize;
  moving: usize;
  nMoving: i32;
  base: usize;
  /** The dual's shape for weight 1 (src/losses/block-step.ts), and the proximal term's weight. */
  r: f64;
  rho: f64;
  hi: f64;
  cap: f64;
  mu: f64;
  /** The largest of the a in `S`. */
  largest: f64;
  /** Value of a last feature, the bias, that sparse rows do not store; 0 for none. */
  constant: f64;
  /** Where sparse rows end (i32), for those that need not lie one after the other. */
  ends: usize;
}
