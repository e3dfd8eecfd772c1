/** Exit codes of every command. */
export const exitCode = {
  done: 0,
  /** check found a mistake. */
  mistake: 1,
  /** Bad input or usage; one sentence on stderr says what, where and the fix. */
  badInput: 2,
  /** train stopped before its tolerance. */
  stopped: 3,
  /** hinge's own fault. */
  fault: 4,
  interrupted: 130,
  terminated: 143,
} as const;
