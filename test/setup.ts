import fc from "fast-check";

// vitest.config.ts chooses the seed and prints it.
fc.configureGlobal({ seed: Number(process.env.HINGE_SEED) });
