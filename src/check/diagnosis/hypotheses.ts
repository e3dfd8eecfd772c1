import type { Point } from "./point.ts";
import type { Recipe, Stage } from "./recipe.ts";

/** One stage done another way. */
export type Edit = { readonly [S in Stage]: { readonly stage: S; readonly value: Recipe[S] } }[Stage];

/** Margins that people write for the one that was asked for. */
const margins = [0, 0.1, 0.5, 1, 2, 5, 10, 100, -1];

function tiesOf(form: Recipe["form"]): readonly Recipe["tie"][] {
  const pairs = ["strict", "inclusive"] as const;
  return form === "crammer-singer" ? [...pairs, "highest", "highest-inclusive"] : pairs;
}

const allForms = ["weston-watkins", "crammer-singer", "one-vs-all", "softmax"] as const;

/** Every stage done every other way than in `recipe`, those first that a gradient's mistakes are mostly of. */
export function gradientEdits(recipe: Recipe, point: Point): Edit[] {
  return other(recipe, [
    ...options("own", ["once", "minus-one", "none", "constant", "opposite"]),
    ...options("others", ["none", "opposite"]),
    ...options("ownClass", [true]),
    ...options("coefficient", ["margin", "margin-and-count"]),
    ...options("clamp", [false]),
    ...options("landing", [
      "own-last",
      "own-replaces",
      "loop-others-replace",
      "loop-own-replaces",
      "loop-count-replaces",
      "loop-replaces",
    ]),
    ...formEdits(recipe, point),
    ...options("margin", margins),
    ...options("labels", [1, -1]),
    ...options("samples", ["last", "first"]),
    ...options("adds", ["weights", "own-weights", "violating-weights"]),
    ...options("inputs", needsBytes(point) ? ["bytes", "bytes-in-products"] : []),
  ]);
}

/** The same for what a loss shows. */
export function lossEdits(recipe: Recipe, point: Point): Edit[] {
  return other(recipe, [
    ...options("clamp", [false]),
    ...options("ownClass", [true]),
    ...formEdits(recipe, point),
    ...options("margin", margins),
    ...options("labels", [1, -1]),
    ...options("samples", ["last", "first"]),
    ...options("inputs", needsBytes(point) ? ["bytes"] : []),
  ]);
}

/** Whether cutting X to bytes changes it. */
function needsBytes({ X }: Point): boolean {
  return X.some((x) => x !== Math.trunc(x) || x < 0 || x > 255);
}

function formEdits(recipe: Recipe, { nScores }: Point): Edit[] {
  // With a single score there is one form alone.
  const forms = nScores > 1 ? allForms : [];
  return [...options("form", forms), ...options("squared", recipe.form === "softmax" ? [] : [true, false])];
}

function options<S extends Stage>(stage: S, values: readonly Recipe[S][]): Edit[] {
  return values.map((value) => ({ stage, value }) as Edit);
}

function other(recipe: Recipe, edits: readonly Edit[]): Edit[] {
  return edits.filter(({ stage, value }) => recipe[stage] !== value);
}

export function applied(recipe: Recipe, edits: readonly Edit[]): Recipe {
  return Object.assign({ ...recipe }, ...edits.map(({ stage, value }) => ({ [stage]: value })));
}

/** Every set of `size` edits that change different stages. */
export function* editSets(edits: readonly Edit[], size: number, from = 0): Generator<Edit[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let k = from; k < edits.length; k++) {
    const edit = edits[k]!;
    for (const rest of editSets(edits, size - 1, k + 1)) {
      if (rest.every(({ stage }) => stage !== edit.stage)) yield [edit, ...rest];
    }
  }
}

/**
 * The edits that make every loss in every convention, ties either way; the recipe's own first. A submission that one of
 * them explains is right, however a wrong recipe may explain it too.
 */
export function conventionSets(recipe: Recipe, { nScores }: Point): Edit[][] {
  const forms = nScores > 1 ? allForms : [recipe.form];
  return forms.flatMap((form) =>
    [false, true].flatMap((squared) =>
      [recipe.margin, ...margins.filter((margin) => margin > 0 && margin !== recipe.margin)].flatMap(
        (margin) =>
          tiesOf(form).flatMap((tie): Edit[][] => {
            if (form === "softmax" && (squared || margin !== recipe.margin || tie !== "strict")) return [];
            const edits = [
              ...options("form", [form]),
              ...options("squared", [squared]),
              ...options("margin", [margin]),
              ...options("tie", [tie]),
            ];
            return [other(recipe, edits)];
          }),
      ),
    ),
  );
}
