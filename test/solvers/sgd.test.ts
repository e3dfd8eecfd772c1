import { describe, expect, test } from "vitest";
import { loadBundled } from "../../src/cli/data/bundled.ts";
import { encodeLabels } from "../../src/data/labels.ts";
import { fromNested, toRows } from "../../src/data/rows.ts";
import { withBias } from "../../src/data/with-bias.ts";
import { createLoss, type LossName } from "../../src/losses/index.ts";
import { LinearSVM, type LinearSVMOptions } from "../../src/model/index.ts";
import { hingeLoss } from "../../src/objective/index.ts";
import { rateAt, resolveSgd, type SgdOptions, type SgdProgress, sgd } from "../../src/solvers/index.ts";
import { batches } from "../../src/solvers/sgd-batches.ts";
import { fillNormal } from "../../src/solvers/sgd-start.ts";
import { lossForms } from "../support/build-problem.ts";
import { naiveLoss } from "../support/naive.ts";
import { randomProblem, testRandom } from "../support/problems.ts";
import { svmOptimum } from "../support/qp.ts";

const firstSeed = Number(process.env.HINGE_SEED);

function tame(seed: number, nClasses = 3) {
  return randomProblem(seed, {
    nSamples: 40,
    nFeatures: 5,
    nClasses,
    shape: "tame",
    margin: 1,
    bias: 0,
    weighted: false,
    C: 1,
  });
}

async function descend(
  { X, y }: { X: number[][]; y: number[] },
  options: SgdOptions,
  more: LinearSVMOptions = {},
) {
  const svm = new LinearSVM({ solver: "sgd", bias: 0, sgd: options, ...more });
  const report = await svm.fit(X, y);
  return { svm, report, W: Array.from(svm.weights.data), history: report.history! };
}

/** The whole descent again, with nested loops over number[][], given the batches. */
function naiveDescent(
  { X, y }: { X: number[][]; y: number[] },
  W: number[][],
  order: (t: number) => readonly number[],
  {
    iterations,
    rate,
    momentum,
    lambda,
    loss,
    squared,
    averageFrom,
  }: {
    iterations: number;
    rate: (t: number) => number;
    momentum: number;
    lambda: number;
    loss: Exclude<LossName, "softmax">;
    squared: boolean;
    averageFrom: number;
  },
) {
  const v = W.map((row) => row.map(() => 0));
  const sum = W.map((row) => row.map(() => 0));
  const history: number[] = [];
  for (let t = 0; t < iterations; t++) {
    const batch = order(t);
    const { value, gradient } = naiveLoss({
      X: batch.map((i) => X[i]!),
      y: batch.map((i) => y[i]!),
      W,
      loss,
      squared,
      lambda,
    });
    history.push(value);
    for (let m = 0; m < W.length; m++) {
      for (let j = 0; j < W[m]!.length; j++) {
        v[m]![j] = momentum * v[m]![j]! - rate(t) * gradient[m]![j]!;
        W[m]![j]! += v[m]![j]!;
        if (t >= averageFrom) sum[m]![j]! += W[m]![j]!;
      }
    }
  }
  return { W, history, average: sum.map((row) => row.map((s) => s / (iterations - averageFrom))) };
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, relative: number): void {
  expect(actual.length).toBe(expected.length);
  let size = 1e-300;
  for (let k = 0; k < expected.length; k++) size = Math.max(size, Math.abs(expected[k]!));
  for (let k = 0; k < expected.length; k++) {
    expect(Math.abs(actual[k]! - expected[k]!) / size, `number ${k}`).toBeLessThanOrEqual(relative);
  }
}

