import { short } from "../format.ts";
import { repaint } from "../state/actions.ts";
import { hoveredPoint } from "../state/hover.ts";
import { adjust, selected, state } from "../state/store.ts";
import { drag, drop, grab } from "./drag.ts";
import { elementId } from "./focus.ts";
import { onKey } from "./keys.ts";
import { lookOf, looks, pointCount } from "./looks.ts";
import { Mark } from "./mark.tsx";
import type { Frame } from "./scale.ts";

/** Every point: to drag, and to move, repaint and remove by the keyboard. */
export function Points({ frame }: { frame: Frame }) {
  return (
    <g>
      {Array.from({ length: pointCount.value }, (_, i) => (
        <PointMark key={i} i={i} frame={frame} />
      ))}
    </g>
  );
}

/** The chosen point once more, above its neighbours, which would hide it while it is dragged among them. */
export function ChosenMark({ frame }: { frame: Frame }) {
  const look = looks.value[selected.value];
  if (look === undefined) return null;
  const { point, name, guess } = look;
  const [x, y] = [tenth(frame.x.toPixel(point[0])), tenth(frame.y.toPixel(point[1]))];
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group cannot have the focus
    <g class={guess !== undefined && guess !== name ? "over wrong" : "over"} aria-hidden="true">
      <circle cx={x} cy={y} r={12} />
      <Mark k={point[2]} x={x} y={y} />
    </g>
  );
}

function PointMark({ i, frame }: { i: number; frame: Frame }) {
  const { point, name, guess, light, chosen, stop, lifted } = lookOf(i);
  const [x, y, k] = point;
  const wrong = guess !== undefined && guess !== name;
  const [left, top] = [tenth(frame.x.toPixel(x)), tenth(frame.y.toPixel(y))];
  const kinds = [
    wrong && "wrong",
    guess === undefined && "absent",
    light,
    chosen && "chosen",
    lifted && "lifted",
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button
    <g
      id={elementId(i)}
      class={["point", ...kinds].filter(Boolean).join(" ")}
      role="button"
      aria-roledescription="point"
      aria-label={`${name} at ${short(x)}, ${short(y)}${wrong ? `, predicted ${guess}` : ""}`}
      tabIndex={stop ? 0 : -1}
      data-x={x}
      data-y={y}
      data-class={name}
      onFocus={() => adjust({ selected: i })}
      onKeyDown={(event) => onKey(event, i, frame)}
      onPointerDown={(event) => grab(event, i)}
      onPointerMove={(event) => drag(event, i, frame)}
      onLostPointerCapture={drop}
      onPointerEnter={() => {
        hoveredPoint.value = i;
      }}
      onPointerLeave={() => {
        hoveredPoint.value = -1;
      }}
      onDblClick={() => repaint(i, state.value.brush)}
    >
      <circle class="reach" cx={left} cy={top} r={12} />
      <Mark k={k} x={left} y={top} />
    </g>
  );
}

/** Of a pixel. */
function tenth(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
