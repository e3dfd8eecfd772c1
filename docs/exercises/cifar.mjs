// The course's own exercise on CIFAR-10, CS231n's "Multiclass Support Vector Machine": docs/cifar.md tells about it.
// Run in the project, after npm run build: node docs/exercises/cifar.mjs [folder] [--check losses.json] [--losses out.json]
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { HingeError, LinearSVM } from "hinge";

/** The course writes reg * sum(W * W) where the library has lambda / 2 |W|^2. */
const regularization = 2.5e4;
const options = /** @type {const} */ ({
  solver: "sgd",
  loss: "weston-watkins",
  lambda: 2 * regularization,
  // The bias trick: the constant feature is a column of X here.
  bias: 0,
  seed: 0,
  sgd: {
    learningRate: 1e-7,
    momentum: 0,
    batch: 200,
    iterations: 1500,
    sampling: "with-replacement",
    average: 0,
    initialScale: 1e-3,
  },
});

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { check: { type: "string" }, losses: { type: "string" } },
});
const folder = positionals[0] ?? join(process.env.HINGE_DATA ?? join("..", "shared", "data"), "cifar10-4k");

try {
  const train = read("train");
  const test = read("test");
  const mean = meanImage(train.images);
  const svm = new LinearSVM(options);
  const report = await svm.fit(withOnes(train.images, mean), train.labels, {
    onIteration({ iteration, iterations, loss }) {
      if (iteration % 100 === 1)
        console.log(`iteration ${iteration - 1} / ${iterations}: loss ${loss.toFixed(6)}`);
    },
  });
  const history = report.history ?? new Float64Array(0);
  console.log(`last iteration, ${history.length - 1}: loss ${history.at(-1)?.toFixed(6)}`);
  console.log(report.message);
  const right = svm.score(withOnes(train.images, mean), train.labels);
  console.log(`${percent(right)} of the ${train.labels.length} training images right`);
  console.log(
    `${percent(svm.score(withOnes(test.images, mean), test.labels))} of the ${test.labels.length} test images right`,
  );
  console.log(`${report.seconds.toFixed(1)} s`);
  if (values.losses !== undefined) writeFileSync(values.losses, `${JSON.stringify(Array.from(history))}\n`);
  if (values.check !== undefined) compare(history, values.check);
} catch (error) {
  const { code, path, message } = /** @type {NodeJS.ErrnoException} */ (error);
  if (!(error instanceof HingeError || code === "ENOENT")) throw error;
  console.error(
    code === "ENOENT" ? `${path}: there is no such file; docs/cifar.md says which are needed` : message,
  );
  process.exitCode = 2;
}

/** @param {"train" | "test"} part */
function read(part) {
  return {
    images: readIdx(`${part}-images-idx4-ubyte.gz`),
    labels: readIdx(`${part}-labels-idx1-ubyte.gz`).data,
  };
}

/**
 * An idx file of bytes: two zeros, the type 8, the number of dimensions, each dimension as big-endian uint32, the data.
 * @param {string} name
 */
function readIdx(name) {
  const bytes = gunzipSync(readFileSync(join(folder, name)));
  const dimensions = bytes[3] ?? 0;
  const shape = Array.from({ length: dimensions }, (_, k) => bytes.readUInt32BE(4 + 4 * k));
  const data = bytes.subarray(4 + 4 * dimensions);
  if (bytes.readUInt16BE(0) !== 0 || bytes[2] !== 8 || data.length !== shape.reduce((a, b) => a * b, 1)) {
    throw new HingeError("bad-idx", "this is no idx file of bytes", { file: join(folder, name) });
  }
  return { data, rows: shape[0] ?? 0, columns: shape.slice(1).reduce((a, b) => a * b, 1) };
}

/** @param {{ data: Uint8Array, rows: number, columns: number }} images */
function meanImage({ data, rows, columns }) {
  const mean = new Float64Array(columns);
  for (let k = 0; k < data.length; k++) mean[k % columns] += data[k];
  // Sums of bytes are exact, so that there is one rounding, and NumPy's mean is the same.
  return mean.map((sum) => sum / rows);
}

/**
 * The images less the mean image, each with a one behind it.
 * @param {{ data: Uint8Array, rows: number, columns: number }} images
 * @param {Float64Array} mean
 */
function withOnes({ data, rows, columns }, mean) {
  const X = new Float64Array(rows * (columns + 1)).fill(1);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) X[i * (columns + 1) + j] = data[i * columns + j] - mean[j];
  }
  return { data: X, shape: /** @type {const} */ ([rows, columns + 1]) };
}

/**
 * Compares with losses that test/golden/make_cifar.py wrote.
 * @param {Float64Array} history
 * @param {string} file
 */
function compare(history, file) {
  /** @type {{ iterations: number[], losses: number[] }} */
  const { iterations, losses } = JSON.parse(readFileSync(file, "utf8"));
  for (const most of [1, 100, Number.POSITIVE_INFINITY]) {
    const difference = Math.max(
      ...iterations.flatMap((t, k) => (t < most ? [Math.abs(history[t] - losses[k]) / losses[k]] : [])),
    );
    const which =
      most === 1
        ? "the initial loss"
        : most === 100
          ? "the first 100"
          : `all ${losses.length} losses compared`;
    console.log(`largest relative difference from NumPy over ${which}: ${difference.toExponential(1)}`);
  }
}

/** @param {number} part */
function percent(part) {
  return `${(100 * part).toFixed(1)} %`;
}
