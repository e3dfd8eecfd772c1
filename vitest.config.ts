import { randomInt } from "node:crypto";
import { defineConfig } from "vitest/config";

// One seed a run for all property tests, told so that a failure can be run again.
const seed = process.env.HINGE_SEED ?? String(randomInt(2 ** 31));
console.log(`Property tests: HINGE_SEED=${seed} repeats this run.`);

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    env: { HINGE_SEED: seed },
    // All processors: by default one is kept free, which on two of them leaves one.
    maxWorkers: "100%",
    // A slow machine that trains to a tight tolerance, or packs the package, is not a failure; a hang is.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: { include: ["src/**/*.ts"], reporter: ["text-summary", "html"], reportOnFailure: true },
  },
});
