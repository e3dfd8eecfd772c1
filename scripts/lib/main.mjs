/** A reason to stop that is told in one sentence, without a stack. */
export class SetupError extends Error {
  /**
   * @param {string} sentence
   * @param {number} [exitCode]
   */
  constructor(sentence, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a script's body and exits with the code it returns.
 * @param {() => Promise<number>} body
 */
export async function main(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = error.exitCode;
  }
}

/**
 * One line about the set-up. It goes to stderr: stdout belongs to the command that follows.
 * @param {string} line
 */
export function say(line) {
  console.error(line);
}

/**
 * Seconds since `start` (of performance.now()), for people.
 * @param {number} start
 */
export function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
