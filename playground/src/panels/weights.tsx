import { objective, short } from "../format.ts";
import { type Trained, trained } from "../state/fit.ts";

/** The weights, and the analytic gradient where they are. */
export function WeightsPanel() {
  const model = trained.value;
  if (model === undefined) return null;
  const { svm, report, atOptimum, task } = model;
  const columns = [task.scene.x.name, task.scene.y.name, "bias"].map((name) => name.replace(" (cm)", ""));
  return (
    <section class="panel" aria-labelledby="weights-title">
      <h2 id="weights-title">Weights and gradient</h2>
      <div class="scroll">
        <table class="weights">
          <thead>
            <tr>
              <th scope="col">score of</th>
              {columns.map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from(svm.bias, (_, m) => (
              <tr key={rowName(model, m)}>
                <th scope="row">{rowName(model, m)}</th>
                {columns.map((name, j) => (
                  <td key={name}>
                    {short(j < 2 ? svm.weights.data[2 * m + j]! : svm.bias[m]!)}
                    <span class="faint">{short(atOptimum.gradient.data[3 * m + j]!)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="faint">
        Beneath each weight: the derivative of (1/N) Σ loss + (λ/2) |W|², λ = 1/(C N) ={" "}
        {objective(report.lambda)}, which is {objective(atOptimum.value)} here: the primal divided by C N.{" "}
        {task.options.squared
          ? "Squared hinges have no corners: the smaller the gap, the nearer the gradient is to 0."
          : "The optimum sits in corners of the hinges, where the slope jumps: the gradient beside a corner need not be near 0. Squared hinges have no corners; try them."}
      </p>
    </section>
  );
}

/** The class whose score a row of weights gives; the binary loss has one score, positive for the second class. */
function rowName({ svm }: Trained, m: number): string {
  const { classes } = svm;
  return svm.bias.length === 1 ? `${classes[1]} (+) or ${classes[0]} (\u2212)` : String(classes[m]);
}
