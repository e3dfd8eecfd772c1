import { MarkIcon } from "../plane/mark.tsx";
import { focusPoint } from "../plane/points.tsx";
import { present } from "../state/fit.ts";
import { addPoint, points, removePoint, selected } from "../state/points.ts";
import { type Axis, scene, show } from "../state/scene.ts";
import { brush, chosenBrush, setTakesPart, takesPart } from "../state/settings.ts";

/** The legend, which also chooses what a click adds and which classes take part. */
export function ClassesPanel() {
  const chosen = present.value.find(({ id }) => id === selected.value);
  return (
    <section class="panel" aria-label="Classes">
      <table class="classes">
        <thead>
          <tr>
            <th scope="col">class</th>
            <th scope="col">points</th>
            <th scope="col">a click adds it</th>
            <th scope="col">takes part</th>
          </tr>
        </thead>
        <tbody>
          {scene.value.classNames.map((name, k) => (
            <tr key={name}>
              <th scope="row">
                <MarkIcon k={k} /> {name}
              </th>
              <td>{points.value.filter((point) => point.k === k).length}</td>
              <td>
                <input
                  type="radio"
                  name="brush"
                  aria-label={`A click adds ${name}`}
                  checked={brush.value === k}
                  disabled={!takesPart.value[k]}
                  onChange={() => {
                    chosenBrush.value = k;
                  }}
                />
              </td>
              <td>
                <input
                  type="checkbox"
                  aria-label={`${name} takes part`}
                  checked={takesPart.value[k] === true}
                  onChange={(event) => setTakesPart(k, event.currentTarget.checked)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="buttons">
        <button type="button" disabled={brush.value < 0} onClick={addInTheMiddle}>
          Add a point in the middle
        </button>
        <button
          type="button"
          disabled={chosen === undefined}
          onClick={() => chosen !== undefined && removePoint(chosen.id)}
        >
          Remove the chosen point
        </button>
        <button type="button" onClick={() => show(scene.value.source)}>
          Start over
        </button>
      </div>
    </section>
  );
}

function addInTheMiddle(): void {
  addPoint(middle(scene.value.x), middle(scene.value.y), brush.value);
  focusPoint(selected.value);
}

function middle({ range: [low, high] }: Axis): number {
  return (low + high) / 2;
}
