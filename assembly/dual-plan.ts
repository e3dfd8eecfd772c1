// Where everything that visits need lies in memory. Written by src/solvers/dual-plan.ts, field for field.

/** One set of classes whose variables are visited together, and how far its sweep is. */
// @ts-expect-error: decorator
@unmanaged
export class Plan {
  /** Samples still to be visited come first, i32 each. */
  order: usize;
  /** Next place in `order`, and the end of the active ones. */
  next: i32;
  active: i32;
  /** Whether any step changed anything. */
  moved: i32;
  /** A Sample each. */
  samples: usize;
  indices: usize;
  values: usize;
  /** features x stride weights, and samples x stride variables. */
  W: usize;
  b: usize;
  stride: i32;
  /** Number of classes, at most `stride`; what lies behind them is padding. */
  K: i32;
  /** This set's first class. */
  first: i32;
  /** 0: one variable at a time; 1: coupled, a sum of hinges; 2: coupled, a maximum of hinges. */
  kind: i32;
  squared: i32;
  /** Work space: stride scores, stride changes, and two lists of vectors of classes (i32). */
  s: usize;
  delta: usize;
  vectors: usize;
  spare: usize;
  /** Whether visits look at all classes, and note which count; else at those noted. */
  full: i32;
  /** Whether every row has all features. */
  isDense: i32;
  margin: f64;
  /** Sums over this sweep's visits. */
  gap: f64;
  loss: f64;
  random: u64;
  /** The vectors that a visit still looks at, and bits for those that it notes. */
  near: usize;
  nearEnd: usize;
  noted: u64;
  /** Means nothing: keeps loads ahead of their use from being left out. */
  touched: i32;
  /** End of those in `order` that full sweeps visit: the others are parked. */
  reach: i32;
  /** A sample whose step is zero is parked if its hinges are further than `far` from where it would not be. */
  far: f64;
  /** The most that a visit has moved its own sample's scores since the last full sweep began; this is `far` in the next. */
  worst: f64;
  /** Of the last visit without a step: how far its hinges are from one. */
  slack: f64;
  /** Where the weights of a constant last feature lie that no row stores, and its value, 0 for none. */
  bias: usize;
  constant: f64;
  /** How many samples there are, if sweeps over all of them take neighbours together; else 0. */
  together: i32;
}

/** What a visit has to know of a sample, together in half a cache line. */
// @ts-expect-error: decorator
@unmanaged
export class Sample {
  /** C_i, and |x_i|^2. */
  C: f64;
  q: f64;
  /** Number of its first value, and of its first index: where every row has all features, one list serves all. */
  value: i32;
  index: i32;
  count: i32;
  /** Its own class, -1 for none. */
  own: i32;
  /** Which vectors of classes counted at the last full visit; one bit stands for every 64th. */
  mask: u64;
}
