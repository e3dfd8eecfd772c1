/** Each class has its own shape as well as its colour, which not everybody can tell from the others. */
const shapes = [
  <circle key={0} r={5.6} />,
  <path key={1} d="M-5 -5H5V5H-5Z" />,
  <path key={2} d="M0 -6.8L6.2 4.6H-6.2Z" />,
  <path key={3} d="M0 -7L5.6 0L0 7L-5.6 0Z" />,
  <path key={4} d="M0 6.8L6.2 -4.6H-6.2Z" />,
  <path key={5} d="M-2.2 -6.2H2.2V-2.2H6.2V2.2H2.2V6.2H-2.2V2.2H-6.2V-2.2H-2.2Z" />,
  <path key={6} d="M0 -7.2L1.9 -2.4L7 -2.2L3 1L4.4 6L0 3.2L-4.4 6L-3 1L-7 -2.2L-1.9 -2.4Z" />,
  <path key={7} d="M-3 -6H3L6.4 0L3 6H-3L-6.4 0Z" />,
];

export function Mark({ k }: { k: number }) {
  return <g class={`mark c${k % shapes.length}`}>{shapes[k % shapes.length]}</g>;
}

/** A mark for use in text. */
export function MarkIcon({ k }: { k: number }) {
  return (
    <svg class="icon" viewBox="-8 -8 16 16" width={16} height={16} aria-hidden="true">
      <Mark k={k} />
    </svg>
  );
}
