import { type Formula, parseFormula } from "./formula.ts";

/** Operators that take air on both sides, but as a sign only the hyphen's place: -x. */
const spaced = "+−=<>≠≤≥∈·";

/** A formula on one line of plain text: `s_j - s_y + Δ`, `x²`, `Σ_{j≠y} max(0, h_j)`. Minus is a hyphen: numbers can be copied. */
export function formulaText(source: string): string {
  return text(parseFormula(source)).trim().replaceAll("−", "-");
}

function text(node: Formula): string {
  switch (node.kind) {
    case "row":
      return row(node.items);
    case "fraction":
      return `${enclosed(node.over)}/${enclosed(node.under)}`;
    case "script":
      return text(node.base) + below(node.sub) + above(node.sup);
    case "cases":
      return node.rows.map((cells) => cells.map((cell) => text(cell).trim()).join(" ")).join("; ");
    default:
      return node.text === "∑" ? "Σ" : node.text;
  }
}

function row(items: readonly Formula[]): string {
  let out = "";
  let bars = 0;
  items.forEach((item, k) => {
    const piece = text(item);
    const before = items[k - 1];
    if (item.kind === "operator" && spaced.includes(item.text)) {
      out = isOpen(before) ? out + piece : `${out.trimEnd()} ${piece} `;
    } else if (piece === ",") {
      out += ", ";
    } else {
      const closes = ")]}".includes(piece[0]!) || (piece.startsWith("‖") && bars++ % 2 === 1);
      const touches = closes || isOpen(before) || /\s$/.test(out) || isBar(before) || isCall(before, piece);
      out += touches || before === undefined ? piece : ` ${piece}`;
    }
  });
  return out;
}

/** Whether what comes next begins a term: nothing, an opening bracket, an operator or a comma stands before it. */
function isOpen(before: Formula | undefined): boolean {
  return before === undefined || (before.kind === "operator" && `([{,${spaced}`.includes(before.text));
}

/** Before the first letter within bars. */
function isBar(before: Formula | undefined): boolean {
  return before?.kind === "operator" && before.text === "‖";
}

/** A function's parenthesis, and what a ∂ is of. */
function isCall(before: Formula | undefined, piece: string): boolean {
  if (before === undefined) return true;
  const head = before.kind === "script" ? before.base : before;
  if (head.kind === "letter" && head.text === "∂") return true;
  return piece.startsWith("(") && head.kind === "word";
}

function enclosed(node: Formula): string {
  const inner = text(node).trim();
  return /[\s+−·]/.test(inner.slice(1)) && !/^\(.*\)$/.test(inner) ? `(${inner})` : inner;
}

function below(node: Formula | undefined): string {
  if (node === undefined) return "";
  const inner = text(node).replace(/\s/g, "");
  return /^[\p{L}\p{N}]+$/u.test(inner) ? `_${inner}` : `_{${inner}}`;
}

function above(node: Formula | undefined): string {
  if (node === undefined) return "";
  const inner = text(node).trim();
  if (inner === "2") return "²";
  if (inner === "⊤") return "ᵀ";
  return /^[\p{L}\p{N}−]+$/u.test(inner) ? `^${inner}` : `^(${inner})`;
}
