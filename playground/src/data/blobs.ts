/** Where the three clouds lie; close enough to overlap. */
const centres = [
  [-2, -1],
  [2, -1],
  [0, 2],
] as const;
const each = 20;

export const blobKinds = ["a", "b", "c"] as const;

/** Three round clouds of points, the same in every browser. */
export function blobs(): { x: number; y: number; k: number }[] {
  return centres.flatMap(([cx, cy], k) =>
    Array.from({ length: each }, (_, i) => {
      // A sunflower's seeds: evenly spread, and turned for each cloud so that they do not look alike.
      const radius = 2.2 * Math.sqrt((i + 0.5) / each);
      const angle = (i + k / 3) * 2.399963;
      return { x: round(cx + radius * Math.cos(angle)), y: round(cy + radius * Math.sin(angle)), k };
    }),
  );
}

/** Also hides that browsers may differ in the last bit of a cosine. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
