import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { addPoint } from "../state/points.ts";
import { scene } from "../state/scene.ts";
import { brush } from "../state/settings.ts";
import { Axes } from "./axes.tsx";
import { Points } from "./points.tsx";
import { Regions } from "./regions.tsx";
import { inset, makeScale, type Scale, type Size } from "./scale.ts";

/** The plane: the regions on a canvas, axes and points above them. */
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

  const { width, height } = size.value;
  const x = makeScale(scene.value.x, inset.left, width - inset.right);
  const y = makeScale(scene.value.y, height - inset.bottom, inset.top);
  const plot = { width: width - inset.left - inset.right, height: height - inset.top - inset.bottom };
  return (
    <section aria-label="The plane">
      <div class="plane" ref={box}>
        {width > 0 && <Regions size={plot} />}
        {width > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset
          <svg width={width} height={height} role="group" aria-label="Points" aria-describedby="plane-help">
            <Axes size={size.value} x={x} y={y} />
            {/* biome-ignore lint/a11y/noStaticElementInteractions: for the keyboard there is a button below */}
            <rect
              class="surface"
              x={inset.left}
              y={inset.top}
              width={plot.width}
              height={plot.height}
              onClick={(event) => add(event, x, y)}
            />
            <Points x={x} y={y} />
          </svg>
        )}
      </div>
      <p id="plane-help" class="faint">
        Click to add a point, drag to move it. By keyboard: <kbd>Tab</kbd> to a point, <kbd>Page Down</kbd>{" "}
        and <kbd>Page Up</kbd> to others, arrows move it (with <kbd>Shift</kbd> further), <kbd>Delete</kbd>{" "}
        removes it. Fainter ground: a point there would lie within the margin. Outlined: predicted to be of
        another class.
      </p>
    </section>
  );
}

function add(event: MouseEvent, x: Scale, y: Scale): void {
  if (brush.value < 0) return;
  const plot = (event.currentTarget as SVGElement).ownerSVGElement!.getBoundingClientRect();
  addPoint(x.toValue(event.clientX - plot.left), y.toValue(event.clientY - plot.top), brush.value);
}
