import type { Counterexample as Numbers } from "hinge/check";
import { objectiveText, short } from "../format.ts";

/** The smallest numbers at which a function is wrong, and both results; rows of W and of gradients are classes. */
export function Counterexample({ numbers, whose }: { numbers: Numbers; whose: "your" | "spoiled" }) {
  const { X, y, W, lambda, loss, gradient } = numbers;
  const rows: (readonly [string, string])[] = [
    ["X", matrix(X)],
    ["y", y.join(", ")],
    ["W", matrix(W)],
    ["λ", String(lambda)],
  ];
  if (loss !== undefined)
    rows.push(["right loss", objectiveText(loss.right)], [`${whose} loss`, objectiveText(loss.yours)]);
  if (gradient !== undefined)
    rows.push(["right gradient", matrix(gradient.right)], [`${whose} gradient`, matrix(gradient.yours)]);
  return (
    <table class="counterexample">
      <caption>The smallest numbers at which it is wrong; rows of W and of gradients are classes</caption>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class={name.startsWith(whose) ? "violated" : ""}>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function matrix(rows: readonly (readonly number[])[]): string {
  return `[${rows.map((row) => `[${row.map((value) => short(value)).join(", ")}]`).join(", ")}]`;
}
