/** Half the distance from 1 to the next double: the largest relative error of one rounding. */
export const unitRoundoff = 2 ** -53;

/**
 * gamma_n = n u / (1 - n u), the classical bound on n accumulated roundings (Higham, Accuracy and Stability
 * of Numerical Algorithms, lemma 3.1).
 */
export function gamma(n: number): number {
  return (n * unitRoundoff) / (1 - n * unitRoundoff);
}

/**
 * A sum that carries its own rounding errors along (Neumaier 1974): the result is off by at most
 * u |sum| + gamma_n^2 * sum |terms|, where a plain sum loses gamma_n * sum |terms|.
 */
export class CompensatedSum {
  #sum = 0;
  #lost = 0;

  add(term: number): void {
    const next = this.#sum + term;
    this.#lost += Math.abs(this.#sum) >= Math.abs(term) ? this.#sum - next + term : term - next + this.#sum;
    this.#sum = next;
  }

  get value(): number {
    // Beyond the largest double the errors are not numbers any more, and the plain sum is infinite.
    return Number.isFinite(this.#sum) ? this.#sum + this.#lost : this.#sum;
  }
}
