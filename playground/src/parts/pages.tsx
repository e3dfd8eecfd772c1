interface PagesProps {
  /** What is shown a page at a time, for those who do not see the buttons' place. */
  what: string;
  /** Number of the first that is shown, and how many are. */
  first: number;
  shown: number;
  count: number;
  /** One page on or back. */
  turn: (to: 1 | -1) => void;
}

/** Turns the pages of a long table. */
export function Pages({ what, first, shown, count, turn }: PagesProps) {
  return (
    <div class="pages">
      <button
        type="button"
        aria-label={`${what} before these`}
        disabled={first === 0}
        onClick={() => turn(-1)}
      >
        ‹
      </button>
      <span class="faint">{count === 0 ? "none" : `${first} to ${first + shown - 1} of ${count}`}</span>
      <button
        type="button"
        aria-label={`${what} after these`}
        disabled={first + shown >= count}
        onClick={() => turn(1)}
      >
        ›
      </button>
    </div>
  );
}
