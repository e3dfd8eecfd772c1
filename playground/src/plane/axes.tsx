import { axes } from "../state/store.ts";
import { type Frame, inset, type Size, ticks } from "./scale.ts";

/** Frame, ticks and names of the two axes. */
export function Axes({ size, frame }: { size: Size; frame: Frame }) {
  const right = size.width - inset.right;
  const bottom = size.height - inset.bottom;
  const middle = (inset.top + bottom) / 2;
  const [x, y] = axes.value;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group cannot have the focus
    <g class="axes" aria-hidden="true">
      <path class="frame" d={`M${inset.left} ${inset.top}H${right}V${bottom}H${inset.left}Z`} />
      {ticks(frame.x.range, size.width / 90).map((text) => (
        <g key={text} transform={`translate(${frame.x.toPixel(Number(text))} ${bottom})`}>
          <path d="M0 0V4" />
          <text y={16} text-anchor="middle">
            {text.replace("-", "\u2212")}
          </text>
        </g>
      ))}
      {ticks(frame.y.range, size.height / 70).map((text) => (
        <g key={text} transform={`translate(${inset.left} ${frame.y.toPixel(Number(text))})`}>
          <path d="M0 0H-4" />
          <text x={-7} y={4} text-anchor="end">
            {text.replace("-", "\u2212")}
          </text>
        </g>
      ))}
      <text class="name" x={(inset.left + right) / 2} y={size.height - 6} text-anchor="middle">
        {x.name}
      </text>
      <text class="name" text-anchor="middle" transform={`translate(11 ${middle}) rotate(-90)`}>
        {y.name}
      </text>
    </g>
  );
}
