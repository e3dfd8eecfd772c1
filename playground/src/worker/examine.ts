import {
  type Asked,
  type Counterexample,
  counterexampleOf,
  type Examination,
  examine,
  type MistakeId,
  mistakeOf,
  spoiledExample,
  type Told,
} from "hinge/check";
import { OwnCode } from "./own-code.ts";

/** What the doctor is asked: to examine somebody's function, or for the numbers that show a mistake. */
export type Consulted =
  | { readonly code: string }
  | { readonly mistake: MistakeId; readonly asked: Asked; readonly single: boolean };

/** What is found of a function, in words. */
export interface Judged {
  readonly verdict: Examination["verdict"];
  readonly found: readonly { readonly id: MistakeId; readonly told: Told }[];
  readonly convention: readonly string[];
  readonly notes: readonly string[];
  readonly counterexample: Counterexample | undefined;
}

addEventListener("message", async ({ data }: MessageEvent<Consulted>) => {
  postMessage(
    "code" in data ? await judge(data.code) : await spoiledExample(data.mistake, data.asked, data.single),
  );
});

async function judge(code: string): Promise<Judged> {
  const examinee = new OwnCode(code);
  try {
    const examination = await examine(examinee);
    const { verdict, found, convention, notes } = examination;
    return {
      verdict,
      found: found.map(({ id, detail }) => ({ id, told: mistakeOf(id).tell(detail) })),
      convention: Object.values(convention).map(String),
      notes,
      counterexample: await counterexampleOf(examinee, examination),
    };
  } finally {
    examinee.close();
  }
}
