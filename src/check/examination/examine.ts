import { transpose } from "../../math/vector.ts";
import { type Asked, type Convention, courseConvention } from "../diagnosis/asked.ts";
import { type Explained, explainObservations } from "../diagnosis/explain.ts";
import type { Explanation, Found } from "../diagnosis/explanation.ts";
import { readPerSample } from "../diagnosis/per-sample.ts";
import type { Observation, Point } from "../diagnosis/point.ts";
import { explainOtherwise } from "../diagnosis/readings.ts";
import type { Examinee } from "./examinee.ts";
import { ownGradient } from "./own-gradient.ts";
import { type ExamPoint, judgingPoints } from "./points.ts";
import { type Reading, readOutcome } from "./read-outcome.ts";
import { seeSpecialPoints } from "./special.ts";

/** What an examination found. */
export interface Examination {
  readonly verdict: "right" | "right-other-convention" | "wrong" | "undetermined";
  readonly found: readonly Found[];
  /** Other ways to explain as much, the likeliest first. */
  readonly runnersUp: readonly Explanation[];
  readonly explanation?: Explanation;
  readonly convention: Convention;
  /** Whether the numbers were held against anything: not where they change from call to call, or cannot be read. */
  readonly judged: boolean;
  /** What was seen at the points that judge. */
  readonly observations: readonly Observation[];
  /** What was examined: the form of its gradient, if that is not W's. */
  readonly form?: Reading["form"];
  readonly tolerance: number;
  readonly notes: readonly string[];
}

/** A point, and what the function did there. */
interface Seen extends ExamPoint {
  readonly reading?: Reading;
  readonly failure?: string;
}

/**
 * Examines someone's function: calls it at points that tell mistakes apart, finds the simplest explanation of all that
 * it returns, and tries it where right functions, too, can fail (a class without samples, ties, a single sample,
 * unsigned bytes).
 */
export async function examine(
  examinee: Examinee,
  { asked: wanted = courseConvention, seed = 1 }: { asked?: Asked; seed?: number } = {},
): Promise<Examination> {
  // With a single row of scores there is one hinge a sample: a sum over classes of them is of one.
  const form = examinee.single ? "one-vs-all" : wanted.form;
  const asked: Asked = { ...wanted, form, anyStrength: examinee.needsLambda };
  const notes = new Set<string>();
  const options = {
    single: examinee.single,
    margin: asked.margin,
    bias: examinee.bias,
    identity: examinee.scores,
  };
  const points = judgingPoints(seed, options).filter(
    ({ point }) => !examinee.needsLambda || point.lambda !== 0,
  );
  const seen: Seen[] = [];
  for (const each of points) {
    const point = examinee.takesLambda ? each.point : { ...each.point, lambda: 0 };
    seen.push(await look(examinee, { ...each, point }, notes));
  }
  const stateful = await changesItsMind(examinee, seen);
  const answered = seen.filter((each): each is Seen & { reading: Reading } => each.reading !== undefined);
  if (answered.length === 0) {
    return undetermined([...notes, ...new Set(seen.map(({ failure }) => failure!))]);
  }
  for (const { name, failure } of seen) {
    if (failure !== undefined) notes.add(`It fails ${name}: ${failure}`);
  }
  const base = { notes: [] as string[], observations: observationsOf(answered) };
  const bad = stateful ?? unreadable(answered, asked, notes, examinee);
  if (bad !== undefined) return finish({ ...base, ...bad }, notes, examinee);

  let explained = explainObservations(base.observations, asked);
  let ownLambda = 0;
  if (!examinee.takesLambda && !isRight(explained)) {
    // A strength written into the function is a penalty with lambda = 1 and a factor of its own.
    const fixed = base.observations.map((each) => ({ ...each, point: { ...each.point, lambda: 1 } }));
    const other = explainObservations(fixed, { ...asked, anyStrength: true });
    if (other.explanations[0]!.cost < explained.explanations[0]!.cost) {
      explained = other;
      ownLambda = 1;
    }
  }
  const flat = examinee.flat ? examinee.layout : undefined;
  const otherwise = explainOtherwise(base.observations, explained, asked, flat);
  explained = otherwise?.explained ?? explained;
  const [best, ...others] = explained.explanations;
  const shape = answered[0]!.reading.form;
  const found: Found[] = [
    ...best!.found,
    ...(otherwise === undefined ? [] : [otherwise.found]),
    ...formFound(shape, answered),
  ];
  let convention = best!.convention;
  let other = best!.otherConvention;
  if (isUnexplained(best!, found) && examinee.gives === "both") {
    const own = await ownGradient(examinee, [answered[0]!.point, answered[1]?.point ?? answered[0]!.point]);
    if (own === "agrees" && shape === undefined) {
      found.length = 0;
      convention = { ...convention, loss: "its own" };
      other = true;
      notes.add("The loss is none that hinge knows; the gradient is the right gradient of that loss.");
    } else if (own === "disagrees")
      notes.add("Loss and gradient disagree: differences of the loss give other slopes.");
  }
  // A gradient that had to be read another way shows nothing more there.
  const special =
    otherwise === undefined
      ? await seeSpecialPoints(examinee, best!, asked, seed, explained.tolerance, ownLambda)
      : { notes: [], found: [] };
  for (const note of special.notes) notes.add(note);
  found.push(...special.found);
  if (explained.tolerance > 1e-9 && best!.gradient !== undefined) notes.add(precision(explained.tolerance));
  const verdict = found.length > 0 ? "wrong" : other ? "right-other-convention" : "right";
  return {
    verdict,
    found,
    runnersUp: others.filter(({ cost }) => cost < best!.cost + 1).slice(0, 5),
    judged: true,
    explanation: best!,
    convention: { ...convention, layout: examinee.layout },
    observations: base.observations,
    ...(shape === undefined ? {} : { form: shape }),
    tolerance: explained.tolerance,
    notes: [...notes],
  };
}

