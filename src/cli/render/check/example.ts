import type { Counterexample } from "../../../check/counterexample.ts";
import { style } from "../style.ts";
import { indent } from "../table.ts";
import { wrap } from "../wrap.ts";
import { pageWidth } from "./words.ts";

/** The smallest numbers that show a mistake, and what comes out at them: W and gradients lie as the learner's W does. */
export function exampleBlock(example: Counterexample, layout: string | undefined): string {
  const lie = (matrix: number[][]): number[][] => (layout === "CxD" ? matrix : transposed(matrix));
  const { X, y, W, lambda, loss, gradient } = example;
  const given = [
    `X = ${nested(X)}`,
    `y = [${y.join(", ")}]`,
    `W = ${nested(lie(W))}`,
    ...(lambda === 0 ? [] : [`lambda = ${lambda}`]),
  ];
  const parts = [wrap(given, "   ", "", pageWidth - 4)];
  const differing: string[] = [];
  if (loss !== undefined) {
    const yours = style.bad(shown(loss.yours));
    differing.push(`loss   yours ${yours}   right ${style.good(shown(loss.right))}`);
  }
  if (gradient !== undefined) differing.push(sideBySide(lie(gradient.yours), lie(gradient.right)));
  parts.push(differing.join("\n"));
  return indent(parts.join("\n"), "    ");
}

/** Two matrices, what differs painted and, for eyes and printers without colours, marked. */
function sideBySide(yours: number[][], right: number[][]): string {
  const differs = (i: number, j: number): boolean => Math.abs(yours[i]![j]! - right[i]![j]!) > 1e-9;
  const width = Math.max(...[...yours, ...right].flat().map((value) => shown(value).length));
  const row = (matrix: number[][], i: number, mark: string, paint: (text: string) => string): string => {
    const cells = matrix[i]!.map((value, j) => {
      const text = shown(value).padStart(width);
      return differs(i, j) ? `${paint(text)}${mark}` : `${text}${" ".repeat(mark.length)}`;
    });
    return `[${cells.join(" ")}]`;
  };
  return yours
    .map((_, i) => {
      const first = i === 0;
      const left = row(yours, i, "*", style.bad);
      return `${first ? "dW     yours" : "            "} ${left}   ${first ? "right" : "     "} ${row(right, i, "", style.good)}`;
    })
    .join("\n");
}

/** As NumPy and JavaScript both read it. */
function nested(matrix: number[][]): string {
  return `[${matrix.map((row) => `[${row.map(shown).join(", ")}]`).join(", ")}]`;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function transposed(matrix: number[][]): number[][] {
  return matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));
}
