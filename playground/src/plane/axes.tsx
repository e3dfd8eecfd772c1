import { scene } from "../state/scene.ts";
import { inset, type Scale, type Size, ticks } from "./scale.ts";

/** Frame, ticks and names of the two axes. */
export function Axes({ size, x, y }: { size: Size; x: Scale; y: Scale }) {
  const right = size.width - inset.right;
  const bottom = size.height - inset.bottom;
  const middle = (inset.top + bottom) / 2;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group cannot have the focus
    <g class="axes" aria-hidden="true">
      <path class="frame" d={`M${inset.left} ${inset.top}H${right}V${bottom}H${inset.left}Z`} />
      {ticks(scene.value.x, size.width / 90).map((text) => (
        <g key={text} transform={`translate(${x.toPixel(Number(text))} ${bottom})`}>
          <path d="M0 0V5" />
          <text y={18} text-anchor="middle">
            {text}
          </text>
        </g>
      ))}
      {ticks(scene.value.y, size.height / 60).map((text) => (
        <g key={text} transform={`translate(${inset.left} ${y.toPixel(Number(text))})`}>
          <path d="M0 0H-5" />
          <text x={-9} y={4} text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      <text class="name" x={(inset.left + right) / 2} y={size.height - 5} text-anchor="middle">
        {scene.value.x.name}
      </text>
      <text class="name" text-anchor="middle" transform={`translate(13 ${middle}) rotate(-90)`}>
        {scene.value.y.name}
      </text>
    </g>
  );
}