describe("a descent is what its formula says", () => {
  test("one step is minus the rate times hingeLoss's gradient, for every loss", async () => {
    for (const form of [...lossForms, { loss: "softmax", squared: false } as const]) {
      const one = tame(firstSeed, form.loss === "binary" ? 2 : 3);
      const rows = form.loss === "binary" ? 1 : 3;
      const W = Array.from({ length: rows }, (_, m) => one.X[m]!.map((x) => x / 3));
      const { value, gradient } = hingeLoss({ X: one.X, y: one.y, W, lambda: 0.1, ...form });
      const options = { learningRate: 0.5, momentum: 0, iterations: 1, batch: 40, average: 0 };
      const step = await descend(one, { ...options, initialWeights: W }, { lambda: 0.1, ...form });
      const expected = W.flat().map((w, k) => w - 0.5 * gradient.data[k]!);
      expectClose(step.W, expected, 1e-14);
      expectClose(step.history, [value], 1e-14);
    }
  });

  const schedules: Record<string, [SgdOptions["learningRate"], (t: number) => number]> = {
    // Short enough for a squared loss not to swing, which would magnify rounding.
    constant: [0.002, () => 0.002],
    inverse: [{ inverse: 0.004, t0: 7 }, (t) => 0.004 / (1 + t / 7)],
    step: [{ step: 0.004, every: 13, factor: 0.3 }, (t) => 0.004 * 0.3 ** Math.floor(t / 13)],
  };
  for (const [name, [learningRate, rate]] of Object.entries(schedules)) {
    for (const sampling of ["shuffle", "with-replacement"] as const) {
      test(`a ${name} rate, momentum and averaging, ${sampling}, equal a naive loop's to 1e-12`, async () => {
        for (const form of lossForms) {
          const one = tame(firstSeed + 1, form.loss === "binary" ? 2 : 3);
          const iterations = 60;
          // 40 samples in batches of 12: every epoch's last one is smaller.
          const next = batches(40, 12, sampling, 3);
          const seen = Array.from({ length: iterations }, () => Array.from(next()));
          const W = Array.from({ length: form.loss === "binary" ? 1 : 3 }, () => [0, 0, 0, 0, 0]);
          const loop = { ...form, iterations, rate, momentum: 0.8, lambda: 0.05, averageFrom: 40 };
          const naive = naiveDescent(one, W, (t) => seen[t]!, loop);
          const options = { learningRate, momentum: 0.8, batch: 12, iterations, sampling };
          const more = { ...form, lambda: 0.05, seed: 3 };
          const last = await descend(one, { ...options, average: 0 }, more);
          expectClose(last.W, naive.W.flat(), 1e-12);
          expectClose(last.history, naive.history, 1e-12);
          const mean = await descend(one, { ...options, average: 1 / 3 }, more);
          expectClose(mean.W, naive.average.flat(), 1e-12);
        }
      });
    }
  }

  test("uint8 images less their mean, as in the course's exercise, equal a plain loop's to 1e-9 after 100 iterations", async () => {
    const random = testRandom(firstSeed);
    const [N, D, K, B] = [300, 108, 10, 50];
    const pixels = Array.from({ length: N }, () =>
      Array.from({ length: D }, () => Math.floor(256 * random())),
    );
    const y = Array.from({ length: N }, (_, i) => i % K);
    const mean = pixels[0]!.map((_, j) => pixels.reduce((sum, row) => sum + row[j]!, 0) / N);
    const X = pixels.map((row) => [...row.map((pixel, j) => pixel - mean[j]!), 1]);
    const start = new Float64Array(K * (D + 1));
    fillNormal(start, 1e-3, 0);
    const next = batches(N, B, "with-replacement", 0);
    // CS231n's svm_loss_naive, with reg * sum(W * W).
    const reg = 2.5e4;
    const W = Array.from({ length: K }, (_, m) => Array.from(start.subarray(m * (D + 1), (m + 1) * (D + 1))));
    const losses: number[] = [];
    for (let t = 0; t < 100; t++) {
      const dW = W.map((row) => row.map((w) => 2 * reg * w));
      let loss = 0;
      for (const i of next()) {
        const scores = W.map((row) => row.reduce((sum, w, j) => sum + w * X[i]![j]!, 0));
        for (let m = 0; m < K; m++) {
          const margin = scores[m]! - scores[y[i]!]! + 1;
          if (m === y[i] || margin <= 0) continue;
          loss += margin / B;
          for (let j = 0; j <= D; j++) {
            dW[m]![j]! += X[i]![j]! / B;
            dW[y[i]!]![j]! -= X[i]![j]! / B;
          }
        }
      }
      for (const row of W) for (const w of row) loss += reg * w * w;
      losses.push(loss);
      W.forEach((row, m) => {
        for (let j = 0; j <= D; j++) row[j]! -= 1e-7 * dW[m]![j]!;
      });
    }
    const options = { learningRate: 1e-7, momentum: 0, batch: B, iterations: 100, average: 0 } as const;
    const course = { ...options, sampling: "with-replacement", initialScale: 1e-3 } as const;
    const { history, W: ours } = await descend({ X, y }, course, { lambda: 2 * reg });
    for (let t = 0; t < 100; t++) expect(Math.abs(history[t]! - losses[t]!) / losses[t]!).toBeLessThan(1e-9);
    expectClose(ours, W.flat(), 1e-9);
  });

  test("f32 products are taken where X fits f32, and come to nearly the same", async () => {
    const one = tame(firstSeed + 2);
    const X = { data: Float32Array.from(one.X.flat()), shape: [40, 5] as const };
    const options = { learningRate: 0.05, iterations: 50 };
    const weights = [];
    for (const precision of ["f64", "f32"] as const) {
      const svm = new LinearSVM({ solver: "sgd", sgd: { ...options, precision }, squared: true });
      await svm.fit(X, one.y);
      weights.push(svm.weights.data);
    }
    expectClose(weights[1]!, weights[0]!, 1e-4);
    expect(weights[1]).not.toEqual(weights[0]);
  });

  test("sample weights count as copies do", async () => {
    const { X, y } = tame(firstSeed + 3);
    const copies = y.map((_, i) => 1 + (i % 3));
    const twice = {
      X: X.flatMap((row, i) => Array(copies[i]).fill(row)),
      y: y.flatMap((k, i) => Array(copies[i]).fill(k)),
    };
    const options = { learningRate: 0.05, batch: 1000, iterations: 30 };
    const weighted = new LinearSVM({ solver: "sgd", sgd: options, lambda: 0.1, bias: 0 });
    await weighted.fit(X, y, { sampleWeight: copies });
    const { W } = await descend(twice, options, { lambda: 0.1 });
    expectClose(weighted.weights.data, W, 1e-12);
  });
});

