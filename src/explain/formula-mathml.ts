import { escapeHtml } from "./escape.ts";
import { type Formula, parseFormula } from "./formula.ts";

/** A formula within a sentence, as a MathML element (MathML Core, which browsers draw without help). */
export function inlineMathml(source: string): string {
  return `<math>${mathml(parseFormula(source))}</math>`;
}

/** Chains of equations, one below the other, aligned at their first =. */
export function displayMathml(chains: readonly (readonly string[])[]): string {
  const rows = chains.flatMap(([left, ...rights]) =>
    rights.length === 0
      ? [tableRow("", mathml(parseFormula(left!)))]
      : rights.map((right, k) =>
          tableRow(k === 0 ? mathml(parseFormula(left!)) : "", `<mo>=</mo>${mathml(parseFormula(right))}`),
        ),
  );
  return `<math display="block"><mtable displaystyle="true">${rows.join("")}</mtable></math>`;
}

function tableRow(left: string, right: string): string {
  // Chromium aligns formulas by its own -webkit- values only, others by the standard ones.
  const cell = (side: string, content: string): string =>
    `<mtd style="text-align:${side};text-align:-webkit-${side}"><mrow>${content}</mrow></mtd>`;
  return `<mtr>${cell("right", left)}${cell("left", right)}</mtr>`;
}

function mathml(node: Formula): string {
  switch (node.kind) {
    case "row":
      return `<mrow>${node.items.map(mathml).join("")}</mrow>`;
    case "fraction":
      return `<mfrac>${mathml(node.over)}${mathml(node.under)}</mfrac>`;
    case "script":
      return script(node.base, node.sub, node.sup);
    case "cases":
      return `<mrow><mo>{</mo><mtable>${node.rows
        .map((cells) => `<mtr>${cells.map(caseCell).join("")}</mtr>`)
        .join("")}</mtable></mrow>`;
    case "number":
      return `<mn>${escapeHtml(node.text)}</mn>`;
    case "letter":
    case "word":
      return `<mi>${escapeHtml(node.text)}</mi>`;
    case "operator":
      return operator(node.text);
    case "text":
      // Blanks at the ends of mtext would be dropped.
      return `<mtext>${escapeHtml(node.text).replace(/^ | $/g, "\u00a0")}</mtext>`;
  }
}

function caseCell(node: Formula): string {
  return `<mtd style="text-align:left">${mathml(node)}</mtd>`;
}

/** The limits of a sum stand below it, where there is room. */
function script(base: Formula, sub: Formula | undefined, sup: Formula | undefined): string {
  const under = base.kind === "operator" && base.text === "∑";
  const [one, other, both] = under ? ["munder", "mover", "munderover"] : ["msub", "msup", "msubsup"];
  if (sup === undefined) return `<${one}>${mathml(base)}${mathml(sub!)}</${one}>`;
  if (sub === undefined) return `<${other}>${mathml(base)}${mathml(sup)}</${other}>`;
  return `<${both}>${mathml(base)}${mathml(sub)}${mathml(sup)}</${both}>`;
}

/** Bars have no side of their own, and brackets that grow with a subscript are too much here. */
function operator(text: string): string {
  if (text === "|" || text === "‖") return `<mo stretchy="false" lspace="0" rspace="0">${text}</mo>`;
  return "()[]".includes(text) ? `<mo stretchy="false">${text}</mo>` : `<mo>${escapeHtml(text)}</mo>`;
}
