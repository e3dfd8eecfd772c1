import { useEffect, useRef } from "preact/hooks";
import { tableOf } from "../data/open.ts";
import { short } from "../format.ts";
import { Panel } from "../parts/panel.tsx";
import { place } from "../state/numbers.ts";
import { classes, source, W } from "../state/store.ts";
import { rowNames, task, wide } from "../state/task.ts";

/** In place of the plane: each row of W as an image, or by its largest weights. */
export function TemplatesPanel() {
  if (!wide.value) return null;
  const table = tableOf(source.value.kind);
  const shape = table?.image;
  const { X, y, features } = task.value;
  const x = X[place.value];
  const largest = W.value.flat().reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  return (
    <Panel name="plane" title="Templates">
      <p class="faint">
        {shape === undefined
          ? "The largest weights of each score."
          : "The weights of each score as an image: orange pixels raise it, blue ones lower it."}
      </p>
      <div class="templates">
        {W.value.map((row, m) => (
          <figure key={m}>
            {shape === undefined ? (
              <Largest row={row} features={features} />
            ) : (
              <Picture
                values={row}
                shape={shape}
                largest={largest}
                label={`Template of ${rowNames.value[m]}`}
              />
            )}
            <figcaption>{rowNames.value[m]}</figcaption>
          </figure>
        ))}
        {shape !== undefined && x !== undefined && (
          <figure class="sample">
            <Picture
              values={x}
              shape={shape}
              largest={1}
              label={`The chosen sample, a ${classes.value[y[place.value]!]}`}
            />
            <figcaption>the chosen sample</figcaption>
          </figure>
        )}
      </div>
    </Panel>
  );
}

interface PictureProps {
  values: readonly number[];
  shape: readonly [number, number];
  largest: number;
  label: string;
}

const high = [230, 140, 20] as const;
const low = [40, 110, 200] as const;

/** Each number a pixel: its size is the opacity, so that it works on light and dark. */
function Picture({ values, shape: [rows, columns], largest, label }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(columns, rows);
    for (let k = 0; k < rows * columns; k++) {
      const value = values[k] ?? 0;
      image.data.set(value >= 0 ? high : low, 4 * k);
      image.data[4 * k + 3] = largest > 0 ? (255 * Math.abs(value)) / largest : 0;
    }
    context.putImageData(image, 0, 0);
  });
  return <canvas ref={canvas} width={columns} height={rows} role="img" aria-label={label} />;
}

function Largest({ row, features }: { row: readonly number[]; features: readonly string[] }) {
  const order = [...features.keys()].sort((a, b) => Math.abs(row[b]!) - Math.abs(row[a]!)).slice(0, 5);
  return (
    <ul>
      {order.map((j) => (
        <li key={j}>
          {features[j]} {short(row[j]!)}
        </li>
      ))}
    </ul>
  );
}
