import { batch, signal } from "@preact/signals";
import { blobKinds, blobs } from "../data/blobs.ts";
import { flowers, irisFeatures, irisKinds } from "../data/iris.ts";
import { replacePoints } from "./points.ts";
import { chooseLoss, loss, takeAllClasses } from "./settings.ts";

/** What the plane shows, but for the points themselves. */
export interface Scene {
  readonly source: Source;
  /** One name a class, sorted, as the library sorts them. */
  readonly classNames: readonly string[];
  readonly x: Axis;
  readonly y: Axis;
}

export interface Axis {
  readonly name: string;
  readonly range: readonly [low: number, high: number];
}

/** Where the points came from; for iris, which two of its features. */
export type Source =
  | { readonly kind: "blobs" }
  | { readonly kind: "iris"; readonly features: readonly [number, number] };

export const scene = signal(makeScene({ kind: "iris", features: [2, 3] }));

/** Shows a data set as it was at first. */
export function show(source: Source): void {
  batch(() => {
    scene.value = makeScene(source);
    takeAllClasses();
    chooseLoss(loss.value);
  });
}

function makeScene(source: Source): Scene {
  const made =
    source.kind === "blobs"
      ? { classNames: blobKinds, names: ["x", "y"] as const, points: blobs() }
      : {
          classNames: irisKinds,
          names: source.features.map((feature) => `${irisFeatures[feature]} (cm)`),
          points: flowers.map(({ lengths, kind }) => ({
            x: lengths[source.features[0]]!,
            y: lengths[source.features[1]]!,
            k: kind,
          })),
        };
  replacePoints(made.points);
  return {
    source,
    classNames: made.classNames,
    x: { name: made.names[0]!, range: rangeOf(made.points.map(({ x }) => x)) },
    y: { name: made.names[1]!, range: rangeOf(made.points.map(({ y }) => y)) },
  };
}

/** The values' range with some room around it. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = 0.1 * (high - low);
  return [low - room, high + room];
}
