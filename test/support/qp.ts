/**
 * An independent reference for small problems: the SVM written as a quadratic programme in W and slacks xi,
 * solved by a dense primal-dual interior-point method. It shares neither code nor formula with src/:
 * there the dual is climbed one sample at a time in score space, here all of W and xi move at once.
 *
 * Method: Mehrotra, "On the implementation of a primal-dual interior point method" (1992), for quadratic
 * objectives. Newton's system keeps x and the multipliers, and is factored by LU with pivoting: reduced to
 * P + G' diag(z/s) G it loses the weak directions of W where features differ by orders of magnitude.
 * The solver is not believed either: svmOptimum evaluates both ends of its interval from their definitions.
 */

/** min 1/2 x'Px + q'x subject to Gx <= h; P symmetric positive semidefinite, dense, every array row by row. */
export interface Qp {
  P: readonly (readonly number[])[];
  q: readonly number[];
  G: readonly (readonly number[])[];
  h: readonly number[];
}

export interface QpSolution {
  x: Float64Array;
  /** Multipliers of Gx <= h, all positive. */
  z: Float64Array;
  iterations: number;
  /** The mean product of slack and multiplier at the end. */
  complementarity: number;
}

/** LU factors of A in place (row-major n x n) with partial pivoting; `order` receives the rows' order. */
function factorLU(A: Float64Array, n: number, order: Int32Array): void {
  for (let i = 0; i < n; i++) order[i] = i;
  for (let k = 0; k < n; k++) {
    let pick = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(A[i * n + k]) > Math.abs(A[pick * n + k])) pick = i;
    if (pick !== k) {
      for (let j = 0; j < n; j++) {
        const v = A[k * n + j];
        A[k * n + j] = A[pick * n + j];
        A[pick * n + j] = v;
      }
      const v = order[k];
      order[k] = order[pick];
      order[pick] = v;
    }
    // Exactly dependent rows: an enormous pivot leaves the coordinate where it is.
    if (A[k * n + k] === 0) A[k * n + k] = 1e200;
    for (let i = k + 1; i < n; i++) {
      if (A[i * n + k] === 0) continue;
      const factor = A[i * n + k] / A[k * n + k];
      A[i * n + k] = factor;
      for (let j = k + 1; j < n; j++) A[i * n + j] -= factor * A[k * n + j];
    }
  }
}

/** Solves A x = b with the factors of A. */
function solveLU(LU: Float64Array, n: number, order: Int32Array, b: Float64Array, x: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let v = b[order[i]];
    for (let k = 0; k < i; k++) v -= LU[i * n + k] * x[k];
    x[i] = v;
  }
  for (let i = n - 1; i >= 0; i--) {
    let v = x[i];
    for (let k = i + 1; k < n; k++) v -= LU[i * n + k] * x[k];
    x[i] = v / LU[i * n + i];
  }
}

/** The longest step in (0, 1] along dv that keeps v >= 0. */
function stepToBoundary(v: Float64Array, dv: Float64Array): number {
  let step = 1;
  for (let r = 0; r < v.length; r++) if (dv[r] < 0) step = Math.min(step, -v[r] / dv[r]);
  return step;
}

/**
 * @param watch sees each iterate and may end the iteration by returning true
 * @returns the last iterate; the caller judges it
 */
