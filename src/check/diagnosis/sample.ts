import type { Recipe } from "./recipe.ts";

/**
 * One sample by a recipe: its loss, and what each row of dW gets of x. `out` (one number a score) is overwritten.
 * For right recipes the same as the library's losses (a test says so), written apart from them: the doctor's wrong
 * versions need each stage by itself.
 *
 * @param s the scores
 * @param y the true class; for a single score 1 (positive) or 0
 */
export function sampleBy(recipe: Recipe, s: Float64Array, y: number, out: Float64Array): number {
  const label = shifted(y, recipe.labels, Math.max(s.length, 2));
  return recipe.form === "softmax" ? softmaxBy(recipe, s, label, out) : hingesBy(recipe, s, label, out);
}

/** A label moved by some, round the n classes. */
export function shifted(y: number, by: number, n: number): number {
  return (y + by + n) % n;
}

function hingesBy(recipe: Recipe, s: Float64Array, y: number, out: Float64Array): number {
  const { form, squared, margin, ownClass, clamp, tie, coefficient } = recipe;
  const K = s.length;
  const pairs = form !== "one-vs-all";
  // The hinges: s_m - s_y + margin, or margin -/+ s_m.
  for (let m = 0; m < K; m++) {
    out[m] = pairs ? s[m]! - s[y]! + margin : isOwn(m, y, K) ? margin - s[m]! : margin + s[m]!;
  }
  const counts = (m: number): boolean => ownClass || !pairs || m !== y;
  const inclusive = tie === "inclusive" || tie === "highest-inclusive" || tie === "all";
  const active = (h: number): boolean => !clamp || h > 0 || (inclusive && h === 0);
  const worst = form === "crammer-singer" ? extreme(out, counts, tie) : undefined;
  let loss = 0;
  let sum = 0;
  let violations = 0;
  for (let m = 0; m < K; m++) {
    const h = out[m]!;
    const chosen = counts(m) && (worst === undefined || h === worst.value);
    // Of classes that tie for the worst, one counts in the loss; which one in the gradient is the tie's rule.
    if (chosen && (worst === undefined || m === worst.lowest)) {
      loss += clamp ? (squared ? Math.max(0, h) ** 2 : Math.max(0, h)) : squared ? h * h : h;
    }
    const takes = chosen && active(h) && (worst === undefined || tie === "all" || m === worst.taken);
    const slope = !takes ? 0 : squared ? 2 * h : 1;
    const part = !takes ? 0 : coefficient === "slope" ? slope : h;
    out[m] = part;
    sum += part;
    violations += takes ? 1 : 0;
  }
  if (pairs) {
    // The true class's own margin moves no score (it is always delta), but its indicator lands in row y's count.
    const total = coefficient === "margin-and-count" ? violations : sum;
    out[y] = -ownMultiple(recipe, total, K);
  } else {
    for (let m = 0; m < K; m++) if (isOwn(m, y, K)) out[m] = -ownMultiple(recipe, out[m]!, K);
  }
  others(recipe, out, y, K);
  return loss;
}

function softmaxBy(recipe: Recipe, s: Float64Array, y: number, out: Float64Array): number {
  const top = s.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  let total = 0;
  for (let m = 0; m < s.length; m++) total += Math.exp(s[m]! - top);
  let sum = 0;
  for (let m = 0; m < s.length; m++) {
    out[m] = Math.exp(s[m]! - top) / total;
    if (m !== y) sum += out[m]!;
  }
  // Forgetting to take 1 from the true class's probability leaves it as it is.
  out[y] = recipe.ownClass ? out[y]! : -ownMultiple(recipe, sum, s.length);
  others(recipe, out, y, s.length);
  return Math.log(total) + top - s[y]!;
}

/** With a single score the positive class's sample is its own. */
function isOwn(m: number, y: number, K: number): boolean {
  return K === 1 ? y === 1 : m === y;
}

function ownMultiple({ own, clamp }: Recipe, sum: number, K: number): number {
  switch (own) {
    case "sum":
      return sum;
    case "once":
      return sum > 0 ? 1 : 0;
    case "minus-one":
      return 1;
    case "constant":
      return clamp || sum !== 0 ? K - 1 : 0;
    case "opposite":
      return -sum;
    case "none":
      return 0;
  }
}

function others({ others: rule }: Recipe, out: Float64Array, y: number, K: number): void {
  if (rule === "added") return;
  for (let m = 0; m < K; m++) if (!isOwn(m, y, K)) out[m] = rule === "none" ? 0 : -out[m]!;
}

/** The largest hinge, and which of its classes stand for it. */
function extreme(h: Float64Array, counts: (m: number) => boolean, tie: Recipe["tie"]) {
  let [value, lowest, highest] = [Number.NEGATIVE_INFINITY, -1, -1];
  for (let m = 0; m < h.length; m++) {
    if (!counts(m) || h[m]! < value) continue;
    if (h[m]! > value) lowest = m;
    value = h[m]!;
    highest = m;
  }
  return { value, lowest, taken: tie.startsWith("highest") ? highest : lowest };
}
