import { computed } from "@preact/signals";
import { short } from "../format.ts";
import { present, trained } from "../state/fit.ts";
import { movePoint, type Point, removePoint, selected } from "../state/points.ts";
import { type Axis, scene } from "../state/scene.ts";
import { Mark } from "./mark.tsx";
import { clamp, type Scale } from "./scale.ts";

const predicted = computed(() => {
  const model = trained.value;
  if (model === undefined || present.value.length === 0 || model.task.scene !== scene.value) return [];
  return model.svm.predict(present.value.map(({ x, y }) => [x, y]));
});

/** Every point that takes part: to drag, and to move and remove by the keyboard. */
export function Points({ x, y }: { x: Scale; y: Scale }) {
  const { classNames } = scene.value;
  // One stop for the tabulator key; Page Up and Page Down go from point to point.
  const stop = present.value.find(({ id }) => id === selected.value) ?? present.value[0];
  return (
    <g>
      {present.value.map((point, i) => {
        const name = classNames[point.k]!;
        const guess = predicted.value[i] ?? name;
        return (
          // biome-ignore lint/a11y/useSemanticElements: SVG has no button
          <g
            key={point.id}
            id={elementId(point.id)}
            class={classNamesOf(point, guess !== name)}
            transform={`translate(${x.toPixel(point.x)} ${y.toPixel(point.y)})`}
            role="button"
            aria-roledescription="point"
            aria-label={`${name} at ${short(point.x)}, ${short(point.y)}${guess === name ? "" : `, predicted ${guess}`}`}
            tabIndex={point === stop ? 0 : -1}
            data-x={point.x}
            data-y={point.y}
            data-class={name}
            onFocus={() => {
              selected.value = point.id;
            }}
            onKeyDown={(event) => onKey(event, point, i)}
            onPointerDown={grab}
            onPointerMove={(event) => drag(event, point, x, y)}
          >
            <circle class="reach" r={11} />
            <Mark k={point.k} />
          </g>
        );
      })}
    </g>
  );
}

/** Gives a point the focus once it is on the page. */
export function focusPoint(id: number | undefined): void {
  if (id === undefined) return;
  requestAnimationFrame(() => document.getElementById(elementId(id))?.focus());
}

function classNamesOf({ id }: Point, wrong: boolean): string {
  return `point${wrong ? " wrong" : ""}${id === selected.value ? " chosen" : ""}`;
}

function elementId(id: number): string {
  return `point-${id}`;
}

function grab(event: PointerEvent): void {
  if (event.button === 0) (event.currentTarget as Element).setPointerCapture(event.pointerId);
}

function drag(event: PointerEvent, { id }: Point, x: Scale, y: Scale): void {
  const element = event.currentTarget as SVGGElement;
  if (!element.hasPointerCapture(event.pointerId)) return;
  const plot = element.ownerSVGElement!.getBoundingClientRect();
  movePoint(id, x.toValue(event.clientX - plot.left), y.toValue(event.clientY - plot.top));
}

/** What the keys move a point by, in hundredths of the plot. */
const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function onKey(event: KeyboardEvent, point: Point, i: number): void {
  const move = moves[event.key];
  const goal = { PageDown: i + 1, PageUp: i - 1, Home: 0, End: present.value.length - 1 }[event.key];
  if (move !== undefined) {
    const steps = event.shiftKey ? 10 : 1;
    const { x, y } = scene.value;
    movePoint(point.id, moved(point.x, move[0] * steps, x), moved(point.y, move[1] * steps, y));
  } else if (event.key === "Delete" || event.key === "Backspace") {
    removePoint(point.id);
    focusPoint(selected.value);
  } else if (goal !== undefined) {
    focusPoint(present.value[goal]?.id);
  } else {
    return;
  }
  event.preventDefault();
}

function moved(value: number, hundredths: number, { range: [low, high] }: Axis): number {
  return hundredths === 0 ? value : clamp(value + (hundredths * (high - low)) / 100, low, high);
}
