import { objective, percent, small } from "../format.ts";
import { refusal, type Trained, trained, training } from "../state/fit.ts";

/** What has been proven of the model that the plane shows. */
export function CertificatePanel() {
  const model = trained.value;
  const status = training.value ? "training" : (model?.report.status ?? "refused");
  return (
    <section
      id="certificate"
      class="panel"
      aria-labelledby="certificate-title"
      aria-busy={training.value}
      data-status={status}
      {...exactNumbers(model)}
    >
      <h2 id="certificate-title">Certificate</h2>
      <p class={`sentence ${model?.report.status ?? "refused"}`} aria-live="polite">
        {refusal.value === undefined ? (model?.report.message ?? "Training ...") : sentence(refusal.value)}
      </p>
      {model && <Numbers {...model} />}
    </section>
  );
}

function Numbers({ report, accuracy }: Trained) {
  const rows = [
    ["primal", objective(report.primal), "this model's objective"],
    ["dual", objective(report.dual), "no model's is below it"],
    ["gap", small(report.gap), `${small(report.relativeGap)} of the primal`],
    ["rounding", small(report.bound), "at the very worst"],
    ["effort", `${report.epochs}`, `epochs, ${Math.max(1, Math.round(1000 * report.seconds))} ms`],
    ["accuracy", percent(accuracy), `of the ${report.nSamples} training points`],
  ];
  return (
    <table class="numbers">
      <tbody>
        {rows.map(([name, value, meaning]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
            <td class="faint">{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The numbers with all their digits, for whoever wants to compare: `data-primal` and so on. */
function exactNumbers(model: Trained | undefined): Record<`data-${string}`, string | number | boolean> {
  if (model === undefined) return {};
  const { report, task, accuracy } = model;
  const { loss, squared, C, bias, tolerance } = task.options;
  return {
    "data-loss": loss,
    "data-squared": squared,
    "data-c": C,
    "data-bias": bias,
    "data-tolerance": tolerance,
    "data-primal": report.primal,
    "data-dual": report.dual,
    "data-gap": report.gap,
    "data-epochs": report.epochs,
    "data-accuracy": accuracy,
  };
}

/** The library's refusals begin in small letters, as they follow a program's name elsewhere. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
