import { computed, effect, signal } from "@preact/signals";
import {
  type DualLossName,
  type FitReport,
  HingeError,
  type HingeLossResult,
  hingeLoss,
  LinearSVM,
} from "hinge";
import { points } from "./points.ts";
import { type Scene, scene } from "./scene.ts";
import { C, loss, squared, takesPart } from "./settings.ts";

const fixedOptions = {
  bias: 1,
  tolerance: 1e-3,
  // A few seconds at most; the certificate then says how far it got.
  maxEpochs: 20_000,
} as const;

/** What is to be trained. */
export interface Task {
  readonly scene: Scene;
  readonly X: readonly (readonly [number, number])[];
  readonly labels: readonly string[];
  readonly options: typeof fixedOptions & {
    readonly loss: DualLossName;
    readonly squared: boolean;
    readonly C: number;
  };
}

/** What came of it. */
export interface Trained {
  readonly task: Task;
  readonly svm: LinearSVM;
  readonly report: FitReport;
  /** The loss and its gradient at the trained weights; the last column is the bias. */
  readonly atOptimum: HingeLossResult;
  readonly accuracy: number;
}

/** The points that take part. */
export const present = computed(() => points.value.filter(({ k }) => takesPart.value[k]));

export const task = computed<Task>(() => ({
  scene: scene.value,
  X: present.value.map(({ x, y }) => [x, y] as const),
  labels: present.value.map(({ k }) => scene.value.classNames[k]!),
  options: {
    loss: loss.value,
    squared: squared.value,
    C: C.value,
    ...fixedOptions,
  },
}));

/** The newest model; it stays while the next one is being trained. */
export const trained = signal<Trained | undefined>(undefined);
/** Why there is no model; undefined where there is one. */
export const refusal = signal<string | undefined>(undefined);
export const training = signal(true);

/** Trains whenever the task changes, and abandons what it was training for the task before. */
export function startTraining(): void {
  effect(() => {
    const next = task.value;
    const controller = new AbortController();
    training.value = true;
    // Not at once: several changes in one turn of the page are one change.
    const timer = setTimeout(() => train(next, controller.signal));
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  });
}

async function train(task: Task, signal: AbortSignal): Promise<void> {
  try {
    const svm = new LinearSVM(task.options);
    const report = await svm.fit(task.X, task.labels, { signal });
    signal.throwIfAborted();
    const atOptimum = lossAt(svm, report, task);
    const accuracy = svm.score(task.X, task.labels);
    finish({ task, svm, report, atOptimum, accuracy }, undefined);
  } catch (error) {
    if (signal.aborted) return;
    finish(undefined, error instanceof HingeError ? error.message : String(error));
    // The library refuses by a HingeError; anything else is a fault, which the console should tell, too.
    if (!(error instanceof HingeError)) throw error;
  }
}

function finish(result: Trained | undefined, reason: string | undefined): void {
  trained.value = result;
  refusal.value = reason;
  training.value = false;
}

/** The objective that training minimised, divided by C N, so that lambda = 1 / (C N). */
function lossAt(svm: LinearSVM, report: FitReport, { X, labels, options }: Task): HingeLossResult {
  const { data, shape } = svm.weights;
  const [K, nFeatures] = shape;
  return hingeLoss({
    X,
    y: labels,
    W: Array.from({ length: K }, (_, m) => [
      ...data.subarray(m * nFeatures, (m + 1) * nFeatures),
      svm.bias[m]!,
    ]),
    classes: svm.classes,
    bias: options.bias,
    loss: options.loss,
    squared: options.squared,
    lambda: report.lambda,
  });
}
