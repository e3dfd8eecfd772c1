import { type Command, Option } from "commander";
import { HingeError, show } from "../../errors.ts";
import type { Labelled } from "../commands/labelled.ts";
import { type Output, openOutput } from "../output.ts";
import { type Facts, gatherFacts } from "./facts.ts";
import { reportPage } from "./page.ts";

export interface ReportFlags {
  report?: string;
  imageShape?: readonly [rows: number, columns: number];
  force?: boolean;
}

export function addReportOptions(command: Command): Command {
  return command
    .option("--report <file>", "where to write a page about model and data, - for stdout")
    .addOption(
      new Option(
        "--image-shape <shape>",
        "rows x columns of the picture that a sample is, as in 8x8",
      ).argParser(imageShape),
    );
}

/** Looks at the report's path before the work. @throws HingeError those of openOutput */
export async function openReport({ report, force = false }: ReportFlags): Promise<Output | undefined> {
  return report === undefined ? undefined : openOutput(report, "--report", force);
}

/** Writes the page. @throws HingeError `unwritable` */
export async function writeReport(
  output: Output | undefined,
  facts: Omit<Facts, "predicted" | "evaluation">,
): Promise<void> {
  await output?.write(reportPage(gatherFacts(facts)));
}

/** The data with the shape that the user gave, if he did. @throws HingeError `bad-shape` */
export function shaped<T extends Labelled>(set: T, { imageShape }: ReportFlags): T {
  if (imageShape === undefined) return set;
  const [rows, columns] = imageShape;
  const nFeatures = set.X.shape[1];
  if (rows * columns === nFeatures) return { ...set, imageShape };
  throw new HingeError(
    "bad-shape",
    `${rows}x${columns} is ${rows * columns} pixels where the data have ${nFeatures} features; give a shape that fits`,
    { option: "--image-shape" },
  );
}

function imageShape(text: string): readonly [number, number] {
  const match = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(text);
  if (match !== null) return [Number(match[1]), Number(match[2])];
  throw new HingeError("bad-shape", `${show(text)} is no shape; write rows x columns, such as 28x28`, {
    option: "--image-shape",
  });
}
