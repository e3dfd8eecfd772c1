import { HingeError, show } from "../errors.ts";
import { parseDecimal } from "../io/number.ts";
import { costGrid } from "../model/tune.ts";

const option = "--C";
const forms = "write from:to, from:to:points or a,b,c, as in 0.01:100";

/** The values of C that `from:to`, `from:to:points` or `a,b,c` stand for. @throws HingeError `not-a-number`, `bad-option` */
export function parseCosts(text: string): number[] {
  if (!text.includes(":")) return text.split(",").map((part) => cost(part));
  const parts = text.split(":");
  if (parts.length > 3) throw new HingeError("bad-option", `${show(text)} is no range; ${forms}`, { option });
  const [from, to, points] = parts.map((part) => cost(part));
  return costGrid(from!, to!, points);
}

function cost(text: string): number {
  const value = parseDecimal(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new HingeError("not-a-number", `${show(text)} is no finite number > 0; ${forms}`, { option });
}
