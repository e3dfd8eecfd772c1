import type { Certificate } from "../objective/certificate.ts";

/** How a fit ended: proven within the tolerance, ended before that, or contradicted by its own numbers. */
export type Status = "certified" | "stopped" | "invalid";

/** What a certificate within its tolerance proves, as a sentence. */
export function certifiedSentence({ gap, bound, primal }: Certificate): string {
  const percent = (100 * (gap + bound)) / primal || 0;
  return `Certified: no weights whatever can have an objective more than ${short(percent)} % below this model's.`;
}

/** Two significant digits, rounded up: a claim must not be rounded in its own favour. */
export function short(value: number): string {
  if (!(value > 0)) return "0";
  const rounded = Number(value.toPrecision(2));
  if (rounded >= value) return String(rounded);
  const unit = 10 ** (Math.floor(Math.log10(rounded)) - 1);
  return String(Number((rounded + unit).toPrecision(2)));
}
