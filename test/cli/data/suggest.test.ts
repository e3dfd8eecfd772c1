import { expect, test } from "vitest";
import { didYouMean, nearest } from "../../../src/cli/data/suggest.ts";

test.each([
  ["epsilom", ["tolerance", "epsilon", "seed"], "epsilon"],
  ["speices", ["species", "spaces"], "species"],
  ["LABEL", ["label"], "label"],
  ["ab", ["ba", "xyz"], "ba"],
  ["x", ["tolerance"], undefined],
  ["dgits", ["digits", "iris"], "digits"],
  ["", ["a"], "a"],
  ["a".repeat(100), ["a".repeat(100)], undefined],
  ["abc", [], undefined],
])("the nearest to %j among %j is %j", (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});

test("a suggestion is a question, or what is said otherwise", () => {
  expect(didYouMean("epsilom", ["epsilon"], "no")).toBe('did you mean "epsilon"?');
  expect(didYouMean("zzz", ["epsilon"], "no")).toBe("no");
});
