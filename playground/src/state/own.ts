import type { ModelJSON } from "hinge";
import { keepTable } from "../data/open.ts";
import { firstState } from "./first.ts";
import type { Axis, PlanePoint, State } from "./model.ts";

/** One's own model and data, as the server of the command line gives them. */
export interface Own {
  readonly model: ModelJSON;
  readonly data: {
    readonly X: readonly (readonly number[])[];
    readonly y: readonly (string | number | boolean)[];
    readonly featureNames?: readonly string[] | null;
    readonly imageShape?: readonly [number, number] | null;
  } | null;
  readonly name: string;
}

/** The state that shows them: in the plane if there are two features, else by all of them. */
export function ownState({ model, data, name }: Own): State {
  const classes = model.classes.map(String);
  const features = Array.from(
    { length: model.nFeatures },
    (_, j) => data?.featureNames?.[j] ?? `feature ${j}`,
  );
  // Samples of classes that the model does not know take no part.
  const kept = (data?.y ?? []).flatMap((label, i) => {
    const k = classes.indexOf(String(label));
    return k < 0 ? [] : [{ k, x: data!.X[i]! }];
  });
  keepTable("own", {
    name,
    features,
    classes,
    X: kept.map(({ x }) => x),
    y: kept.map(({ k }) => k),
    image: data?.imageShape ?? undefined,
    first: [0, 1],
    raw: true,
  });
  const isPlane = model.nFeatures === 2 && classes.length <= 8;
  const first = firstState();
  return {
    ...first,
    source: isPlane ? { kind: "own", features: [0, 1] } : { kind: "own" },
    classes,
    axes: [
      axis(
        features[0]!,
        kept.map(({ x }) => x[0]!),
      ),
      axis(
        features[1] ?? "",
        kept.map(({ x }) => x[1] ?? 0),
      ),
    ],
    points: isPlane ? kept.map(({ x, k }): PlanePoint => [x[0]!, x[1]!, k]) : [],
    W: model.W.map((row, m) => [...row, model.bias[m] ?? 0]),
    objective: {
      loss: model.loss,
      squared: model.squared,
      margin: model.margin,
      lambda: model.certificate?.lambda ?? 0,
      penalty: "half",
      regularizeBias: true,
    },
  };
}

function axis(name: string, values: readonly number[]): Axis {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(low < high)) return { name, range: [-1, 1] };
  const room = 0.15 * (high - low);
  return { name, range: [low - room, high + room] };
}
