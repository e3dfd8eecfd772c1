import { objective, W } from "../state/store.ts";
import { chord, foot, type HalfPlane, type Spot } from "./geometry.ts";
import type { Frame } from "./scale.ts";

/** For each score: the line where it is 0, the two where it is plus and minus the margin, and its weights as an arrow. */
export function Lines({ frame }: { frame: Frame }) {
  const { margin, loss } = objective.value;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group cannot have the focus
    <g class="lines" aria-hidden="true">
      {W.value.map((row, m) => {
        const [a, b, c] = row as [number, number, number];
        if (a === 0 && b === 0) return null;
        const k = loss === "binary" ? 1 : m;
        return (
          <g key={m} class={`c${k}`}>
            {loss !== "softmax" && <Chord frame={frame} line={{ a, b, c: c - margin }} kind="margin" />}
            {loss !== "softmax" && <Chord frame={frame} line={{ a, b, c: c + margin }} kind="margin low" />}
            <Chord frame={frame} line={{ a, b, c }} kind="zero" />
            <Arrow frame={frame} line={{ a, b, c }} />
          </g>
        );
      })}
    </g>
  );
}

function Chord({ frame, line, kind }: { frame: Frame; line: HalfPlane; kind: string }) {
  const ends = chord(frame, line);
  if (ends === undefined) return null;
  return <path class={kind} d={path(frame, ends)} />;
}

/** Pixels. */
const head = 9;
const longest = 110;

function Arrow({ frame, line }: { frame: Frame; line: HalfPlane }) {
  if (chord(frame, line) === undefined) return null;
  const middle: Spot = [mean(frame.x.range), mean(frame.y.range)];
  const from = foot(middle, line);
  const [x, y] = pixels(frame, from);
  const [u, v] = pixels(frame, [from[0] + line.a, from[1] + line.b]);
  const length = Math.hypot(u - x, v - y);
  if (length < 3) return null;
  const shrink = Math.min(1, longest / length);
  const [ex, ey] = [x + shrink * (u - x), y + shrink * (v - y)];
  const [dx, dy] = [((u - x) / length) * head, ((v - y) / length) * head];
  const barbs = `M${ex - dx - dy / 2} ${ey - dy + dx / 2}L${ex} ${ey}L${ex - dx + dy / 2} ${ey - dy - dx / 2}`;
  return <path class="arrow" d={`M${x} ${y}L${ex} ${ey}${barbs}`} />;
}

export function path(frame: Frame, [from, to]: readonly [Spot, Spot]): string {
  return `M${pixels(frame, from).join(" ")}L${pixels(frame, to).join(" ")}`;
}

function pixels({ x, y }: Frame, [u, v]: Spot): Spot {
  return [Number(x.toPixel(u).toFixed(1)), Number(y.toPixel(v).toFixed(1))];
}

function mean([low, high]: readonly [number, number]): number {
  return (low + high) / 2;
}
