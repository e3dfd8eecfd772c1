import type { Evaluation } from "../../model/metrics.ts";
import { count, percent, printable, style } from "./style.ts";
import { type Cell, indent, table } from "./table.ts";

/** Columns where there is no terminal to ask: wider matrices are left out, the worst confusions listed instead. */
const pageWidth = 100;
const listed = 10;

/** Precision, recall, f1 and support of each class. */
export function perClassTable({ perClass }: Evaluation): string {
  const rows = perClass.map(({ label, precision, recall, f1, support }) => [
    printable(label),
    percent(precision),
    percent(recall),
    f1.toFixed(3),
    count(support),
  ]);
  return table(["class", "precision", "recall", "f1", "samples"], rows);
}

/** The confusion matrix, or its largest entries off the diagonal where it is too wide. */
export function confusionMatrix({ labels, confusion }: Evaluation): string {
  const names = labels.map(printable);
  if (matrixWidth(names, confusion) > (process.stdout.columns ?? pageWidth)) {
    return worstConfusions(names, confusion);
  }
  const rows = confusion.map((row, k) => [names[k]!, ...row.map((value, m): Cell => cell(value, k === m))]);
  return `${style.faint("rows: true class, columns: predicted")}\n${table(["", ...names], rows)}`;
}

/** Columns on the screen, indented and with two blanks between, as table() sets it. */
function matrixWidth(names: readonly string[], confusion: Evaluation["confusion"]): number {
  const first = Math.max(...names.map((name) => name.length));
  return names.reduce((width, name, m) => {
    const largest = Math.max(...confusion.map((row) => count(row[m]!).length));
    return width + 2 + Math.max(name.length, largest);
  }, 2 + first);
}

function cell(value: number, diagonal: boolean): Cell {
  if (value === 0) return { text: "·", paint: style.faint };
  return { text: count(value), paint: diagonal ? style.good : style.bad };
}

function worstConfusions(names: readonly string[], confusion: Evaluation["confusion"]): string {
  const pairs = confusion.flatMap((row, k) => row.map((value, m) => ({ value, k, m })));
  const worst = pairs
    .filter(({ value, k, m }) => k !== m && value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, listed);
  if (worst.length === 0) return "no sample is taken for another class";
  const rows = worst.map(({ value, k, m }) => [names[k]!, names[m]!, count(value)]);
  return `${style.faint("most frequent confusions")}\n${table(["true class", "predicted", "samples"], rows)}`;
}

/** Accuracy in a line, the table and the matrix. */
export function evaluationReport(name: string, evaluation: Evaluation): string {
  const { accuracy, macroF1, confusion } = evaluation;
  const all = confusion.flat().reduce((sum, value) => sum + value, 0);
  const right = confusion.reduce((sum, row, k) => sum + row[k]!, 0);
  return [
    `${style.title(printable(name))}  ${percent(accuracy)} right (${count(right)} of ${count(all)}), macro-F1 ${macroF1.toFixed(3)}`,
    "",
    indent(perClassTable(evaluation)),
    "",
    indent(confusionMatrix(evaluation)),
  ].join("\n");
}
