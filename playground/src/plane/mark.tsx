/**
 * Each class has its own shape as well as its colour, which not everybody can tell from the others: paths from the
 * shape's middle, so that five hundred of them lie in one system of coordinates, which is quickest to paint.
 */
const shapes = [
  "m-5.6 0a5.6 5.6 0 1 0 11.2 0a5.6 5.6 0 1 0 -11.2 0z",
  "m-5 -5h10v10h-10z",
  "m0 -6.8l6.2 11.4h-12.4z",
  "m0 -7l5.6 7l-5.6 7l-5.6 -7z",
  "m0 6.8l6.2 -11.4h-12.4z",
  "m-2.2 -6.2h4.4v4h4v4.4h-4v4h-4.4v-4h-4v-4.4h4z",
  "m0 -7.2l1.9 4.8l5.1 .2l-4 3.2l1.4 5l-4.4 -2.8l-4.4 2.8l1.4 -5l-4 -3.2l5.1 -.2z",
  "m-3 -6h6l3.4 6l-3.4 6h-6l-3.4 -6z",
];

/** @param x, y its middle */
export function Mark({ k, x, y }: { k: number; x: number; y: number }) {
  const shape = k % shapes.length;
  return <path class={`mark c${shape}`} d={`M${x} ${y}${shapes[shape]}`} />;
}

/** A mark for use in text. */
export function MarkIcon({ k }: { k: number }) {
  return (
    <svg class="icon" viewBox="-8 -8 16 16" width={16} height={16} aria-hidden="true">
      <Mark k={k} x={0} y={0} />
    </svg>
  );
}
