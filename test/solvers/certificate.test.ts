import { describe, expect, test } from "vitest";
import { certify } from "../../src/objective/certificate.ts";
import type { Problem } from "../../src/objective/problem.ts";
import { dualBlock } from "../../src/solvers/dual-block.ts";
import { readableDualBlock } from "../../src/solvers/dual-readable.ts";
import { type Solution, solve } from "../../src/solvers/solve.ts";
import type { Solver, SolverState } from "../../src/solvers/solver.ts";
import { buildProblem, lossForms } from "../support/build-problem.ts";
import { randomProblem, testRandom } from "../support/problems.ts";
import { svmOptimum } from "../support/qp.ts";

const firstSeed = Number(process.env.HINGE_SEED);
const small = { maxSamples: 8, maxFeatures: 4, maxClasses: 4 };

/** A problem, and the interval in which an interior-point method that shares no code finds its optimum. */
function drawn(seed: number): { problem: Problem; low: number; high: number; name: string } {
  const form = lossForms[seed % lossForms.length]!;
  const raw = randomProblem(seed, { ...small, ...(form.loss === "binary" ? { nClasses: 2 } : {}) });
  const plain = { ...raw, ...form };
  const { primal, lower } = svmOptimum(plain);
  // The reference's own rounding.
  const slack = 1e-12 * Math.abs(primal);
  const name = `${form.squared ? "squared " : ""}${form.loss}, seed ${seed} (${raw.shape})`;
  return { problem: buildProblem(plain), low: lower - slack, high: primal + slack, name };
}

function expectTrue({ certificate }: Solution, { low, high, name }: ReturnType<typeof drawn>): void {
  const { primal, dual, gap, bound, primalError, dualError } = certificate;
  expect(primal - high, `${name}: primal - optimum <= gap + bound`).toBeLessThanOrEqual(gap + bound);
  expect(primal + primalError, `${name}: the primal is above the optimum`).toBeGreaterThanOrEqual(low);
  expect(dual - dualError, `${name}: the dual is below the optimum`).toBeLessThanOrEqual(high);
  expect(gap, `${name}: the gap is their difference`).toBe(primal - dual);
}

describe("the certificate is never false", () => {
  test.each([
    ["by the kernels", dualBlock],
    ["in readable form", { ...dualBlock, init: readableDualBlock.init }],
  ])(
    "on 1,000 random small problems %s, stopped anywhere: primal - optimum <= gap + bound",
    async (_, solver) => {
      let certified = 0;
      for (let k = 0; k < 1000; k++) {
        const one = drawn(firstSeed + k);
        const maxEpochs = [1, 5, 50, 2000][k % 4]!;
        const solution = await solve(one.problem, solver, { tolerance: 1e-6, maxEpochs, seed: k });
        expect(solution.status, one.name).not.toBe("invalid");
        expectTrue(solution, one);
        if (solution.status === "certified") {
          certified++;
          expect(solution.certificate.primal, one.name).toBeLessThanOrEqual(one.high * (1 + 1.1e-6));
        }
      }
      expect(certified).toBeGreaterThan(300);
    },
    120_000,
  );

  test("for any dual variables whatever, feasible or not", () => {
    for (let k = 0; k < 500; k++) {
      const one = drawn(firstSeed + 5000 + k);
      const random = testRandom(k);
      const { rows, nScores, C } = one.problem;
      const b = Float64Array.from({ length: rows.nSamples * nScores }, (_, at) => {
        return (random() * 3 - 1) * C[Math.floor(at / nScores)]!;
      });
      const { primal, dual, primalError, dualError } = certify(one.problem, b);
      expect(primal + primalError, one.name).toBeGreaterThanOrEqual(one.low);
      expect(dual - dualError, one.name).toBeLessThanOrEqual(one.high);
    }
  });
});

/** A solver that goes wrong in one way, after three good sweeps. */
type Corruption = (state: SolverState, problem: Problem) => void;

const corruptions: Record<string, Corruption> = {
  "claims a gap of zero that it has not": (state) => {
    Object.assign(state, { estimatedGap: 0, exhausted: true });
  },
  "doubles its dual variables": ({ b }) => {
    for (let k = 0; k < b.length; k++) b[k]! *= 2;
  },
  "flips their signs": ({ b }) => {
    for (let k = 0; k < b.length; k++) b[k]! *= -1;
  },
  "writes not-a-number": ({ b }) => {
    b[0] = Number.NaN;
  },
  "writes infinity": ({ b }) => {
    b[b.length - 1] = Number.POSITIVE_INFINITY;
  },
  "gives the variables of one sample to another": ({ b }) => {
    b.reverse();
  },
  "forgets them": ({ b }) => {
    b.fill(0);
  },
  "puts every variable at C": ({ b }, { C, nScores }) => {
    for (let k = 0; k < b.length; k++) b[k] = C[Math.floor(k / nScores)]!;
  },
};

function corrupted(corrupt: Corruption): Solver<ReturnType<typeof dualBlock.init>> {
  let sweeps = 0;
  return {
    ...dualBlock,
    step(problem, state) {
      const pause = dualBlock.step(problem, state, Number.POSITIVE_INFINITY);
      if (pause && ++sweeps >= 3) corrupt(state, problem);
      return pause;
    },
  };
}

describe("a corrupted solver is reported invalid or stopped, never certified", () => {
  for (const [name, corrupt] of Object.entries(corruptions)) {
    test(`one that ${name}`, async () => {
      const seen = new Set<string>();
      for (const { loss, squared } of lossForms) {
        const raw = randomProblem(7, {
          nSamples: 30,
          nFeatures: 4,
          nClasses: loss === "binary" ? 2 : 4,
          C: 1,
          shape: "tame",
        });
        const problem = buildProblem({ ...raw, loss, squared });
        const solution = await solve(problem, corrupted(corrupt), {
          tolerance: 1e-9,
          maxEpochs: 60,
          seed: 0,
        });
        expect(["invalid", "stopped"], `${loss}, squared ${squared}: ${solution.message}`).toContain(
          solution.status,
        );
        seen.add(solution.status);
      }
      if (name.includes("not-a-number") || name.includes("infinity")) expect(seen).toContain("invalid");
    });
  }

  test("and the same solver uncorrupted is certified", async () => {
    for (const { loss, squared } of lossForms) {
      const raw = randomProblem(7, {
        nSamples: 30,
        nFeatures: 4,
        nClasses: loss === "binary" ? 2 : 4,
        C: 1,
        shape: "tame",
      });
      const problem = buildProblem({ ...raw, loss, squared });
      const solution = await solve(
        problem,
        corrupted(() => {}),
        { tolerance: 1e-9, maxEpochs: 1e5, seed: 0 },
      );
      expect(solution.status, `${loss}, squared ${squared}: ${solution.message}`).toBe("certified");
    }
  });
});
