import { irisFeatures } from "../data/iris.ts";
import { scene, show } from "../state/scene.ts";

/** Which points to begin with. */
export function DataPanel() {
  const { source } = scene.value;
  return (
    <section class="panel" aria-labelledby="data-title">
      <h2 id="data-title">Data</h2>
      <div class="fields">
        <label>
          Start from
          <select
            value={source.kind}
            onChange={(event) =>
              show(
                event.currentTarget.value === "iris" ? { kind: "iris", features: [2, 3] } : { kind: "blobs" },
              )
            }
          >
            <option value="iris">150 irises</option>
            <option value="blobs">three clouds</option>
          </select>
        </label>
        {source.kind === "iris" && (
          <>
            <FeatureSelect
              name="Across"
              value={source.features[0]}
              onChange={(feature) => show({ kind: "iris", features: [feature, source.features[1]] })}
            />
            <FeatureSelect
              name="Up"
              value={source.features[1]}
              onChange={(feature) => show({ kind: "iris", features: [source.features[0], feature] })}
            />
          </>
        )}
      </div>
    </section>
  );
}

interface FeatureSelectProps {
  name: string;
  value: number;
  onChange: (feature: number) => void;
}

function FeatureSelect({ name, value, onChange }: FeatureSelectProps) {
  return (
    <label>
      {name}
      <select value={value} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {irisFeatures.map((feature, j) => (
          <option key={feature} value={j}>
            {feature}
          </option>
        ))}
      </select>
    </label>
  );
}
