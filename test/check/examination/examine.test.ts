import { describe, expect, it } from "vitest";
import { rightAnswer } from "../../../src/check/diagnosis/answers.ts";
import { courseConvention, recipeOf } from "../../../src/check/diagnosis/asked.ts";
import type { Settled } from "../../../src/check/diagnosis/explanation.ts";
import type { Point } from "../../../src/check/diagnosis/point.ts";
import { examine } from "../../../src/check/examination/examine.ts";
import type { Examinee, Outcome } from "../../../src/check/examination/examinee.ts";
import { generalPoint, judgingPoints } from "../../../src/check/examination/points.ts";

const course: Settled = {
  recipe: recipeOf(courseConvention),
  scale: "1",
  strength: 1,
  shape: { shape: "squares", reach: "all" },
};

type Change = (
  answer: { loss: number; gradient: Float64Array },
  point: Point,
) => Partial<Extract<Outcome, { changed: unknown }>>;

/** Someone's function: the right answer in the C x D layout, as `change` spoils it. */
function someone(change: Change = () => ({}), options: Partial<Examinee> = {}, settled = course): Examinee {
  return {
    takesLambda: true,
    needsLambda: false,
    gives: "both",
    layout: "CxD",
    single: false,
    bias: false,
    scores: false,
    async call(point) {
      const answer = rightAnswer(settled, point);
      const gradient = { data: answer.gradient, shape: [point.nScores, point.nFeatures], dtype: "float64" };
      return { loss: answer.loss, gradient, changed: [], ...change(answer, point) };
    },
    ...options,
  };
}

const ids = async (examinee: Examinee): Promise<string[]> =>
  (await examine(examinee)).found.map(({ id }) => id);

describe("the points that judge", () => {
  it("stay clear of the kinks of every loss, and have every class", () => {
    for (const seed of [1, 2, 3]) {
      for (const { point } of judgingPoints(seed)) {
        const { X, W, y, nSamples, nFeatures: D, nScores: K } = point;
        expect(new Set(y).size).toBe(Math.min(K, nSamples));
        for (let i = 0; i < nSamples; i++) {
          const s = Array.from({ length: K }, (_, m) => {
            let sum = 0;
            for (let j = 0; j < D; j++) sum += X[i * D + j]! * W[m * D + j]!;
            return sum;
          });
          for (const a of s)
            for (const b of s) if (a !== b) expect(Math.abs(a - b + 1)).toBeGreaterThan(0.003);
        }
      }
    }
  });

  it("hold numbers that float32 has exactly", () => {
    for (const { point } of judgingPoints(5)) {
      expect([...point.X]).toEqual([...Float32Array.from(point.X)]);
      expect([...point.W]).toEqual([...Float32Array.from(point.W)]);
    }
  });

  it("leave a class without samples where they are asked to", () => {
    const { y } = generalPoint(3, { N: 9, D: 4, C: 4 }, { absent: 2 });
    expect([...y]).not.toContain(2);
  });
});

