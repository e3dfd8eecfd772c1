import { count, percent } from "../render/style.ts";
import { type Facts, isOwnTrainingData } from "./facts.ts";
import { type Html, html, nameOf } from "./html.ts";
import { mostPercent } from "./proof.ts";

/** The head of the page: what was tried on what, and how it went. */
export function overview(facts: Facts): Html {
  const { svm, set, evaluation, proof, trainedOn } = facts;
  const { loss, squared = false } = svm.options;
  const all = set.labels.length;
  const right = Math.round(evaluation.accuracy * all);
  const trained = [
    trainedOn === undefined ? "" : `trained on ${nameOf(trainedOn, 60)}`,
    `${squared ? "squared " : ""}${loss ?? "weston-watkins"} loss`,
    `${count(svm.weights.shape[1])} features`,
    `${count(svm.classes.length)} classes`,
  ].filter((part) => part !== "");
  return html`<header>
<p class="faint">hinge, a linear support vector machine</p>
<h1>${nameOf(set.source, 60)}: ${percent(evaluation.accuracy)} right</h1>
<p>${trained.join(" · ")}</p>
${isOwnTrainingData(facts) ? html`<p class="note">These are the very samples that the model was fitted to: on new ones it will do worse. <code>--test</code> measures that.</p>` : ""}
<ul class="tiles">
<li><b>${percent(evaluation.accuracy)}</b> right<span class="faint">${count(right)} of ${count(all)}</span></li>
<li><b>${evaluation.macroF1.toFixed(3)}</b> macro-F1<span class="faint">mean over the classes</span></li>
<li><b>${count(all - right)}</b> ${all - right === 1 ? "mistake" : "mistakes"}<span class="faint">of ${count(all)} samples</span></li>
${
  proof === undefined || Number.isNaN(proof.dual)
    ? ""
    : html`<li><b>≤ ${mostPercent(proof)}</b> from the optimum<span class="faint">${proof.status}</span></li>
`
}</ul>
</header>
`;
}