export function solveQp(
  qp: Qp,
  watch: (x: Float64Array, z: Float64Array) => boolean = () => false,
): QpSolution {
  const n = qp.q.length;
  const m = qp.h.length;
  const { P, q, G, h } = qp;
  // A row of G holds one or two samples' features and a slack: its zeros are worth skipping.
  const columns = G.map((row) => row.flatMap((v, j) => (v !== 0 ? [j] : [])));
  const timesG = (x: Float64Array, out: Float64Array) => {
    for (let r = 0; r < m; r++) {
      out[r] = 0;
      for (const j of columns[r]) out[r] += G[r][j] * x[j];
    }
  };
  const x = new Float64Array(n);
  const s = new Float64Array(m).fill(1);
  const z = new Float64Array(m).fill(1);
  const dx = new Float64Array(n);
  const ds = new Float64Array(m);
  const dz = new Float64Array(m);
  const rd = new Float64Array(n);
  const rp = new Float64Array(m);
  const Gx = new Float64Array(m);
  const complement = new Float64Array(m);
  const r1 = new Float64Array(n);
  const r2 = new Float64Array(m);
  const r3 = new Float64Array(m);
  const all = n + m;
  const KKT = new Float64Array(all * all);
  const order = new Int32Array(all);
  const rhs = new Float64Array(all);
  const part = new Float64Array(all);
  const partX = part.subarray(0, n);

  const factor = () => {
    KKT.fill(0);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) KKT[i * all + j] = P[i][j];
    for (let r = 0; r < m; r++) {
      // G dx - (s/z) dz = r2 - r3/z, times z/s where that is smaller, so that no entry explodes.
      const scale = Math.min(1, z[r] / s[r]);
      for (const j of columns[r]) {
        KKT[j * all + n + r] = G[r][j];
        KKT[(n + r) * all + j] = scale * G[r][j];
      }
      KKT[(n + r) * all + n + r] = -Math.min(1, s[r] / z[r]);
    }
    factorLU(KKT, all, order);
  };
  // Adds to (dx, ds, dz) the solution of: P dx + G'dz = r1, G dx + ds = r2, z ds + s dz = r3.
  const addSolution = () => {
    rhs.set(r1);
    for (let r = 0; r < m; r++) {
      rhs[n + r] = z[r] < s[r] ? (z[r] * r2[r] - r3[r]) / s[r] : r2[r] - r3[r] / z[r];
    }
    solveLU(KKT, all, order, rhs, part);
    timesG(partX, Gx);
    for (let j = 0; j < n; j++) dx[j] += part[j];
    for (let r = 0; r < m; r++) {
      dz[r] += part[n + r];
      ds[r] += z[r] < s[r] ? r2[r] - Gx[r] : (r3[r] - s[r] * part[n + r]) / z[r];
    }
  };
  // Newton's direction for: P dx + G'dz = -rd, G dx + ds = -rp, z ds + s dz = -complement.
  const direction = () => {
    dx.fill(0);
    ds.fill(0);
    dz.fill(0);
    // Two refinements: the matrix is badly conditioned near the end.
    for (let pass = 0; pass < 3; pass++) {
      for (let i = 0; i < n; i++) {
        r1[i] = -rd[i];
        for (let j = 0; j < n; j++) if (P[i][j] !== 0) r1[i] -= P[i][j] * dx[j];
      }
      timesG(dx, Gx);
      for (let r = 0; r < m; r++) {
        for (const j of columns[r]) r1[j] -= G[r][j] * dz[r];
        r2[r] = -rp[r] - Gx[r] - ds[r];
        r3[r] = -complement[r] - z[r] * ds[r] - s[r] * dz[r];
      }
      addSolution();
    }
  };

  // Start: the least-squares point of Gx + s = h (multipliers -s), both shifted until positive.
  for (let j = 0; j < n; j++) rd[j] = q[j];
  for (let r = 0; r < m; r++) {
    rp[r] = -h[r];
    complement[r] = 0;
  }
  factor();
  direction();
  x.set(dx);
  timesG(x, Gx);
  let worstS = 0;
  let worstZ = 0;
  for (let r = 0; r < m; r++) {
    const slack = h[r] - Gx[r];
    s[r] = slack;
    z[r] = -slack;
    worstS = Math.max(worstS, -slack);
    worstZ = Math.max(worstZ, slack);
  }
  for (let r = 0; r < m; r++) {
    s[r] += 1 + worstS;
    z[r] += 1 + worstZ;
  }

  let mu = 0;
  let iteration = 0;
  // 20 to 30 iterations are usual; 150 only ends a hopeless case.
  for (; iteration < 150; iteration++) {
    timesG(x, Gx);
    mu = 0;
    for (let r = 0; r < m; r++) {
      rp[r] = Gx[r] + s[r] - h[r];
      mu += (s[r] * z[r]) / m;
    }
    for (let i = 0; i < n; i++) {
      rd[i] = q[i];
      for (let j = 0; j < n; j++) rd[i] += P[i][j] * x[j];
    }
    for (let r = 0; r < m; r++) for (const j of columns[r]) rd[j] += G[r][j] * z[r];
    // Past 1e-30 the products s z drown in the rounding of everything else.
    if (watch(x, z) || !(mu > 1e-30)) break;

    factor();
    for (let r = 0; r < m; r++) complement[r] = s[r] * z[r];
    direction();
    const affineS = stepToBoundary(s, ds);
    const affineZ = stepToBoundary(z, dz);
    let affine = 0;
    for (let r = 0; r < m; r++) affine += ((s[r] + affineS * ds[r]) * (z[r] + affineZ * dz[r])) / m;
    // Mehrotra's choice: aim the lower, the further the plain Newton step got.
    const target = mu * Math.min(1, affine / mu) ** 3;
    for (let r = 0; r < m; r++) complement[r] = s[r] * z[r] + ds[r] * dz[r] - target;
    direction();
    // One length for both: with a quadratic objective x couples the two residuals.
    const longest = Math.min(stepToBoundary(s, ds), stepToBoundary(z, dz));
    const step = longest < 1 ? 0.995 * longest : 1;
    if (!(step > 1e-12) || !dx.every(Number.isFinite)) break;
    for (let j = 0; j < n; j++) x[j] += step * dx[j];
    for (let r = 0; r < m; r++) {
      // A full step can land on zero, or a last bit below it.
      s[r] = Math.max(s[r] + step * ds[r], 1e-300);
      z[r] = Math.max(z[r] + step * dz[r], 1e-300);
    }
  }
  return { x, z, iterations: iteration, complementarity: mu };
}