async function look(examinee: Examinee, each: ExamPoint, notes: Set<string>): Promise<Seen> {
  const outcome = await examinee.call(each.point);
  if ("failure" in outcome) return { ...each, failure: outcome.failure };
  for (const name of outcome.changed) {
    notes.add(`It changes the ${name} that it is given; it saw a fresh copy each time.`);
  }
  return { ...each, reading: readOutcome(outcome, each.point, examinee) };
}

/** Two calls at one point must agree. */
async function changesItsMind(examinee: Examinee, seen: readonly Seen[]): Promise<Bad | undefined> {
  const first = seen.find(({ reading }) => reading !== undefined);
  if (first === undefined) return undefined;
  const again = (await look(examinee, first, new Set())).reading;
  const [a, b] = [first.reading!, again];
  const same =
    b !== undefined &&
    Object.is(a.loss, b.loss) &&
    (a.gradient ?? []).every((value, k) => Object.is(value, b.gradient?.[k]));
  return same ? undefined : { found: [{ id: "stateful", part: "data", detail: { where: "both" } }] };
}

interface Bad {
  readonly found: Found[];
}

/** Results whose form or values leave nothing to compare. */
function unreadable(
  answered: readonly (Seen & { reading: Reading })[],
  asked: Asked,
  notes: Set<string>,
  examinee: Examinee,
): Bad | undefined {
  const { reading, point } = answered[0]!;
  const notFinite = answered.find((each) => each.reading.notFinite !== undefined);
  if (notFinite !== undefined) {
    const what = notFinite.reading.notFinite!;
    const known = `The ${what} is not a finite number ${notFinite.name}.`;
    return {
      found: [{ id: "unknown", part: what === "loss" ? "loss" : "data", detail: { where: what, known } }],
    };
  }
  const { misshapen } = reading;
  if (misshapen === undefined) return undefined;
  const found: Found[] = [];
  if (misshapen.what === "gradient" && misshapen.array !== undefined) {
    const perSample = readPerSample(misshapen.array.data, point, asked, 2e-5);
    if (perSample !== undefined) {
      found.push(...perSample.found);
      notes.add("The scores, the correct-class scores and the counts of violating classes are right.");
      if (!perSample.averaged) found.push(blame("not-averaged", "gradient", "N"));
      if (examinee.takesLambda)
        found.push({
          id: "regularizer-gradient-missing",
          part: "regularizer",
          detail: { where: "gradient", factor: "0", expected: "2" },
        });
      else notes.add("There is no penalty: the function takes no lambda.");
    }
  }
  if (found.length === 0) {
    const isNothing = misshapen.array === undefined && /None|nothing|undefined|null/.test(misshapen.known);
    const id = isNothing && misshapen.what === "gradient" ? "not-implemented" : "wrong-shape";
    found.push({
      id,
      part: misshapen.what === "loss" ? "loss" : "data",
      detail: { where: misshapen.what, known: misshapen.known },
    });
  }
  // The loss can still be judged.
  if (misshapen.what === "gradient" && reading.loss !== undefined) {
    const losses = observationsOf(answered).map(({ gradient: _, ...rest }) => rest);
    const best = explainObservations(losses, asked).explanations[0]!;
    found.unshift(...best.found);
    const unsummed = reading.lossPerSample && !found.some(({ id }) => id === "not-averaged");
    if (unsummed) found.push(blame("not-averaged", "loss", "N"));
    if (reading.lossPerSample) notes.add("The loss is one number a sample; it must be their mean.");
  }
  return { found };
}