describe("examine", () => {
  it("finds nothing wrong with a right function", async () => {
    const result = await examine(someone());
    expect(result.verdict).toBe("right");
    expect(result.found).toEqual([]);
    expect(result.notes).toEqual([]);
  });

  it("finds what is wrong by one stage", async () => {
    const averaged = someone(({ loss }, { nSamples }) => ({ loss: loss * nSamples }));
    expect(await ids(averaged)).toContain("not-averaged");
    const turned = someone(({ gradient }, { nScores: K, nFeatures: D }) => ({
      gradient: { data: gradient, shape: [D, K], dtype: "float64" },
    }));
    expect(await ids(turned)).toContain("transposed");
  });

  it("sees that two calls at one point differ", async () => {
    let calls = 0;
    expect(await ids(someone(({ loss }) => ({ loss: loss + ++calls })))).toEqual(["stateful"]);
  });

  it("says what is not finite, missing or of another form", async () => {
    const nan = await examine(someone(() => ({ loss: Number.NaN })));
    expect(nan.found[0]!.detail.known).toContain("not a finite number");
    const none = await examine(
      someone(() => ({ gradient: undefined, instead: { gradient: "nothing (None)" } })),
    );
    expect(none.found.map(({ id }) => id)).toEqual(["not-implemented"]);
    const scalar = await examine(someone(() => ({ gradient: 3 })));
    expect(scalar.found.map(({ id }) => id)).toEqual(["wrong-shape"]);
    const text = await examine(someone(() => ({ loss: undefined, instead: { loss: "a str" } })));
    expect(text.found[0]!.detail.known).toContain("a str");
  });

  it("names an empty gradient, alone and with an empty loss", async () => {
    const empty = someone(({ gradient }, { nScores, nFeatures }) => ({
      gradient: { data: gradient.map(() => 0), shape: [nScores, nFeatures], dtype: "float64" },
    }));
    expect(await ids(empty)).toEqual(["not-implemented"]);
    const both = someone(({ gradient }, { nScores, nFeatures }) => ({
      loss: 0,
      gradient: { data: gradient.map(() => 0), shape: [nScores, nFeatures], dtype: "float64" },
    }));
    expect(await ids(both)).toEqual(["not-implemented"]);
  });

  it("takes the gradient of a loss that it does not know for right in a convention of its own", async () => {
    // (1/N) sum_i sum_j tanh(s_ij), with 1/2 lambda |W|^4.
    const own: Examinee = {
      ...someone(),
      async call({ X, W, nSamples: N, nFeatures: D, nScores: K, lambda }) {
        const gradient = new Float64Array(K * D);
        const squares = W.reduce((sum, w) => sum + w * w, 0);
        let loss = (lambda / 2) * squares ** 2;
        for (let i = 0; i < N; i++) {
          for (let m = 0; m < K; m++) {
            let s = 0;
            for (let j = 0; j < D; j++) s += X[i * D + j]! * W[m * D + j]!;
            loss += Math.tanh(s) / N;
            for (let j = 0; j < D; j++) gradient[m * D + j]! += ((1 - Math.tanh(s) ** 2) * X[i * D + j]!) / N;
          }
        }
        W.forEach((w, k) => {
          gradient[k]! += 2 * lambda * squares * w;
        });
        return { loss, gradient: { data: gradient, shape: [K, D], dtype: "float64" }, changed: [] };
      },
    };
    const result = await examine(own);
    expect(result.verdict).toBe("right-other-convention");
    expect(result.convention.loss).toBe("its own");
    const call = own.call;
    const wrong = {
      ...own,
      async call(point: Point) {
        const outcome = (await call(point)) as { loss: number };
        return { ...outcome, loss: outcome.loss + point.W[0]! ** 2 } as Outcome;
      },
    };
    const disagrees = await examine(wrong);
    expect(disagrees.verdict).toBe("wrong");
    expect(disagrees.notes.join()).toContain("Loss and gradient disagree");
  });

  it("finds a penalty that is written into the function", async () => {
    const fixed = someone(undefined, {
      takesLambda: false,
      async call(point) {
        const answer = rightAnswer(course, { ...point, lambda: 0.03 });
        const gradient = { data: answer.gradient, shape: [point.nScores, point.nFeatures], dtype: "float64" };
        return { loss: answer.loss, gradient, changed: [] };
      },
    });
    const result = await examine(fixed);
    expect(result.verdict).toBe("right-other-convention");
    expect(result.convention.penalty).toBe("0.03*sum(W^2)");
  });

  it("notes a changed argument, float32 and bytes that wrap, and blames none of them", async () => {
    const changed = await examine(someone(() => ({ changed: ["W"] })));
    expect(changed.verdict).toBe("right");
    expect(changed.notes.join()).toContain("changes the W");
    const single = await examine(
      someone(({ gradient, loss }, { nScores, nFeatures }) => ({
        loss: Math.fround(loss),
        gradient: {
          data: Float64Array.from(Float32Array.from(gradient, (value) => value * (1 + 3e-7))),
          shape: [nScores, nFeatures],
          dtype: "float32",
        },
      })),
    );
    expect(single.verdict).toBe("right");
    expect(single.notes.join()).toContain("float32");
    const bytes = someone();
    const wraps: Examinee = {
      ...bytes,
      async call(point, dtype) {
        const outcome = (await bytes.call(point)) as { gradient: { data: Float64Array } };
        if (dtype === "uint8") outcome.gradient.data[0]! += 256;
        return outcome as unknown as Outcome;
      },
    };
    const result = await examine(wraps);
    expect(result.verdict).toBe("right");
    expect(result.notes.join()).toContain("wraps at 256");
  });

  it("is undetermined where every call fails, and notes where some do", async () => {
    const failing = await examine({ ...someone(), call: async () => ({ failure: "ValueError: no" }) });
    expect(failing.verdict).toBe("undetermined");
    expect(failing.notes).toEqual(["ValueError: no"]);
    const right = someone();
    const single = await examine({
      ...right,
      call: async (point) => (point.nSamples === 1 ? { failure: "IndexError: no" } : right.call(point)),
    });
    expect(single.verdict).toBe("right");
    expect(single.notes.join()).toContain("It fails with a single sample: IndexError: no");
  });

  it("blames what is wrong only where a class has no sample", async () => {
    const right = someone();
    const result = await examine({
      ...right,
      async call(point) {
        const outcome = await right.call(point);
        const has = new Set(point.y);
        if (has.size < point.nScores && point.nSamples === 8) {
          (outcome as { gradient: { data: Float64Array } }).gradient.data.fill(0);
        }
        return outcome;
      },
    });
    expect(result.verdict).toBe("wrong");
    expect(result.notes.join()).toContain("where a class has no sample");
  });
});
