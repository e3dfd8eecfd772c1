// Where everything that a certificate's two passes need lies in memory. Written by src/objective/proof-plan.ts, field for field.
// All sums are in f64: V is the type of rows' values as they are stored, U that of weights and variables.

/** A block of rows, the weights, and the sums over the samples seen so far. */
// @ts-expect-error: decorator
@unmanaged
export class Proof {
  /** The block's numbers; their columns, or 0, 1, 2, ... where rows are dense; where each row begins among the numbers, i32. */
  values: usize;
  indices: usize;
  starts: usize;
  dense: i32;
  /** The block's variables, `step` bytes from one sample's to the next's; overwritten by feasible ones. */
  b: usize;
  step: usize;
  /** Work space for one row of scores or coefficients, and for a row of sums. */
  s: usize;
  sums: usize;
  /** Weights, `row` bytes a feature, and a zero behind them if they are odd in number. */
  W: usize;
  row: usize;
  /** Of a row of coefficients, the bytes from where to where W has weights: W(b) is summed a few classes at a time. */
  from: usize;
  to: usize;
  /** Features, the constant one left out. */
  width: i32;
  K: i32;
  /** K, padded to whole vectors, which then reach into the next feature's weights. */
  stride: i32;
  /** Of the block's samples: own class, i32, -1 for none; C_i; |x_i|^2. */
  own: usize;
  C: usize;
  q: usize;
  /** 0: one variable at a time; 1: coupled, a sum of hinges; 2: coupled, a maximum of hinges. */
  kind: i32;
  squared: i32;
  margin: f64;
  /** Value of a constant last feature, 0 for none. */
  constant: f64;
  /** By how much rounding may move a score, for each unit of |W_m| |x| and of the margin. */
  perReach: f64;
  perMargin: f64;
  /** By how much a hinge moves with a score; gamma_{K+4}. */
  slope: f64;
  perValue: f64;
  /** Sum, and what it lost by rounding. */
  total: f64;
  lost: f64;
  /** Of the dual: linear and quadratic parts by magnitude, sum_i |c_i| |x_i|, the largest way to feasibility over C. */
  magnitude: f64;
  reach: f64;
  infeasibility: f64;
  /** Of the primal: bound on the rounding so far. */
  error: f64;
  /** The weights' largest |W_m|. */
  largest: f64;
  /** Not 0: some variables of the block were not feasible. */
  changed: f64;
  /** In how many directions variables are free, and of how many samples. */
  free: f64;
  freeSamples: f64;
}

/** Adds to the sum exactly: what rounding takes from it is kept (Knuth 1969, the branch-free form). */
// @ts-expect-error: decorator
@inline
export function add(p: Proof, term: f64): void {
  const old = p.total;
  const next = old + term;
  const part = next - old;
  p.lost += old - (next - part) + (term - part);
  p.total = next;
}
