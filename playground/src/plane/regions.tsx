import { objective, W } from "../state/store.ts";
import { clip, corners, type HalfPlane } from "./geometry.ts";
import type { Frame } from "./scale.ts";

/** The ground: where which class is predicted. A linear classifier's regions are convex, so they are drawn exactly. */
export function Regions({ frame }: { frame: Frame }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group cannot have the focus
    <g class="regions" aria-hidden="true">
      {halfPlanes().map((sides, k) => {
        const polygon = sides.reduce((left, side) => clip(left, side), corners(frame));
        const spots = polygon.map(
          ([x, y]) => `${frame.x.toPixel(x).toFixed(1)},${frame.y.toPixel(y).toFixed(1)}`,
        );
        return <polygon key={k} class={`region c${k}`} data-region={k} points={spots.join(" ")} />;
      })}
    </g>
  );
}

/** For each class, where its score is the largest; of the binary loss, where the one score has its sign. */
function halfPlanes(): HalfPlane[][] {
  const rows = W.value;
  if (objective.value.loss === "binary") {
    const [a, b, c] = rows[0]! as [number, number, number];
    return [[{ a: -a, b: -b, c: -c }], [{ a, b, c }]];
  }
  return rows.map((row, k) =>
    rows.flatMap((other, m): HalfPlane[] => {
      if (m === k) return [];
      const [a, b, c] = row.map((w, j) => w - other[j]!) as [number, number, number];
      // Of classes that are equal everywhere the lower one is predicted.
      if (a === 0 && b === 0 && c === 0) return m < k ? [{ a, b, c: -1 }] : [];
      return [{ a, b, c }];
    }),
  );
}