export interface SvmProblem {
  X: readonly (readonly number[])[];
  /** Class numbers 0..nClasses-1. */
  y: readonly number[];
  nClasses: number;
  loss: "weston-watkins" | "crammer-singer" | "one-vs-all" | "binary";
  squared: boolean;
  C: number;
  /** The value of the constant feature appended to each sample, regularised; 0: none. */
  bias: number;
  margin: number;
  sampleWeight?: readonly number[] | undefined;
}

export interface SvmOptimum {
  /** The objective at W: the optimum is not above it. */
  primal: number;
  /** A dual value: the optimum is not below it (both up to the rounding of one evaluation, some 1e-14). */
  lower: number;
  /** One row a class, one row for binary; the bias's weight last. */
  W: number[][];
  iterations: number;
}

/** score_up(x) - score_down(x) + xi >= margin; one-vs-all and binary constraints know only one of the two rows. */
interface Constraint {
  sample: number;
  up: number;
  down: number;
  slack: number;
}

function constraintsOf(problem: SvmProblem): { list: Constraint[]; slackSample: number[]; rows: number } {
  const { y, nClasses, loss } = problem;
  const list: Constraint[] = [];
  const slackSample: number[] = [];
  const rows = loss === "binary" ? 1 : nClasses;
  for (let i = 0; i < y.length; i++) {
    // A sample of weight 0 has a free slack: no constraint at all.
    if ((problem.sampleWeight?.[i] ?? 1) === 0) continue;
    const newSlack = () => slackSample.push(i) - 1;
    if (loss === "binary") {
      list.push({ sample: i, up: y[i] === 1 ? 0 : -1, down: y[i] === 1 ? -1 : 0, slack: newSlack() });
    } else if (loss === "one-vs-all") {
      for (let m = 0; m < nClasses; m++) {
        list.push({ sample: i, up: m === y[i] ? m : -1, down: m === y[i] ? -1 : m, slack: newSlack() });
      }
    } else {
      let shared = -1;
      for (let m = 0; m < nClasses; m++) {
        if (m === y[i]) continue;
        if (loss === "weston-watkins" || shared < 0) shared = newSlack();
        list.push({ sample: i, up: y[i], down: m, slack: shared });
      }
    }
  }
  return { list, slackSample, rows };
}

/** 1/2 |W|^2 + C sum_i weight_i loss_i: each slack is the largest violation among its constraints, and costs. */
function primalAt(
  problem: SvmProblem,
  B: readonly number[][],
  constraints: readonly Constraint[],
  slackSample: readonly number[],
  W: readonly (readonly number[])[],
): number {
  const score = (row: number, i: number) => {
    let sum = 0;
    if (row >= 0) for (let j = 0; j < B[i].length; j++) sum += W[row][j] * B[i][j];
    return sum;
  };
  const xi = slackSample.map(() => 0);
  for (const { sample, up, down, slack } of constraints) {
    xi[slack] = Math.max(xi[slack], problem.margin - (score(up, sample) - score(down, sample)));
  }
  let value = 0;
  for (const row of W) for (const w of row) value += 0.5 * w * w;
  for (let g = 0; g < xi.length; g++) {
    const cost = problem.C * (problem.sampleWeight?.[slackSample[g]] ?? 1);
    value += cost * (problem.squared ? xi[g] ** 2 : xi[g]);
  }
  return value;
}

/**
 * The interval [lower, primal] in which the optimum of 1/2 |W|^2 + C sum_i weight_i loss(W x_i, y_i) lies.
 * The losses are those of naive.ts. Meant for some ten samples, five features and five classes.
 *
 * @param goal stops once (primal - lower) / primal is at most this
 */
