import { hasDual, type Loss } from "../losses/loss.ts";
import { type Certificate, meets } from "../objective/certificate.ts";
import { certifiedSentence, type Status, short } from "./status.ts";

/** How a descent of so many steps ended, and the sentence that says it: certified by a proven gap alone. */
export function verdict(
  certificate: Certificate,
  tolerance: number,
  done: number,
  wanted: number,
  loss: Loss,
): { status: Status; message: string } {
  const { fault, primal, gap } = certificate;
  if (fault !== undefined) return { status: "invalid", message: `Invalid: ${fault}.` };
  if (meets(certificate, tolerance)) {
    return { status: "certified", message: certifiedSentence(certificate) };
  }
  const end =
    done === wanted ? `all ${done} steps are done` : `asked to stop after ${done} of ${wanted} steps`;
  const known = hasDual(loss)
    ? `the relative gap is ${short(gap / primal)} where the tolerance is ${short(tolerance)}`
    : `how far the optimum is cannot be told, because ${loss.name} has no dual here`;
  return { status: "stopped", message: `Stopped: ${end}, and ${known}.` };
}
