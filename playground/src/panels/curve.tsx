import { Chart, Legend, type Series } from "../parts/chart.tsx";
import { Panel } from "../parts/panel.tsx";
import { history } from "../state/descent.ts";
import { proof } from "../state/optimum.ts";

/** The objective by steps of the descent, above the bound that nothing goes below; or by the solver's epochs. */
export function CurvePanel() {
  const passed = history.value;
  const proven = proof.value;
  const last = passed.at(-1)?.steps ?? 0;
  return (
    <Panel name="curve" title="Loss curve">
      {passed.length < 2 && proven === undefined && (
        <p class="faint">Take some steps, or go to the optimum: the way down is drawn here.</p>
      )}
      {passed.length > 1 && (
        <Drawn
          across="steps of gradient descent"
          series={[
            {
              name: "objective",
              kind: "primal",
              spots: passed.map(({ steps, value }) => [steps, value] as const),
            },
            ...(proven === undefined
              ? []
              : [
                  {
                    name: "dual: nothing is below",
                    kind: "dual" as const,
                    spots: [[passed[0]!.steps, proven.dual] as const, [last, proven.dual] as const],
                  },
                ]),
          ]}
        />
      )}
      {passed.length < 2 && proven !== undefined && (
        <Drawn
          across="epochs of the solver"
          series={[
            {
              name: "primal",
              kind: "primal",
              spots: proven.trace.map(({ epoch, primal }) => [epoch, primal] as const),
            },
            {
              name: "dual",
              kind: "dual",
              spots: proven.trace.map(({ epoch, dual }) => [epoch, dual] as const),
            },
          ]}
        />
      )}
    </Panel>
  );
}

function Drawn({ across, series }: { across: string; series: readonly Series[] }) {
  const ends = series.map(({ name, spots }) => `${name} ends at ${spots.at(-1)![1].toPrecision(4)}`);
  return (
    <>
      <Chart label={`The loss by ${across}: ${ends.join(", ")}`} across={across} series={series} />
      <Legend series={series} />
    </>
  );
}