export function svmOptimum(problem: SvmProblem, goal = 1e-11): SvmOptimum {
  const { squared, margin, C } = problem;
  const B = problem.X.map((x) => (problem.bias !== 0 ? [...x, problem.bias] : [...x]));
  const d = B.length > 0 ? B[0].length : 0;
  const { list, slackSample, rows } = constraintsOf(problem);
  const zeroW = () => Array.from({ length: rows }, () => new Array<number>(d).fill(0));
  // Nothing is violated at W = 0 then.
  if (margin <= 0 || list.length === 0) return { primal: 0, lower: 0, W: zeroW(), iterations: 0 };

  // Solved with each feature of size 1, margin 1 and C = 1: W_mj = unit_j V_mj, and the objective is
  // C margin^p (1/2 sum kappa_j V_mj^2 + sum weight xi^p), with p = 2 for the squared losses, else 1.
  const size = Array.from({ length: d }, (_, j) => Math.max(...B.map((row) => Math.abs(row[j]))) || 1);
  const unit = size.map((v) => margin / v);
  const kappa = size.map((v) => (squared ? 1 : margin) / (v * v * C));
  const nWeights = rows * d;
  const nSlacks = slackSample.length;
  const n = nWeights + nSlacks;
  const weights = slackSample.map((i) => problem.sampleWeight?.[i] ?? 1);

  const P = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  const q = new Array<number>(n).fill(0);
  for (let j = 0; j < nWeights; j++) P[j][j] = kappa[j % d];
  for (let g = 0; g < nSlacks; g++) {
    if (squared) P[nWeights + g][nWeights + g] = 2 * weights[g];
    else q[nWeights + g] = weights[g];
  }
  const G: number[][] = [];
  const h: number[] = [];
  for (const { sample, up, down, slack } of list) {
    const row = new Array<number>(n).fill(0);
    for (let j = 0; j < d; j++) {
      if (up >= 0) row[up * d + j] = -B[sample][j] / size[j];
      if (down >= 0) row[down * d + j] = B[sample][j] / size[j];
    }
    row[nWeights + slack] = -1;
    G.push(row);
    h.push(-1);
  }
  if (!squared) {
    // With squares a negative slack never pays, so xi >= 0 need not be said.
    for (let g = 0; g < nSlacks; g++) {
      const row = new Array<number>(n).fill(0);
      row[nWeights + g] = -1;
      G.push(row);
      h.push(0);
    }
  }

  let best: SvmOptimum = { primal: Number.POSITIVE_INFINITY, lower: 0, W: zeroW(), iterations: 0 };
  const offer = (W: number[][]) => {
    const primal = primalAt(problem, B, list, slackSample, W);
    if (primal < best.primal) best = { ...best, primal, W };
  };
  offer(best.W);

  const judge = (x: Float64Array, z: Float64Array): boolean => {
    const fromX = zeroW().map((row, k) => row.map((_, j) => unit[j] * x[k * d + j]));
    offer(fromX);
    // A separable sample left short of its margin by a last bit costs C times that: a hair more margin is cheaper.
    for (const stretch of [1e-15, 1e-14, 1e-13, 1e-12]) {
      offer(fromX.map((row) => row.map((w) => w * (1 + stretch))));
    }

    // Lagrange: min over W, xi of the objective plus sum_r z_r (margin - up + down - xi). xi disappears if the
    // z's of a slack sum to at most its cost (plain), or at the price Z^2 / (4 cost) (squared).
    const real = list.map((_, r) => z[r] * C * (squared ? margin : 1));
    const sums = weights.map(() => 0);
    list.forEach(({ slack }, r) => {
      sums[slack] += real[r];
    });
    if (!squared) {
      list.forEach(({ slack }, r) => {
        const cost = C * weights[slack];
        // The last factor outweighs the rounding of the sum.
        if (sums[slack] > cost) real[r] *= (cost / sums[slack]) * (1 - 1e-15);
      });
    }
    const W = zeroW();
    let linear = 0;
    list.forEach(({ sample, up, down }, r) => {
      linear += margin * real[r];
      for (let j = 0; j < d; j++) {
        if (up >= 0) W[up][j] += real[r] * B[sample][j];
        if (down >= 0) W[down][j] -= real[r] * B[sample][j];
      }
    });
    offer(W);
    let quadratic = 0;
    for (const row of W) for (const w of row) quadratic += 0.5 * w * w;
    if (squared) for (let g = 0; g < nSlacks; g++) quadratic += sums[g] ** 2 / (4 * C * weights[g]);
    best.lower = Math.max(best.lower, linear - quadratic);
    return best.primal - best.lower <= goal * best.primal;
  };
  const { iterations } = solveQp({ P, q, G, h }, judge);
  return { ...best, iterations };
}
