import { type Asked, type Convention, lossName, reachOf, recipeOf, scaleOf, strengthOf } from "./asked.ts";
import { applied, type Edit } from "./hypotheses.ts";
import type { GradientMatch } from "./match-gradient.ts";
import type { LossMatch } from "./match-loss.ts";
import type { Detail, MistakeId, Part } from "./mistakes/mistake.ts";
import type { PenaltyValue } from "./penalty.ts";
import { explainPenalty } from "./penalty-explanation.ts";
import type { Point } from "./point.ts";
import { lossStages, type Recipe, type Stage } from "./recipe.ts";
import { scaleMistakes } from "./scale.ts";

/** A mistake with where and how; its definition tells the rest. */
export interface Found {
  readonly id: MistakeId;
  readonly part: Part;
  readonly detail: Detail;
}

/** One way to explain everything that was seen. */
export interface Explanation {
  readonly found: readonly Found[];
  readonly convention: Convention;
  /** Whether the convention is another than was asked for. */
  readonly otherConvention: boolean;
  /** The convention as numbers: what the right answer in it is computed from. */
  readonly settled: Settled;
  /** Mistakes count about 1 each, a convention that was not asked for 0.3: the least explains best. */
  readonly cost: number;
  readonly gradient?: GradientMatch | undefined;
  readonly loss?: LossMatch | undefined;
}

/** The right answer in a convention: its recipe, the factor on the mean, the penalty's strength on lambda |W|^2. */
export interface Settled {
  readonly recipe: Recipe;
  readonly scale: string;
  readonly strength: number;
  readonly shape: PenaltyValue;
}

/** What is settled by what was asked for alone. */
export function settledBy(asked: Asked): Settled {
  const shape = { shape: "squares", reach: reachOf(asked) } as const;
  return { recipe: recipeOf(asked), scale: scaleOf(asked), strength: strengthOf(asked), shape };
}

/** What an explanation is put together from. */
export class Account {
  readonly found: Found[] = [];
  settled: Settled;

  constructor(asked: Asked) {
    this.settled = settledBy(asked);
  }

  settle(part: Partial<Settled>): void {
    this.settled = { ...this.settled, ...part };
  }

  convention: Convention = {};
  cost = 0;
  otherConvention = false;

  blame(id: MistakeId, part: Part, detail: Detail, cost = costs[id] ?? 1): void {
    this.found.push({ id, part: detail.where === "loss" ? "loss" : part, detail });
    this.cost += cost;
  }

  follow(convention: Convention, cost: number): void {
    this.convention = { ...this.convention, ...convention };
    this.cost += cost;
    if (cost > 0) this.otherConvention = true;
  }
}

/** The rarer ones, so that of two mistakes that explain as much the likelier is named. */
const costs: Partial<Record<MistakeId, number>> = {
  "other-loss": 1.2,
  "delta-wrong": 1.15,
  "labels-shifted": 1.1,
  "weights-instead-of-inputs": 1.15,
  "regularizer-wrong-term": 1.1,
  "regularizer-loss": 1.05,
  "last-sample-only": 1.05,
  overwritten: 1.05,
  unknown: 1.6,
};

const convention = 0.3;

/**
 * Puts what explains the gradient and what explains the loss together. Where both do a stage in the same other way, it
 * is one mistake or, for what is a matter of convention (the loss's form, its margin, sum or mean, lambda's half), none.
 *
 * @param gradient or `loss` absent: it was not given, or `unexplained` says that nothing explains it
 */
export function explanationOf(
  gradient: GradientMatch | undefined,
  loss: LossMatch | undefined,
  asked: Asked,
  point: Point,
): Explanation {
  const account = new Account(asked);
  const right = recipeOf(asked);
  const byGradient = gradient && applied(right, gradient.edits);
  const byLoss = loss && applied(right, loss.edits);
  explainForm(account, byGradient, byLoss, right);
  explainMargin(account, byGradient, byLoss, right);
  for (const stage of gradientOnly) {
    if (byGradient === undefined || byGradient[stage] === right[stage]) continue;
    blameStage(account, { stage, value: byGradient[stage] } as Edit, "gradient");
  }
  for (const stage of lossStages) {
    if (stage === "form" || stage === "squared" || stage === "margin") continue;
    const [g, l] = [byGradient?.[stage], byLoss?.[stage]].map((value) => value ?? right[stage]);
    const isWrong = [g !== right[stage], l !== right[stage]];
    if (isWrong[0] && isWrong[1] && g === l) blameStage(account, { stage, value: g } as Edit, "both");
    else {
      if (isWrong[0]) blameStage(account, { stage, value: g } as Edit, "gradient");
      if (isWrong[1]) blameStage(account, { stage, value: l } as Edit, "loss");
    }
  }
  explainScale(account, gradient, loss, asked, byGradient, byLoss);
  explainPenalty(account, gradient, loss, asked, point);
  const { found, cost, otherConvention, settled } = account;
  return { settled, found, convention: account.convention, otherConvention, cost, gradient, loss };
}

const gradientOnly = ["coefficient", "own", "others", "landing", "adds"] as const satisfies Stage[];

