import { type Asked, strengthOf } from "./asked.ts";
import type { Account } from "./explanation.ts";
import { factorAt, namesOf } from "./factors.ts";
import type { GradientMatch, PenaltyMatch } from "./match-gradient.ts";
import type { LossMatch } from "./match-loss.ts";
import type { Detail } from "./mistakes/mistake.ts";
import { derivatives, type PenaltyValue, type Reach } from "./penalty.ts";
import type { Point } from "./point.ts";

const same = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));

interface Given {
  readonly shape: PenaltyValue["shape"];
  readonly reach: Reach;
  /** On lambda * the value. */
  readonly strength: number;
}

/**
 * Explains the penalties of loss and gradient together. The gradient is held against what the LOSS implies; where they
 * disagree, the one that is not in the convention asked for is blamed, and of two equals the gradient.
 */
export function explainPenalty(
  account: Account,
  gradient: GradientMatch | undefined,
  loss: LossMatch | undefined,
  asked: Asked,
  point: Point,
): void {
  // A data part times 1 + lambda holds lambda times the data gradient where the penalty's should be.
  const mixed = gradient?.scale.includes("lambda") ?? false;
  const g = mixed ? undefined : gradient?.penalty;
  const l = loss?.penalty;
  const byLoss: Given | undefined = l && { ...l.shape, strength: factorAt(l.factor, point) };
  const implied = g && withoutScale(impliedBy(g, point), gradient!.scale, byLoss, asked, point);
  if (byLoss === undefined && g === undefined) return;
  if (g?.shape.shape === "precedence" || l?.shape.shape === "precedence") {
    // dW /= N + reg * W divides where it should add.
    if (g?.shape.shape === "precedence") blameTerm(account, g);
    else if (implied !== undefined) agreed(account, implied, "gradient", asked, point);
    const lossToo = l?.shape.shape === "precedence";
    if (lossToo) account.blame("regularizer-loss", "loss", { where: "loss", variant: "precedence" });
    else if (byLoss !== undefined) agreed(account, byLoss, "loss", asked, point);
    return;
  }
  if (byLoss !== undefined && implied !== undefined && agree(byLoss, implied)) {
    agreed(account, byLoss, "both", asked, point);
  } else if (byLoss === undefined || g === undefined) {
    if (byLoss !== undefined) agreed(account, byLoss, "loss", asked, point);
    else if (implied !== undefined) agreed(account, implied, "gradient", asked, point);
    else blameTerm(account, g!);
  } else {
    disagreed(account, byLoss, g, implied, asked, point);
  }
}

/** The penalty whose gradient it would be; undefined if it is none's. */
function impliedBy({ shape, factor }: PenaltyMatch, point: Point): Given | undefined {
  const pair = derivatives.find((each) => each.gradient === shape.shape);
  return pair && { shape: pair.value, reach: shape.reach, strength: factorAt(factor, point) / pair.factor };
}

/**
 * A factor that is wrong on the data part may be on the whole gradient: where the penalty without it is what it should
 * be, nothing more is wrong.
 */
function withoutScale(
  implied: Given | undefined,
  scale: string,
  byLoss: Given | undefined,
  asked: Asked,
  point: Point,
): Given | undefined {
  if (implied === undefined || scale === "1" || implied.strength === 0) return implied;
  const whole = { ...implied, strength: implied.strength / factorAt(scale, point) };
  const wanted = byLoss ?? { shape: "squares", reach: implied.reach, strength: strengthOf(asked) };
  return !agree(wanted, implied) && agree(wanted, whole) ? whole : implied;
}

function agree(a: Given, b: Given): boolean {
  if (a.strength === 0 || b.strength === 0) return a.strength === b.strength;
  return a.shape === b.shape && a.reach === b.reach && same(a.strength, b.strength);
}

