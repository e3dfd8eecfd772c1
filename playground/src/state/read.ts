import { lossNames } from "hinge";
import type { Table } from "../data/table.ts";
import { type Axis, maxClasses, type PlanePoint, type State } from "./model.ts";
import { nScoresOf } from "./weights.ts";

/** The most points that are taken from an address. */
const mostPoints = 5000;
const kinds = ["blobs", "moons", "spiral", "iris", "penguins", "digits", "file", "own"];

/** A state from plain data that anybody may have written. @throws Error in one sentence */
export function readState(value: unknown): State {
  const given = object(value, "the state");
  const source = object(given.source, "source");
  const classes = list(given.classes, "classes").map((name) => text(name, "a class's name"));
  const isWide = source.kind === "digits" || (source.kind === "own" && source.features === undefined);
  check(classes.length >= 2 && classes.length <= (isWide ? 100 : maxClasses), "classes");
  const objective = object(given.objective, "objective");
  const descent = object(given.descent, "descent");
  const loss = choice(objective.loss, lossNames, "loss");
  const points = list(given.points, "points").map((point): PlanePoint => {
    const [x, y, k] = list(point, "a point").map((part) => number(part, "a point"));
    check(k !== undefined && classes[k] !== undefined, "a point's class");
    return [x!, y!, k!];
  });
  check(points.length <= mostPoints, "points");
  const W = list(given.W, "W").map((row) => list(row, "W").map((w) => number(w, "W")));
  const width = W[0]?.length ?? 0;
  check(W.length === nScoresOf(loss, classes.length), "W");
  check(W.every((row) => row.length === width) && (isWide ? width > 1 : width === 3), "W");
  const features = source.features === undefined ? undefined : list(source.features, "features");
  return {
    source: {
      kind: choice(source.kind, kinds, "source") as State["source"]["kind"],
      ...(features && {
        features: [whole(features[0], "features"), whole(features[1], "features")] as const,
      }),
      ...(source.seed !== undefined && { seed: whole(source.seed, "seed") }),
    },
    classes,
    axes: list(given.axes, "axes").slice(0, 2).map(readAxis) as unknown as State["axes"],
    points,
    W,
    objective: {
      loss,
      squared: objective.squared === true && loss !== "softmax",
      margin: atLeast0(objective.margin, "margin"),
      lambda: atLeast0(objective.lambda, "lambda"),
      penalty: choice(objective.penalty, ["half", "full"] as const, "penalty"),
      regularizeBias: objective.regularizeBias !== false,
    },
    descent: {
      rate: atLeast0(descent.rate, "step size"),
      batch: whole(descent.batch, "batch"),
      steps: whole(descent.steps, "steps"),
      seed: whole(descent.seed, "seed"),
    },
    selected: given.selected === -1 ? -1 : whole(given.selected, "selected"),
    brush: Math.min(whole(given.brush, "brush"), classes.length - 1),
    riddle: given.riddle === null ? null : whole(given.riddle, "riddle"),
  };
}

/** The data that came with a state, if some did. @throws Error in one sentence */
export function readTable(value: unknown): Table | undefined {
  const { table } = object(value, "the state");
  if (table === undefined) return undefined;
  const given = object(table, "the data");
  const features = list(given.features, "the data").map((name) => text(name, "a feature's name"));
  const classes = list(given.classes, "the data").map((name) => text(name, "a class's name"));
  const X = list(given.X, "the data").map((row) => list(row, "the data").map((x) => number(x, "the data")));
  const y = list(given.y, "the data").map((k) => whole(k, "a sample's class"));
  check(features.length > 0 && X.every((row) => row.length === features.length), "the data");
  check(X.length === y.length && y.every((k) => classes[k] !== undefined), "a sample's class");
  const pair = (part: unknown, what: string) => {
    const [a, b] = list(part, what);
    return [whole(a, what), whole(b, what)] as const;
  };
  const image = given.image === undefined || given.image === null ? undefined : pair(given.image, "an image");
  check(image === undefined || image[0] * image[1] === features.length, "an image");
  const first = pair(given.first, "features");
  return {
    ...{ name: text(given.name, "the data's name"), features, classes, X, y, image, first },
    raw: given.raw === true,
  };
}

function readAxis(value: unknown): Axis {
  const { name, range } = object(value, "an axis");
  const [low, high] = list(range, "an axis").map((end) => number(end, "an axis"));
  check(low !== undefined && high !== undefined && low < high, "an axis");
  return { name: text(name, "an axis"), range: [low!, high!] };
}

function check(isGood: boolean, what: string): asserts isGood {
  if (!isGood) throw new Error(`The address does not say what ${what} should be.`);
}

function object(value: unknown, what: string): Readonly<Record<string, unknown>> {
  check(typeof value === "object" && value !== null && !Array.isArray(value), what);
  return value as Record<string, unknown>;
}

function list(value: unknown, what: string): readonly unknown[] {
  check(Array.isArray(value), what);
  return value as unknown[];
}

function text(value: unknown, what: string): string {
  check(typeof value === "string" && value.length <= 200, what);
  return value as string;
}

function number(value: unknown, what: string): number {
  check(typeof value === "number" && Number.isFinite(value), what);
  return value as number;
}

function atLeast0(value: unknown, what: string): number {
  check(number(value, what) >= 0, what);
  return value as number;
}

function whole(value: unknown, what: string): number {
  check(Number.isSafeInteger(value) && (value as number) >= 0, what);
  return value as number;
}

function choice<T extends string>(value: unknown, choices: readonly T[], what: string): T {
  check(choices.includes(value as T), what);
  return value as T;
}
