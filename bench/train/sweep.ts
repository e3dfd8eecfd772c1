import type { CsrMatrix } from "hinge";
import type { Child } from "../child.ts";
import type { Samples } from "./data/dataset.ts";
import { type Numbers, writeNumbers } from "./numbers.ts";
import { rivals } from "./rivals.ts";
import { measureRows, type RowOptions } from "./rows.ts";

/** A made problem: N samples with so many non-zero features each, in so many classes. */
interface Shape {
  readonly N: number;
  readonly nnz: number;
  readonly classes: number;
}

export interface SweepPoint extends Shape {
  readonly over: keyof Shape;
  /** Until a certified 1e-3, and until LIBLINEAR -s 4 -e 0.1 stopped. */
  readonly hingeSeconds: number;
  readonly liblinearSeconds: number;
  /** rival / hinge at an equal objective. */
  readonly ratio: number;
}

export interface Sweep {
  readonly points: readonly SweepPoint[];
  /** Power of the number with which the seconds grow, by least squares over the logarithms. */
  readonly exponents: Readonly<Record<keyof Shape, { readonly hinge: number; readonly liblinear: number }>>;
}

const base: Shape = { N: 8000, nnz: 40, classes: 16 };
const axes: { readonly [Axis in keyof Shape]: readonly number[] } = {
  N: [2000, 4000, 8000, 16_000, 32_000],
  nnz: [10, 20, 40, 80, 160],
  classes: [4, 8, 16, 32, 64, 128],
};

/** Measures how the time to train Crammer-Singer at C = 1 grows with one number while the others stay. */
export async function measureSweep(
  children: { readonly hinge: Child; readonly liblinear: Child },
  options: RowOptions & { readonly quick: boolean; readonly say: (line: string) => void },
): Promise<Sweep> {
  const [rival] = rivals;
  const points: SweepPoint[] = [];
  for (const over of ["N", "nnz", "classes"] as const) {
    for (const value of axes[over].filter((_, k) => !options.quick || k % 2 === 0)) {
      const shape = {
        ...base,
        ...(options.quick ? { N: 1000 } : {}),
        [over]: value / (options.quick && over === "N" ? 8 : 1),
      };
      const samples = make(shape);
      const numbers: Numbers = writeNumbers(samples, options.folder, 1);
      for (const child of [children.hinge, children.liblinear]) await child.ask({ do: "load", ...numbers });
      const programs = { hinge: children.hinge, rival: children.liblinear };
      const [row] = await measureRows({ name: "made", samples, numbers }, rival!, 1, programs, {
        ...options,
        stops: ([first]) => [first!],
      });
      const { hingeCertifiedSeconds: hingeSeconds, rivalSeconds: liblinearSeconds, ratio } = row!;
      points.push({ ...shape, over, hingeSeconds, liblinearSeconds, ratio });
      options.say(
        `sweep over ${over} ${value}: hinge ${hingeSeconds.toFixed(3)} s, LIBLINEAR ${liblinearSeconds.toFixed(3)} s`,
      );
    }
  }
  const fit = (over: keyof Shape) => {
    const those = points.filter((point) => point.over === over);
    const of = (time: "hingeSeconds" | "liblinearSeconds") => slope(those.map((p) => [p[over], p[time]]));
    return { hinge: of("hingeSeconds"), liblinear: of("liblinearSeconds") };
  };
  return { points, exponents: { N: fit("N"), nnz: fit("nnz"), classes: fit("classes") } };
}

/**
 * Sparse samples of 20,000 features, the same in every run: half of a sample's features are drawn from 200 that its
 * class prefers, half from all, and one label in twenty is wrong.
 */
function make({ N, nnz, classes }: Shape): Samples {
  const d = 20_000;
  const random = generator(N * 1_000_003 + nnz * 1009 + classes);
  const below = (n: number): number => Math.floor(random() * n);
  const rows: number[][] = [];
  const labels: number[] = [];
  for (let i = 0; i < N; i++) {
    const k = i % classes;
    const row = new Set<number>();
    while (row.size < nnz) {
      const own = row.size % 2 === 0;
      row.add(own ? (k * 7919 + below(200) * 97) % d : below(d));
    }
    rows.push([...row].sort((a, b) => a - b));
    labels.push(random() < 0.05 ? below(classes) : k);
  }
  const X: CsrMatrix = {
    indptr: Int32Array.from({ length: N + 1 }, (_, i) => i * nnz),
    indices: Int32Array.from(rows.flat()),
    values: new Float32Array(N * nnz).fill(1 / Math.sqrt(nnz)),
    shape: [N, d],
  };
  return { X, labels };
}

/** Numbers in [0, 1) (mulberry32). */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
}

function slope(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const [meanX, meanY] = [0, 1].map((k) => logs.reduce((sum, p) => sum + p[k]!, 0) / logs.length) as [
    number,
    number,
  ];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