describe("batches", () => {
  test("shuffled ones take every sample once an epoch, in another order each", () => {
    const next = batches(10, 4, "shuffle", 5);
    const epochs = [0, 1].map(() => [0, 1, 2].flatMap(() => Array.from(next())));
    for (const epoch of epochs) expect(epoch.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("those drawn with replacement draw all samples alike", () => {
    const next = batches(5, 1000, "with-replacement", 5);
    const counts = [0, 0, 0, 0, 0];
    for (let t = 0; t < 10; t++) for (const i of next()) counts[i]!++;
    // Five standard deviations, sqrt(10000 * 0.2 * 0.8) = 40.
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  test("normal numbers have mean 0 and deviation 1, times the scale", () => {
    const out = new Float64Array(20_001);
    fillNormal(out, 3, 8);
    const mean = out.reduce((a, b) => a + b) / out.length;
    const deviation = Math.sqrt(out.reduce((sum, x) => sum + (x - mean) ** 2, 0) / out.length);
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(Math.abs(deviation - 3)).toBeLessThan(0.1);
  });
});

describe("where it comes to", () => {
  for (const [name, C] of [
    ["iris", 0.1],
    ["heart", 1],
  ] as const) {
    for (const loss of ["weston-watkins", "crammer-singer", "one-vs-all"] as const) {
      for (const squared of [false, true]) {
        test(`a decreasing rate reaches the optimum's objective within 1 %: ${squared ? "squared " : ""}${loss} on ${name}`, async () => {
          const { X, labels } = await loadBundled(name);
          const certified = await new LinearSVM({ loss, squared, C, tolerance: 1e-4, maxEpochs: 1e5 }).fit(
            X,
            labels!,
          );
          expect(certified.status).toBe("certified");
          const report = await new LinearSVM({
            loss,
            squared,
            C,
            solver: "sgd",
            sgd: { iterations: 5000 },
          }).fit(X, labels!);
          expect(report.primal).toBeLessThan(1.01 * certified.primal);
          // And its own bound holds.
          expect(report.dual).toBeLessThanOrEqual(certified.primal + report.bound);
          expect(report.gap).toBeLessThan(0.1 * report.primal);
        });
      }
    }
  }

  test("it is never certified unless that is true: primal, dual and gap against an independent optimum", async () => {
    let certified = 0;
    for (let k = 0; k < 300; k++) {
      const form = lossForms[k % lossForms.length]!;
      const raw = randomProblem(firstSeed + k, {
        maxSamples: 8,
        ...(form.loss === "binary" ? { nClasses: 2 } : {}),
      });
      const plain = { ...raw, ...form };
      const best = svmOptimum(plain);
      const slack = 1e-12 * Math.abs(best.primal);
      const total = plain.sampleWeight?.reduce((a, b) => a + b) ?? plain.y.length;
      const problem = {
        rows: withBias(toRows(fromNested(plain.X)), plain.bias),
        y: Int32Array.from(plain.y),
        loss: createLoss(plain),
        nScores: form.loss === "binary" ? 1 : plain.nClasses,
        C: Float64Array.from(plain.y, (_, i) => plain.C * (plain.sampleWeight?.[i] ?? 1)),
        lambda: 1 / (plain.C * total),
        withBias: plain.bias !== 0,
      };
      const run = {
        ...resolveSgd({ iterations: [1, 30, 1000][k % 3]!, batch: 1 + (k % 5) }),
        tolerance: 0.05,
        seed: k,
      };
      const name = `${form.squared ? "squared " : ""}${form.loss}, seed ${firstSeed + k} (${raw.shape})`;
      const solution = await sgd(problem, run).catch((error) => {
        expect(error.code, name).toBe("diverged");
        return undefined;
      });
      if (solution === undefined) continue;
      const { certificate, status } = solution;
      expect(status, name).not.toBe("invalid");
      expect(certificate.primal + certificate.primalError, name).toBeGreaterThanOrEqual(best.lower - slack);
      expect(certificate.dual - certificate.dualError, name).toBeLessThanOrEqual(best.primal + slack);
      if (status !== "certified") continue;
      certified++;
      expect(certificate.primal, name).toBeLessThanOrEqual((best.primal + slack) / 0.95);
    }
    expect(certified).toBeGreaterThan(30);
  }, 60_000);

  test("a squared loss's gap is half the squared gradient of the objective near the optimum", async () => {
    const one = tame(firstSeed + 4);
    const options = { iterations: 20_000, average: 0.1 };
    const more = { squared: true, C: 1, tolerance: 1e-9 } as const;
    const { svm, report } = await descend(one, options, more);
    const W = { data: svm.weights.data, shape: svm.weights.shape };
    const { gradient } = hingeLoss({ X: one.X, y: one.y, W, squared: true, reduction: "sum" });
    const half = Array.from(gradient.data).reduce((sum, g, k) => sum + (g + W.data[k]!) ** 2, 0) / 2;
    // Stretched to the best factor, the bound can only be better.
    expect(report.gap).toBeLessThanOrEqual(half * (1 + 1e-6) + report.bound);
    expect(report.gap).toBeGreaterThan(-report.bound);
  });

  test("plain losses are certified by the hinges' means along the way", async () => {
    const { X, labels } = await loadBundled("heart");
    const report = await new LinearSVM({ C: 0.1, solver: "sgd", sgd: { iterations: 15_000 } }).fit(
      X,
      labels!,
    );
    expect(report.message).toMatch(
      /^Certified: no weights whatever .* more than 0\.0\d+ % below this model's\.$/,
    );
  });

  test("softmax trains, is stopped, and has no dual", async () => {
    const { X, labels } = await loadBundled("iris");
    const svm = new LinearSVM({ loss: "softmax", solver: "sgd", lambda: 1e-3, sgd: { iterations: 1000 } });
    const report = await svm.fit(X, labels!);
    expect(svm.score(X, labels!)).toBeGreaterThan(0.95);
    expect(report.status).toBe("stopped");
    expect(report.message).toBe(
      "Stopped: all 1000 steps are done, and how far the optimum is cannot be told, because softmax has no dual here.",
    );
    expect(JSON.parse(JSON.stringify(report))).toMatchObject({
      dual: null,
      gap: null,
      relativeGap: null,
      bound: null,
    });
    // The optimum's gradient is zero.
    const { y } = encodeLabels(labels!);
    const W = { data: withBiasColumn(svm), shape: [3, 5] as const };
    const { gradient, value } = hingeLoss({ X, y: Array.from(y), W, bias: 1, loss: "softmax", lambda: 1e-3 });
    expect(Math.hypot(...gradient.data)).toBeLessThan(0.05);
    expect(report.primal * report.lambda).toBeCloseTo(value, 12);
    const again = LinearSVM.fromJSON(JSON.parse(JSON.stringify(svm)));
    expect(again.decisionFunction(X)).toEqual(svm.decisionFunction(X));
  });
});

function withBiasColumn(svm: LinearSVM): Float64Array {
  const { data, shape } = svm.weights;
  const rows = Array.from(svm.bias, (b, m) => [...data.subarray(m * shape[1], (m + 1) * shape[1]), b]);
  return Float64Array.from(rows.flat());
}

describe("seeds, stopping and progress", () => {
  const one = tame(1);

  test("the same seed gives the same bits, another seed others", async () => {
    for (const sampling of ["shuffle", "with-replacement"] as const) {
      const options = { batch: 7, iterations: 50, sampling, initialScale: 0.01 };
      const [a, b, c] = [
        await descend(one, options, { seed: 4 }),
        await descend(one, options, { seed: 4 }),
        await descend(one, options, { seed: 5 }),
      ];
      expect(a.W).toEqual(b.W);
      expect(a.history).toEqual(b.history);
      expect(JSON.stringify(a.svm)).toBe(JSON.stringify(b.svm));
      expect(a.W).not.toEqual(c.W);
    }
  });

  test("each step is told, and the report keeps their losses", async () => {
    const svm = new LinearSVM({
      solver: "sgd",
      sgd: { batch: 10, iterations: 25, learningRate: { inverse: 1, t0: 5 } },
    });
    const seen: SgdProgress[] = [];
    const report = await svm.fit(one.X, one.y, { onIteration: (progress) => seen.push(progress) });
    expect(seen.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 25 }, (_, t) => t + 1));
    expect(seen.map(({ loss }) => loss)).toEqual(Array.from(report.history!));
    expect(seen.at(-1)).toMatchObject({ iterations: 25, epoch: 6.25, learningRate: 1 / (1 + 24 / 5) });
    expect(report).toMatchObject({ iterations: 25, epochs: 7, trace: [] });
  });

  test("returning false stops, and keeps what there is", async () => {
    const svm = new LinearSVM({ solver: "sgd", sgd: { learningRate: 0.01 } });
    const report = await svm.fit(one.X, one.y, { onIteration: ({ iteration }) => iteration < 10 });
    expect(report.message).toMatch(
      /^Stopped: asked to stop after 10 of 1500 steps, and the relative gap is /,
    );
    expect(report.history).toHaveLength(10);
    expect(svm.predict(one.X)).toHaveLength(40);
  });

  test("aborting rejects with the signal's reason and leaves the model as it was", async () => {
    const svm = new LinearSVM({ solver: "sgd", sgd: { iterations: 1e6 } });
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 50);
    await expect(svm.fit(one.X, one.y, { signal: controller.signal })).rejects.toThrow("enough");
    expect(() => svm.predict(one.X)).toThrow("the model has no weights yet");
    await expect(svm.fit(one.X, one.y, { signal: controller.signal })).rejects.toThrow("enough");
  });

  test("the page gets its turn while it runs", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await descend(one, { iterations: 20_000 });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });
});

describe("a bad option gets one sentence", () => {
  const refused: [SgdOptions, string][] = [
    [{ momentum: 1 }, "momentum: 1 is not in [0, 1); give one such as 0.9"],
    [{ momentum: Number.NaN }, "momentum: NaN is not in [0, 1); give one such as 0.9"],
    [{ batch: 0 }, "batch: 0 is no whole number >= 1; give one such as 200"],
    [{ iterations: 2.5 }, "iterations: 2.5 is no whole number >= 1; give one such as 1500"],
    [{ iterations: 1e9 }, "iterations: 1000000000 is more than 2^28 iterations; give one such as 1500"],
    [{ average: 1.1 }, "average: 1.1 is no part of the iterations, in [0, 1]; give one such as 0.5"],
    [
      { sampling: "all" as "shuffle" },
      'sampling: "all" is none of shuffle, with-replacement; give one such as shuffle',
    ],
    [{ precision: "f16" as "f32" }, 'precision: "f16" is none of f64, f32; give one such as f64'],
    [{ initialScale: -1 }, "initialScale: -1 is no finite number >= 0; give one such as 0.001"],
    [
      { initialScale: 1, initialWeights: [[1]] },
      "initialScale: give initialScale or initialWeights, not both",
    ],
    [{ learningRate: 0 }, "learningRate: 0 is no finite number > 0; give one such as 0.001"],
    [
      { learningRate: { constant: Number.NaN } },
      "learningRate: NaN is no finite number > 0; give one such as 0.001",
    ],
    [{ learningRate: { inverse: 1, t0: 0 } }, "learningRate: 0 is no finite t0 > 0; give one such as 150"],
    [
      { learningRate: { step: 1, every: 0.5 } },
      "learningRate: 0.5 is no whole number of steps >= 1; give one such as 150",
    ],
    [
      { learningRate: { step: 1, factor: 2 } },
      "learningRate: 2 is no factor in (0, 1]; give one such as 0.5",
    ],
    [
      { learningRate: "fast" as unknown as number },
      'learningRate: "fast" is no learning rate; give a number, { constant }, { inverse, t0 } or { step, every, factor }',
    ],
  ];
  for (const [options, sentence] of refused) {
    test(sentence, () => {
      expect(() => new LinearSVM({ solver: "sgd", sgd: options })).toThrow(sentence);
      expect(() => new LinearSVM({ solver: "sgd", sgd: options })).toThrow(/^[^\n]+$/);
    });
  }

  test("an unknown solver, and options of another one", () => {
    expect(() => new LinearSVM({ solver: "adam" as "sgd" })).toThrow(
      'solver: "adam" is no solver; choose one of dual-block, sgd',
    );
    expect(() => new LinearSVM({ sgd: {} })).toThrow(
      'sgd: these options are for solver sgd and the solver is dual-block; say solver: "sgd"',
    );
    expect(() => new LinearSVM({ loss: "softmax" })).toThrow("use solver sgd");
  });

  test("a rate too large to compute with", async () => {
    await expect(descend(tame(2), { learningRate: 1e200 }, { squared: true })).rejects.toThrow(
      /^learningRate: the numbers overflow at step \d+: a rate of 1e\+200 is too large; give a smaller one$/,
    );
    await expect(descend(tame(2), { learningRate: 1e308, iterations: 1 }, { C: 1e-3 })).rejects.toThrow(
      "learningRate: the numbers overflow at step 1: a rate of 1e+308 is too large; give a smaller one",
    );
  });

  test("initial weights of another shape, or not finite", async () => {
    await expect(descend(tame(2), { initialWeights: [[1, 2, 3, 4, 5]] })).rejects.toThrow(
      "initialWeights: W has 1 rows where there are 3 scores",
    );
    await expect(descend(tame(2), { initialWeights: [[1], [2], [3]] })).rejects.toThrow(
      "W is 3 x 1, which gives each class 1 weights where X has 5 features",
    );
    const nan = [
      [1, 2, 3, 4, Number.NaN],
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ];
    await expect(descend(tame(2), { initialWeights: nan })).rejects.toThrow("W has NaN at position 4");
  });

  test("a rate's schedule is what it says", () => {
    const rate = resolveSgd({ learningRate: { step: 8, every: 10 } }).rate!;
    expect([0, 9, 10, 25].map((t) => rateAt(rate, t))).toEqual([8, 8, 4, 2]);
  });
});
