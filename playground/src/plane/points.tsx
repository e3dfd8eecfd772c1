import { computed } from "@preact/signals";
import { memo } from "preact/compat";
import { short } from "../format.ts";
import { addPoint, removePoint, repaint, setPoint } from "../state/actions.ts";
import { hoveredEntry, hoveredPoint } from "../state/hover.ts";
import type { PlanePoint } from "../state/model.ts";
import { worked } from "../state/numbers.ts";
import { adjust, axes, classes, points, selected, state } from "../state/store.ts";
import { task } from "../state/task.ts";
import { Mark } from "./mark.tsx";
import { clamp, type Frame } from "./scale.ts";

/** How a point stands out: by what the hovered entry of the gradient takes from it. */
type Light = "none" | "dim" | "up" | "down";

/** For each point: its predicted class (-1 if it takes no part), and its light. */
const looks = computed(() => {
  const { numbers } = task.value;
  const entry = hoveredEntry.value;
  const guesses = new Int32Array(points.value.length).fill(-1);
  const lights = new Array<Light>(points.value.length).fill("none");
  numbers.forEach((i, at) => {
    const sample = worked.value[at]!;
    guesses[i] = sample.predicted;
    if (entry === undefined) return;
    const multiple = sample.multiples[entry.m]!;
    lights[i] = multiple === 0 ? "dim" : multiple > 0 ? "down" : "up";
  });
  return { guesses, lights };
});

/** Every point: to drag, and to move, repaint and remove by the keyboard. */
export function Points({ frame }: { frame: Frame }) {
  const { guesses, lights } = looks.value;
  // One stop for the tabulator key; Page Up and Page Down go from point to point.
  const stop = Math.max(0, selected.value);
  return (
    <g>
      {points.value.map((point, i) => (
        <PointMark
          key={i}
          i={i}
          point={point}
          name={classes.value[point[2]]!}
          guess={guesses[i]! < 0 ? undefined : classes.value[guesses[i]!]}
          light={lights[i]!}
          chosen={i === selected.value}
          stop={i === stop}
          frame={frame}
        />
      ))}
    </g>
  );
}

interface PointMarkProps {
  i: number;
  point: PlanePoint;
  name: string;
  /** Undefined for a point that takes no part. */
  guess: string | undefined;
  light: Light;
  chosen: boolean;
  stop: boolean;
  frame: Frame;
}

const PointMark = memo(({ i, point, name, guess, light, chosen, stop, frame }: PointMarkProps) => {
  const [x, y, k] = point;
  const wrong = guess !== undefined && guess !== name;
  const looks = [wrong && "wrong", guess === undefined && "absent", light, chosen && "chosen"];
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button
    <g
      id={elementId(i)}
      class={["point", ...looks].filter(Boolean).join(" ")}
      transform={`translate(${frame.x.toPixel(x)} ${frame.y.toPixel(y)})`}
      role="button"
      aria-roledescription="point"
      aria-label={`${name} at ${short(x)}, ${short(y)}${wrong ? `, predicted ${guess}` : ""}`}
      tabIndex={stop ? 0 : -1}
      data-x={x}
      data-y={y}
      data-class={name}
      onFocus={() => adjust({ selected: i })}
      onKeyDown={(event) => onKey(event, i, frame)}
      onPointerDown={grab}
      onPointerMove={(event) => drag(event, i, frame)}
      onPointerEnter={() => {
        hoveredPoint.value = i;
      }}
      onPointerLeave={() => {
        hoveredPoint.value = -1;
      }}
      onDblClick={() => repaint(i, state.value.brush)}
    >
      <circle class="reach" r={12} />
      <Mark k={k} />
    </g>
  );
});

/** Gives a point the focus once it is on the page. */
export function focusPoint(i: number): void {
  requestAnimationFrame(() => document.getElementById(elementId(i))?.focus());
}

/** By the keyboard's way: a point in the middle of the plane. */
export function addInTheMiddle(): void {
  const [x, y] = axes.value;
  addPoint((x.range[0] + x.range[1]) / 2, (y.range[0] + y.range[1]) / 2, state.value.brush);
  focusPoint(points.value.length - 1);
}

function elementId(i: number): string {
  return `point-${i}`;
}

/** Each drag is one change to undo. */
let drags = 0;

function grab(event: PointerEvent): void {
  if (event.button !== 0) return;
  drags++;
  (event.currentTarget as Element).setPointerCapture(event.pointerId);
}

function drag(event: PointerEvent, i: number, { x, y }: Frame): void {
  const element = event.currentTarget as SVGGElement;
  if (!element.hasPointerCapture(event.pointerId)) return;
  const plot = element.ownerSVGElement!.getBoundingClientRect();
  setPoint(i, x.toValue(event.clientX - plot.left), y.toValue(event.clientY - plot.top), `drag ${drags}`);
}

/** What the keys move a point by, in hundredths of the plot. */
const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function onKey(event: KeyboardEvent, i: number, frame: Frame): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const move = moves[event.key];
  const last = points.value.length - 1;
  const goal = { PageDown: i + 1, PageUp: i - 1, Home: 0, End: last }[event.key];
  const digit = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : undefined;
  if (move !== undefined) {
    const steps = event.shiftKey ? 10 : 1;
    const [x, y] = points.value[i]!;
    const to = [moved(x, move[0] * steps, frame.x.range), moved(y, move[1] * steps, frame.y.range)] as const;
    setPoint(i, ...to, `keys ${i}`);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    removePoint(i);
    focusPoint(selected.value);
  } else if (digit !== undefined && digit < classes.value.length) {
    repaint(i, digit);
  } else if (goal !== undefined && goal >= 0 && goal <= last) {
    focusPoint(goal);
  } else {
    return;
  }
  event.preventDefault();
}

function moved(value: number, hundredths: number, [low, high]: readonly [number, number]): number {
  return hundredths === 0 ? value : clamp(value + (hundredths * (high - low)) / 100, low, high);
}