/** What a penalty is as a convention, and what that costs; undefined if it is none. */
function conventionOf(given: Given, asked: Asked): { name: string; cost: number } | undefined {
  const { shape, reach, strength } = given;
  const unasked = reach !== "all" && asked.regularizeBias === undefined ? 0.3 : 0;
  const value = { squares: "sum(W^2)", abs: "sum(|W|)", norm: "|W|", sum: "", constant: "", precedence: "" }[
    shape
  ];
  if (value === "" || strength <= 0) return undefined;
  if (shape === "squares" && same(strength, strengthOf(asked))) {
    return { name: asked.penalty === "full" ? "lambda*sum(W^2)" : "lambda/2*sum(W^2)", cost: unasked };
  }
  if (same(strength, 1))
    return { name: `lambda*${value}`, cost: (shape === "squares" ? 0.3 : 0.6) + unasked };
  if (same(strength, 1 / 2))
    return { name: `lambda/2*${value}`, cost: (shape === "squares" ? 0.3 : 0.7) + unasked };
  return undefined;
}

function settle(account: Account, { shape, reach, strength }: Given): void {
  account.settle({ strength, shape: { shape, reach } });
}

/** Takes a penalty for the convention. */
function adopt(
  account: Account,
  given: Given,
  { name, cost }: { readonly name: string; readonly cost: number },
  asked: Asked,
  where: Detail["where"],
): void {
  account.follow({ penalty: name }, cost);
  settle(account, given);
  bias(account, given, asked, where);
}

function bias(account: Account, { reach }: Given, asked: Asked, where: Detail["where"]): void {
  if (reach === "all" && asked.regularizeBias === false) account.blame("bias-regularized", "bias", { where });
  else if (reach !== "all" && asked.regularizeBias === true) {
    account.blame("bias-not-regularized", "bias", { where });
  } else if (reach !== "all") account.follow({ bias: "not regularized" }, 0);
}

/** Loss and gradient are of one penalty, or one of them is all there is. */
function agreed(account: Account, given: Given, where: Detail["where"], asked: Asked, point: Point): void {
  const followed = conventionOf(given, asked);
  if (followed !== undefined) {
    adopt(account, given, followed, asked, where);
    return;
  }
  if (given.strength === 0) {
    account.follow({ penalty: "none" }, 0);
    if (where !== "loss") account.blame("regularizer-gradient-missing", "regularizer", missing(where, asked));
    if (where !== "gradient") {
      account.blame(
        "regularizer-loss",
        "loss",
        { ...lossDetail(given, asked, point) },
        where === "both" ? 0.4 : 1.05,
      );
    }
    return;
  }
  blameStrength(account, given, where, asked, point);
}

function missing(where: Detail["where"], asked: Asked): Detail {
  return {
    where: where === "both" ? "gradient" : where,
    factor: "0",
    expected: asGradient(strengthOf(asked)),
  };
}

/** A penalty of no convention: averaged, or with a factor of its own. */
function blameStrength(
  account: Account,
  given: Given,
  where: Detail["where"],
  asked: Asked,
  point: Point,
): void {
  const N = point.nSamples;
  const relative = given.strength * N;
  const averaged = N > 1 && given.shape === "squares" && (same(relative, 1) || same(relative, 1 / 2));
  if (averaged && where === "both") {
    // (1/N) (sum of losses + lambda |W|^2), or lambda/2: some courses write it so, and the derivative fits.
    const name = same(relative, 1) ? "lambda/N*sum(W^2)" : "lambda/(2N)*sum(W^2)";
    adopt(account, given, { name, cost: 0.4 }, asked, where);
    return;
  }
  if (asked.anyStrength && given.shape === "squares" && given.strength > 0) {
    const name = `${Number(given.strength.toPrecision(6))}*sum(W^2)`;
    adopt(account, given, { name, cost: 0.3 }, asked, where);
    return;
  }
  if (
    account.settled.scale === "N" &&
    given.shape === "squares" &&
    same(given.strength, N * strengthOf(asked))
  ) {
    // The penalty is counted once a sample too: N times everything.
    const name = asked.penalty === "full" ? "N*lambda*sum(W^2)" : "N*lambda/2*sum(W^2)";
    adopt(account, given, { name, cost: 0.1 }, asked, where);
    return;
  }
  if (averaged) {
    account.blame("regularizer-averaged", "regularizer", {
      where,
      factor: same(relative, 1) ? "2/N" : "1/N",
      expected: asGradient(relative),
    });
    return;
  }
  if (where === "loss") {
    account.blame("regularizer-loss", "loss", lossDetail(given, asked, point));
    return;
  }
  if (where === "both" && given.shape === "squares" && given.strength > 0) {
    // Loss and gradient agree: lambda is counted in other units, which is no mistake of calculus.
    const name = `${number(given.strength, point)}*lambda*sum(W^2)`;
    adopt(account, given, { name, cost: 0.6 }, asked, where);
    return;
  }
  if (given.shape !== "squares") {
    const pair = derivatives.find(({ value }) => value === given.shape);
    const variant = where === "gradient" ? (pair?.gradient ?? given.shape) : given.shape;
    account.blame("regularizer-wrong-term", "regularizer", { where, variant });
    return;
  }
  account.blame("regularizer-gradient-factor", "regularizer", {
    where,
    factor: number(2 * given.strength, point),
    expected: asGradient(strengthOf(asked)),
  });
}

