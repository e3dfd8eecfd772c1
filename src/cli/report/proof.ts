import type { ModelCertificate } from "../../model/json.ts";
import { count, objective, seconds, small } from "../render/style.ts";
import type { Facts } from "./facts.ts";
import { type Content, type Html, html, minus } from "./html.ts";
import { section } from "./section.ts";

const heads = { certified: "✓ Certified", stopped: "◐ Not certified", invalid: "✕ Invalid" } as const;

/** What was proven of the model, in plain words and as numbers. */
export function proofSection({ proof }: Facts): Html {
  if (proof === undefined) {
    return section(
      "proof",
      "Certificate",
      "This model carries none: it was not fitted as a whole, so that nothing is known of how far from the optimum it is.",
      "",
    );
  }
  return section(
    "proof",
    "Certificate",
    html`<b class="status ${proof.status}">${heads[proof.status]}</b> ${afterStatus(proof.message)}`,
    html`<p>${plainWords(proof)}${"trace" in proof ? "" : " This is the certificate that the model's file carries."}</p>
<dl class="numbers">
${rows(proof).map(
  ([term, value, note]) => html`<div><dt>${term}</dt><dd>${value}<span class="faint">${note}</span></dd></div>
`,
)}</dl>`,
  );
}

/** The sentence without the word that the sign before it says already. */
function afterStatus(message: string): string {
  const rest = message.replace(/^\w+: /, "");
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
}

/** For somebody who has never heard of duality. */
function plainWords(proof: ModelCertificate): Content {
  if (Number.isNaN(proof.dual)) {
    return "This loss has no dual here, so that nothing bounds the optimum from below: the objective is exact, how much better another model could be is not known.";
  }
  const bounds = html`Training makes one number small, the objective: half the weights' squared length, plus C times all losses. This model's is <b>${objective(proof.primal)}</b>. No weights whatever can bring it below <b>${minus(objective(proof.dual))}</b>.`;
  const end =
    proof.status === "certified"
      ? `So the model is the best there is, up to ${mostPercent(proof)} of its objective. Both numbers were computed afresh when training had ended, by code that does not trust the trainer, and rounding is accounted for.`
      : proof.status === "stopped"
        ? `So another model may be better, by at most ${mostPercent(proof)} of this one's objective: more epochs, or features of like size, bring that down.`
        : "That contradicts itself, so that these numbers prove nothing; please report it.";
  return html`${bounds} ${end}`;
}

function rows(proof: ModelCertificate): [term: string, value: string, note: string][] {
  const gap: [string, string, string][] = Number.isNaN(proof.dual)
    ? []
    : [
        ["Dual", minus(objective(proof.dual)), "no model is below"],
        ["Gap", minus(small(proof.gap)), `${mostPercent(proof)} of the primal, at most`],
        ["Rounding", minus(small(proof.bound)), "at the very worst"],
        ["Tolerance", objective(proof.tolerance), "of the primal"],
      ];
  return [
    ["Primal", objective(proof.primal), "1/2 |W|² + C Σ loss"],
    ...gap,
    ["C", objective(proof.C), `lambda ${objective(proof.lambda)}`],
    ["Samples", count(proof.nSamples), "trained on"],
    ["Epochs", count(proof.epochs), "passes' worth of visits"],
    ["Seed", String(proof.seed), "fixes every bit"],
    ...("seconds" in proof
      ? [["Time", seconds((proof as { seconds: number }).seconds), "of solving"] as [string, string, string]]
      : []),
  ];
}

/** How far the objective can be from the optimum, rounding errors included: two digits, rounded up. */
export function mostPercent({ gap, bound, primal }: ModelCertificate): string {
  const part = (100 * (gap + bound)) / primal;
  if (!(part > 0)) return `${part} %`;
  const unit = 10 ** (Math.floor(Math.log10(part)) - 1);
  return `${Number((Math.ceil(part / unit) * unit).toPrecision(2))} %`;
}