function blame(id: Found["id"], where: "gradient" | "loss", factor: string): Found {
  return { id, part: where === "loss" ? "loss" : "data", detail: { where, factor } };
}

function formFound(form: Reading["form"], answered: readonly (Seen & { reading: Reading })[]): Found[] {
  const found: Found[] = [];
  if (form === "transposed") found.push({ id: "transposed", part: "data", detail: { where: "gradient" } });
  if (form === "flat") {
    const known = "The gradient comes as one row of numbers; give it W's shape.";
    found.push({ id: "wrong-shape", part: "data", detail: { where: "gradient", known } });
  }
  if (answered[0]!.reading.lossPerSample) found.push(blame("not-averaged", "loss", "N"));
  return found;
}

function observationsOf(answered: readonly (Seen & { reading: Reading })[]): Observation[] {
  // Where W is square, nothing in its shape tells a transposed gradient.
  const transposed = answered.some(({ reading }) => reading.form === "transposed");
  return answered
    .filter(({ reading }) => reading.misshapen?.what !== "loss" || reading.gradient !== undefined)
    .map(({ point, reading }) => ({
      point,
      ...(reading.gradient === undefined ? {} : { gradient: upright(reading.gradient, point, transposed) }),
      ...(reading.loss === undefined ? {} : { loss: reading.loss }),
      tolerance: reading.coarse ? 2e-3 : 2e-5,
    }));
}

function upright(gradient: Float64Array, { nFeatures, nScores }: Point, transposed: boolean): Float64Array {
  return transposed && nFeatures === nScores ? transpose(gradient, nFeatures, nScores) : gradient;
}

/** The data part or the penalty of the gradient is like nothing known. */
function isUnexplained({ gradient }: Explanation, found: readonly Found[]): boolean {
  const partly = found.some(({ id, part }) => id === "unknown" && part === "regularizer");
  return found.some(({ id }) => id === "unknown") && (gradient === undefined || partly);
}

function isRight({ explanations }: Explained): boolean {
  return explanations[0]!.found.length === 0;
}

function precision(tolerance: number): string {
  const digits =
    tolerance < 1e-4 ? "single precision (float32): about 7 digits" : "half precision: about 3 digits";
  return `The numbers agree only to ${digits}. That is no mistake; float64 would show more.`;
}

function finish(
  { observations, found }: { observations: readonly Observation[]; found: readonly Found[] },
  notes: Set<string>,
  examinee: Examinee,
): Examination {
  const convention = { layout: examinee.layout };
  return {
    judged: false,
    verdict: "wrong",
    found,
    runnersUp: [],
    convention,
    observations,
    tolerance: 2e-5,
    notes: [...notes],
  };
}

function undetermined(notes: string[]): Examination {
  return {
    judged: false,
    verdict: "undetermined",
    found: [],
    runnersUp: [],
    convention: {},
    observations: [],
    tolerance: 0,
    notes,
  };
}