/** Loss and gradient differ: one of them is wrong, or both. */
function disagreed(
  account: Account,
  byLoss: Given,
  g: PenaltyMatch,
  implied: Given | undefined,
  asked: Asked,
  point: Point,
): void {
  const ofLoss = conventionOf(byLoss, asked);
  const ofGradient = implied && conventionOf(implied, asked);
  const onlyReach =
    implied !== undefined && implied.shape === byLoss.shape && same(implied.strength, byLoss.strength);
  if (onlyReach && ofLoss !== undefined) {
    // The bias is penalised in one of the two.
    account.follow({ penalty: ofLoss.name }, 0);
    settle(account, {
      ...byLoss,
      reach: (asked.regularizeBias ?? byLoss.reach === "all") ? "all" : "without-last",
    });
    const inLoss = byLoss.reach === "all";
    const declared = asked.regularizeBias ?? inLoss;
    const where = inLoss === declared ? "gradient" : "loss";
    account.blame(declared ? "bias-not-regularized" : "bias-regularized", "bias", { where });
    return;
  }
  const [lossCost, gradientCost] = [ofLoss?.cost ?? 1, ofGradient?.cost ?? 1];
  if (ofGradient !== undefined && gradientCost < lossCost) {
    adopt(account, implied!, ofGradient, asked, "gradient");
    account.blame("regularizer-loss", "loss", {
      ...lossDetail(byLoss, asked, point),
      expected: number(implied!.strength, point),
    });
    return;
  }
  if (ofLoss !== undefined) {
    adopt(account, byLoss, ofLoss, asked, "loss");
  } else {
    account.blame("regularizer-loss", "loss", lossDetail(byLoss, asked, point));
  }
  const meant = ofLoss === undefined ? strengthOf(asked) : byLoss.strength;
  if (ofLoss === undefined && implied !== undefined && ofGradient !== undefined) return;
  blameGradient(account, g, implied, meant, byLoss.reach, point);
}

function blameGradient(
  account: Account,
  g: PenaltyMatch,
  implied: Given | undefined,
  meant: number,
  reach: Reach,
  point: Point,
): void {
  const expected = number(2 * meant, point);
  if (implied !== undefined && implied.strength === 0) {
    account.blame("regularizer-gradient-missing", "regularizer", {
      where: "gradient",
      factor: "0",
      expected,
    });
  } else if (implied?.shape !== "squares") {
    blameTerm(account, g);
  } else if (point.nSamples > 1 && same(implied.strength * point.nSamples, meant)) {
    account.blame("regularizer-averaged", "regularizer", { where: "gradient", factor: g.factor, expected });
  } else {
    account.blame("regularizer-gradient-factor", "regularizer", {
      where: "gradient",
      factor: number(2 * implied.strength, point),
      expected,
    });
    if (implied.reach !== reach) {
      account.blame(reach === "all" ? "bias-not-regularized" : "bias-regularized", "bias", {
        where: "gradient",
      });
    }
  }
}

function blameTerm(account: Account, { shape, factor }: PenaltyMatch): void {
  account.blame("regularizer-wrong-term", "regularizer", { where: "gradient", variant: shape.shape, factor });
}

function lossDetail(given: Given, asked: Asked, point: Point): Detail {
  return {
    where: "loss",
    factor: number(given.strength, point),
    expected: number(strengthOf(asked), point),
    ...(given.shape === "squares" ? {} : { variant: given.shape }),
  };
}

function asGradient(strength: number): string {
  return String(2 * strength);
}

/** A factor as people write it. */
function number(value: number, point: Point): string {
  if (value === 0) return "0";
  return namesOf(value, point, 1e-6)[0] ?? String(Number(value.toPrecision(6)));
}
