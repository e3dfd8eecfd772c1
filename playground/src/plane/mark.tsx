/** Each class has its own shape as well as its colour, which not everybody can tell from the others. */
export function Mark({ k }: { k: number }) {
  const name = `mark class-${k}`;
  if (k === 0) return <circle class={name} r={5.5} />;
  if (k === 1) return <rect class={name} x={-5} y={-5} width={10} height={10} />;
  return <path class={name} d="M0 -6.8L6.2 4.6H-6.2Z" />;
}

/** A mark for use in text. */
export function MarkIcon({ k }: { k: number }) {
  return (
    <svg class="icon" viewBox="-8 -8 16 16" width={16} height={16} aria-hidden="true">
      <Mark k={k} />
    </svg>
  );
}
