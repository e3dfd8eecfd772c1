import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { addPoint, removePoint, repaint } from "../state/actions.ts";
import { axes, classes, selected, state } from "../state/store.ts";
import { Axes } from "./axes.tsx";
import { addInTheMiddle, focusPoint } from "./focus.ts";
import { Lines } from "./lines.tsx";
import { ChosenMark, Points } from "./points.tsx";
import { Regions } from "./regions.tsx";
import { type Frame, frameOf, inset, type Size } from "./scale.ts";
import { Violations } from "./violations.tsx";

/** The plane: regions, lines, violated margins and points, each upon the last. */
export function Plane() {
  const box = useRef<HTMLDivElement>(null);
  const size = useSignal<Size>({ width: 0, height: 0 });
  useEffect(() => {
    // In CSS pixels, so that text and points keep their size on a narrow screen.
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      size.value = { width: Math.round(width), height: Math.round(height) };
    });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [size]);
  const frame = useMemo(() => frameOf(axes.value, size.value), [axes.value, size.value]);
  return (
    <section aria-label="The plane">
      <div class="plane" ref={box}>
        {size.value.width > 0 && (
          <>
            <Plot size={size.value} frame={frame} />
            <Overlay size={size.value} frame={frame} />
          </>
        )}
      </div>
      <PointButtons />
    </section>
  );
}

function Plot({ size: { width, height }, frame }: { size: Size; frame: Frame }) {
  const plot = {
    x: inset.left,
    y: inset.top,
    width: width - inset.left - inset.right,
    height: height - inset.top - inset.bottom,
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset
    <svg width={width} height={height} role="group" aria-label="Points" aria-describedby="plane-help">
      <defs>
        <clipPath id="plot">
          <rect {...plot} />
        </clipPath>
      </defs>
      <g clip-path="url(#plot)">
        <Regions frame={frame} />
        <Lines frame={frame} />
      </g>
      <Axes size={{ width, height }} frame={frame} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for the keyboard there is a button below */}
      <rect class="surface" {...plot} onClick={(event) => add(event, frame)} />
      <Points frame={frame} />
    </svg>
  );
}

/** What changes while a point is dragged, in a drawing of its own: the other need not be painted again. */
function Overlay({ size: { width, height }, frame }: { size: Size; frame: Frame }) {
  return (
    <svg class="overlay" width={width} height={height} aria-hidden="true">
      <g clip-path="url(#plot)">
        <Violations frame={frame} />
      </g>
      <ChosenMark frame={frame} />
    </svg>
  );
}

function PointButtons() {
  const i = selected.value;
  const isNone = i < 0 || i >= state.value.points.length;
  const brush = classes.value[state.value.brush]!;
  return (
    <div class="under-plane">
      <div class="buttons">
        <button type="button" onClick={addInTheMiddle}>
          Add a point
        </button>
        <button type="button" disabled={isNone} onClick={() => repaint(i, state.value.brush)}>
          Repaint as {brush}
        </button>
        <button
          type="button"
          disabled={isNone}
          onClick={() => {
            removePoint(i);
            focusPoint(selected.value);
          }}
        >
          Remove point
        </button>
      </div>
      <details>
        <summary>How to use the plane</summary>
        <p id="plane-help">
          Click the ground to add a point, drag a point to move it, double-click to repaint it. By keyboard:{" "}
          <kbd>Tab</kbd> to a point, arrows move it (with <kbd>Shift</kbd> further), <kbd>1</kbd>-<kbd>8</kbd>{" "}
          repaint it, <kbd>Delete</kbd> removes it, <kbd>Page Down</kbd> and <kbd>Page Up</kbd> go to others.
          Colours of the ground: the predicted class. Solid lines: a score of 0; dashed: of plus and minus the
          margin; arrows: the weights. Outlined points are predicted to be of another class. Segments from the
          chosen point: its violated margins, each as far as the point would have to go.
        </p>
      </details>
    </div>
  );
}

function add(event: MouseEvent, { x, y }: Frame): void {
  const plot = (event.currentTarget as SVGElement).ownerSVGElement!.getBoundingClientRect();
  addPoint(x.toValue(event.clientX - plot.left), y.toValue(event.clientY - plot.top), state.value.brush);
}