function explainForm(account: Account, g: Recipe | undefined, l: Recipe | undefined, right: Recipe): void {
  const [ofGradient, ofLoss, wanted] = [g ?? l ?? right, l ?? g ?? right, right].map(lossName);
  const settle = ({ form, squared }: Recipe): void =>
    account.settle({ recipe: { ...account.settled.recipe, form, squared } });
  if (ofGradient === ofLoss) {
    settle(l ?? g ?? right);
    account.follow({ loss: ofLoss! }, ofLoss === wanted ? 0 : convention);
    return;
  }
  // Both differ from what is asked and from each other: the loss says what was meant.
  const meant = ofLoss === wanted || ofGradient === wanted ? wanted! : ofLoss!;
  if (meant !== wanted) settle(l!);
  account.follow({ loss: meant }, meant === wanted ? 0 : convention);
  if (ofGradient !== meant) {
    account.blame("other-loss", "data", { where: "gradient", variant: ofGradient!, expected: meant });
  }
  if (ofLoss !== meant) {
    account.blame("other-loss", "data", { where: "loss", variant: ofLoss!, expected: meant });
  }
}

function explainMargin(account: Account, g: Recipe | undefined, l: Recipe | undefined, right: Recipe): void {
  const ofGradient = (g ?? l ?? right).margin;
  const ofLoss = (l ?? g ?? right).margin;
  const same = ofGradient === ofLoss;
  if (same && ofLoss > 0) {
    account.settle({ recipe: { ...account.settled.recipe, margin: ofLoss } });
    account.follow({ margin: ofLoss }, ofLoss === right.margin ? 0 : convention);
    return;
  }
  account.follow({ margin: right.margin }, 0);
  const blame = (margin: number, where: Detail["where"]): void => {
    if (margin === right.margin) return;
    account.blame(margin === 0 ? "delta-missing" : "delta-wrong", "data", {
      where,
      variant: String(margin),
      expected: String(right.margin),
    });
  };
  if (same) {
    blame(ofLoss, "both");
    return;
  }
  blame(ofGradient, "gradient");
  blame(ofLoss, "loss");
}

/** The mistake that a stage done another way is. */
function blameStage(account: Account, { stage, value }: Edit, where: Detail["where"]): void {
  const variant = String(value);
  switch (stage) {
    case "own":
      if (value === "once" || value === "minus-one")
        account.blame("correct-class-not-counted", "data", { where });
      if (value === "none") account.blame("correct-class-row-missing", "data", { where });
      if (value === "constant") account.blame("constant-count", "data", { where });
      if (value === "opposite") account.blame("sign-flipped", "data", { where, variant: "own" });
      return;
    case "others":
      if (value === "none") account.blame("other-rows-missing", "data", { where });
      else account.blame("sign-flipped", "data", { where, variant: "others" });
      return;
    case "ownClass":
      if (account.settled.recipe.form === "softmax") {
        const known = "The true class's row gets p_y x_i where (p_y - 1) x_i is right: 1 is not taken away.";
        account.blame("unknown", "data", { where, known }, 1);
        return;
      }
      account.blame(where === "loss" ? "correct-class-loss" : "correct-class-counted", "data", { where });
      return;
    case "clamp":
      account.blame("no-clamp", "data", { where });
      return;
    case "coefficient":
      account.blame("margins-not-indicator", "data", { where, variant });
      return;
    case "landing":
      account.blame("overwritten", "data", { where, variant });
      return;
    case "adds":
      account.blame("weights-instead-of-inputs", "data", { where, variant });
      return;
    case "inputs":
      account.blame("integer-overflow", "data", { where, variant });
      return;
    case "labels":
      account.blame("labels-shifted", "data", { where, variant });
      return;
    case "samples":
      account.blame("last-sample-only", "data", { where, variant });
  }
}

function explainScale(
  account: Account,
  gradient: GradientMatch | undefined,
  loss: LossMatch | undefined,
  asked: Asked,
  byGradient: Recipe | undefined,
  byLoss: Recipe | undefined,
): void {
  const wanted = scaleOf(asked);
  // One sample's own loss or gradient is what is left when the others are forgotten: nothing more is wrong with it.
  const scale = (match: { scale: string } | undefined, recipe: Recipe | undefined): string | undefined =>
    match && recipe!.samples !== "all" ? (ofOneSample[match.scale] ?? match.scale) : match?.scale;
  const g = scale(gradient, byGradient) ?? scale(loss, byLoss) ?? wanted;
  const l = scale(loss, byLoss) ?? g;
  const reduction = reductions[g] ?? (account.settled.recipe.squared ? halves[g] : undefined);
  if (g === l && reduction !== undefined) {
    account.settle({ scale: g });
    account.follow({ reduction }, g === wanted ? 0 : convention);
    return;
  }
  account.follow({ reduction: asked.reduction }, 0);
  if (g === l) scaleMistakes(account, g, wanted, "both");
  else {
    if (g !== wanted) scaleMistakes(account, g, wanted, "gradient");
    if (l !== wanted) scaleMistakes(account, l, wanted, "loss");
  }
}

/** What a factor on the mean comes to where one sample is all that counts: N of it is that sample's own. */
const ofOneSample: Readonly<Record<string, string>> = {
  N: "1",
  "N/C": "1/C",
  "N^2": "N",
  "2N": "2",
  "N/2": "1/2",
};

/** Factors on the mean that are conventions. */
const reductions: Readonly<Record<string, string>> = {
  "1": "mean",
  N: "sum",
  "1/C": "mean over N and C",
  "N/C": "mean over C",
  "1/(C-1)": "mean over N and the C-1 other classes",
};

/** 1/2 max(0, h)^2 has the slope max(0, h), which many prefer. */
const halves: Readonly<Record<string, string>> = {
  "1/2": "mean of half squares",
  "N/2": "sum of half squares",
};
