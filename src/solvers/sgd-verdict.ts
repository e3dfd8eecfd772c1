import type { Loss } from "../losses/loss.ts";
import { type Certificate, meets } from "../objective/certificate.ts";
import { hasDual } from "./sgd-bound.ts";
import type { Status } from "./solve.ts";

/** How a descent of so many steps ended, and the sentence that says it: certified by a proven gap alone. */
export function verdict(
  certificate: Certificate,
  tolerance: number,
  done: number,
  wanted: number,
  loss: Loss,
): { status: Status; message: string } {
  const { fault, primal, gap, bound } = certificate;
  if (fault !== undefined) return { status: "invalid", message: `Invalid: ${fault}.` };
  if (meets(certificate, tolerance)) {
    const percent = (100 * (gap + bound)) / primal || 0;
    return {
      status: "certified",
      message: `Certified: no weights whatever can have an objective more than ${short(percent)} % below this model's.`,
    };
  }
  const end =
    done === wanted ? `all ${done} steps are done` : `asked to stop after ${done} of ${wanted} steps`;
  const known = hasDual(loss)
    ? `the relative gap is ${short(gap / primal)} where the tolerance is ${short(tolerance)}`
    : `how far the optimum is cannot be told, because ${loss.name} has no dual here`;
  return { status: "stopped", message: `Stopped: ${end}, and ${known}.` };
}

/** Two significant digits, rounded up: a claim must not be rounded in its own favour. */
function short(value: number): string {
  if (!(value > 0)) return "0";
  const rounded = Number(value.toPrecision(2));
  if (rounded >= value) return String(rounded);
  const unit = 10 ** (Math.floor(Math.log10(rounded)) - 1);
  return String(Number((rounded + unit).toPrecision(2)));
}
