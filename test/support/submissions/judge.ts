import { courseConvention } from "../../../src/check/diagnosis/asked.ts";
import { checkFile } from "../../../src/cli/check/check-file.ts";
import { openRunner } from "../../../src/cli/check/open-runner.ts";
import type { Argument, Returned, Runner } from "../../../src/cli/check/protocol.ts";
import type { FunctionReport } from "../../../src/cli/check/report.ts";
import { testRandom } from "../problems.ts";
import { fileOf, nameOf, type Submission } from "./index.ts";

export interface Judged {
  readonly submission: Submission;
  readonly report: FunctionReport | undefined;
  /** Named exactly; undetermined with a reason; or how else the answer differs from what is expected. */
  readonly outcome: "named" | "undetermined" | "otherwise";
  readonly got: string;
  readonly seconds: number;
}

/** Judges functions of one language, all in one file that `write` puts somewhere. */
export async function judge(
  submissions: readonly Submission[],
  write: (text: string) => string,
): Promise<Judged[]> {
  const file = write(fileOf(submissions));
  const runner = await openRunner(file, { limit: 60 });
  try {
    const out: Judged[] = [];
    for (const [k, submission] of submissions.entries()) {
      const begin = performance.now();
      const options = { asked: courseConvention, limit: 5, only: nameOf(k) };
      const { functions, notes } = await checkFile(file, runner, options);
      const seconds = (performance.now() - begin) / 1000;
      out.push({ submission, report: functions[0], ...compare(submission, functions[0], notes), seconds });
    }
    return out;
  } finally {
    runner.close();
  }
}

function compare(
  { expected, right, lenient, orNote, may = [] }: Submission,
  report: FunctionReport | undefined,
  notes: readonly string[],
): Pick<Judged, "outcome" | "got"> {
  if (report === undefined) return { outcome: "otherwise", got: `not found: ${notes.join(" ")}` };
  const { verdict, mistakes, parts } = report;
  const ids = [...new Set(mistakes.map(({ id }) => id as string))].sort();
  const told = mistakes.map(({ id, part }) => `${id}/${part}`).join(" + ");
  const got = `${verdict}: ${told}${verdict === "undetermined" ? report.message : ""}`;
  if (verdict === "undetermined")
    return { outcome: report.notes.length > 0 ? "undetermined" : "otherwise", got };
  if (expected.length === 0) return { outcome: verdict === "wrong" ? "otherwise" : "named", got };
  if (orNote !== undefined && report.notes.some((note) => orNote.test(note)))
    return { outcome: "named", got };
  const isNamed = expected.some(
    (set) => set.every((id) => ids.includes(id)) && ids.every((id) => set.includes(id) || may.includes(id)),
  );
  const isWrong = verdict === "wrong" || (lenient && ids.length > 0);
  if (!isNamed || !isWrong) return { outcome: "otherwise", got: `${got} [${report.notes.join(" ")}]` };
  const blamed = right.filter((part) => parts[part] === "wrong");
  if (blamed.length > 0) return { outcome: "otherwise", got: `${got}; parts called wrong: ${blamed.join()}` };
  return { outcome: "named", got };
}

/** Whether both mistakes of a pair show: its answers are neither right nor what one of the two alone gives. */
export async function bothShow(
  pairs: readonly Submission[],
  write: (text: string) => string,
): Promise<Submission[]> {
  if (pairs.length === 0) return [];
  const all = pairs.flatMap((pair) => [pair, ...pair.of!]);
  const right = pairs.map(({ base }) => ({
    ...pairs[0]!,
    text: (name: string) => base.text(name, base.places),
  }));
  const runner = await openRunner(write(fileOf([...all, ...right])), { limit: 60 });
  try {
    const answers: number[][] = [];
    for (const k of all.keys()) answers.push(await numbers(runner, nameOf(k), all[k]!));
    const ofRight: number[][] = [];
    for (const k of right.keys()) ofRight.push(await numbers(runner, nameOf(all.length + k), pairs[k]!));
    return pairs.filter((_, k) => {
      const [both, one, other] = answers.slice(3 * k, 3 * k + 3);
      const runs = both!.every((value) => !Number.isNaN(value));
      return runs && [one!, other!, ofRight[k]!].every((each) => differs(both!, each));
    });
  } finally {
    runner.close();
  }
}

function differs(a: readonly number[], b: readonly number[]): boolean {
  return a.length !== b.length || a.some((value, k) => Math.abs(value - b[k]!) > 1e-6);
}

/** All numbers that a function returns at one point in general position, at which N, D and C differ. */
async function numbers(runner: Runner, name: string, { base }: Submission): Promise<number[]> {
  const random = testRandom(7);
  const [N, D, C] = [9, 5, 4];
  const draw = (count: number) => Array.from({ length: count }, () => 2 * random() - 1);
  const given = (shape: readonly number[], data: readonly number[], dtype = "float64"): Argument => ({
    kind: "array",
    shape,
    data,
    dtype,
    ...(base.language === "javascript" ? { form: base.flat ? "flat" : "rows" } : {}),
  });
  const count = (value: number): Argument => ({ kind: "number", value });
  const values = {
    X: given(base.samples === "columns" ? [D, N] : [N, D], draw(N * D)),
    y: given([N], [0, 1, 2, 3, 1, 2, 1, 0, 2], "int64"),
    W: given(base.layout === "DxC" ? [D, C] : [C, D], draw(D * C)),
    b: given([C], draw(C)),
    lambda: count(0.7),
    N: count(N),
    D: count(D),
    C: count(C),
  };
  const args = base.takes.map((each) => values[each]);
  const answer = await runner.call({ do: "call", function: name, args, limit: 5 });
  return "failure" in answer ? [Number.NaN] : flat(answer.returned);
}

function flat(returned: Returned): number[] {
  switch (returned.kind) {
    case "number":
      return [Number(returned.value)];
    case "array":
      return [returned.shape.length, ...returned.data.map(Number)];
    case "list":
      return returned.items.flatMap(flat);
    case "dict":
      return Object.values(returned.items).flatMap(flat);
    default:
      return [];
  }
}
