import { describe, expect, test } from "vitest";
import { noPython } from "../../support/python.ts";
import { writeFigures } from "../../support/submissions/figures.ts";
import { allPairs, extension, right, type Submission, singles } from "../../support/submissions/index.ts";
import { bothShow, type Judged, judge } from "../../support/submissions/judge.ts";
import { written } from "./learner.ts";

/** Everything, for `npm run test:doctor`; else what fits into a few seconds. */
const long = process.env.HINGE_DOCTOR !== undefined;
const atOnce = 60;
const minutes = 60_000;

const write = (text: string, language: Submission["language"]): string =>
  written(text, `svm${extension[language]}`);

/** Every so many of them, so that all bases have their turn. */
function some(submissions: readonly Submission[], count: number): readonly Submission[] {
  const step = Math.ceil(submissions.length / count);
  return long ? submissions : submissions.filter((_, k) => k % step === 0);
}

async function judgeAll(submissions: readonly Submission[], language: Submission["language"]) {
  const out: Judged[] = [];
  for (let k = 0; k < submissions.length; k += atOnce) {
    out.push(...(await judge(submissions.slice(k, k + atOnce), (text) => write(text, language))));
  }
  return out;
}

async function showing(pairs: readonly Submission[], language: Submission["language"]) {
  const out: Submission[] = [];
  for (let k = 0; k < pairs.length; k += atOnce) {
    out.push(...(await bothShow(pairs.slice(k, k + atOnce), (text) => write(text, language))));
  }
  return out;
}

function told(judged: readonly Judged[]): string[] {
  return judged.map(
    ({ submission: { title, expected }, got }) =>
      `${title}: expected ${expected.map((each) => each.join(" + ")).join(", or ") || "right"}; got ${got}`,
  );
}

function count(title: string, judged: readonly Judged[]): void {
  const number = (outcome: Judged["outcome"]) => judged.filter((each) => each.outcome === outcome).length;
  const seconds = judged.reduce((sum, each) => sum + each.seconds, 0);
  writeFigures(title, {
    count: judged.length,
    named: number("named"),
    undetermined: number("undetermined"),
    otherwise: number("otherwise"),
    "seconds each": Number((seconds / Math.max(1, judged.length)).toFixed(3)),
  });
}

for (const language of ["python", "javascript"] as const) {
  const of = (submissions: readonly Submission[]) => submissions.filter((each) => each.language === language);
  // The layout of a JavaScript function's arrays is found by trying, which takes longer.
  const share = (count: number) => (language === "python" ? count : count / 2);
  const skip = language === "python" && noPython !== undefined;

  describe.skipIf(skip)(`planted mistakes in ${language}`, () => {
    test("each mistake alone is named, and the right parts are called right", {
      timeout: 30 * minutes,
    }, async () => {
      const judged = await judgeAll(some(of(singles), share(50)), language);
      count(`${language}, one mistake`, judged);
      expect(told(judged.filter(({ outcome }) => outcome !== "named"))).toEqual([]);
    });

    test("no right function is called wrong", { timeout: 30 * minutes }, async () => {
      const judged = await judgeAll(some(of(right), share(20)), language);
      count(`${language}, right`, judged);
      expect(told(judged.filter(({ outcome }) => outcome !== "named"))).toEqual([]);
    });

    test("of pairs at least 95 % are named, or undetermined with the reason", {
      timeout: 120 * minutes,
    }, async () => {
      const pairs = await showing(some(of(allPairs), share(40)), language);
      const judged = await judgeAll(pairs, language);
      count(`${language}, two mistakes`, judged);
      const missed = judged.filter(({ outcome }) => outcome === "otherwise");
      // Of a few dozen, one is more than 5 %.
      const most = long ? Math.floor(0.05 * judged.length) : Math.ceil(0.05 * judged.length);
      expect(missed.length, told(missed).join("\n")).toBeLessThanOrEqual(most);
    });
  });
}

test("there are at least three mistakes of each kind in NumPy and two in JavaScript, and many pairs", () => {
  const number = (language: string, id: string) =>
    singles.filter((each) => each.language === language && each.title.includes(`: ${id} (`)).length;
  const ids = [...new Set(singles.map(({ title }) => title.replace(/^.*: (\S+) \(.*$/s, "$1")))];
  const few = ids.filter((id) => number("python", id) < 3 || number("javascript", id) < 2);
  expect(few).toEqual([]);
  expect(ids.length).toBeGreaterThanOrEqual(35);
  expect(allPairs.length).toBeGreaterThan(150);
});
