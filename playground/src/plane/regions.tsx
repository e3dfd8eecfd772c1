import { signal, useSignalEffect } from "@preact/signals";
import { createLoss } from "hinge";
import { useRef } from "preact/hooks";
import { type Trained, trained } from "../state/fit.ts";
import { scene } from "../state/scene.ts";
import { makeScale, type Size } from "./scale.ts";

const darkTheme = matchMedia("(prefers-color-scheme: dark)");
const dark = signal(darkTheme.matches);
darkTheme.addEventListener("change", () => {
  dark.value = darkTheme.matches;
});

/** Of 255: where a point of the predicted class would cost nothing; where it would lie within the margin; borders. */
const opacity = { clear: 92, margin: 40, border: 200 } as const;

/** The plot's background: which class the model would predict where. */
export function Regions({ size }: { size: Size }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useSignalEffect(() => {
    const model = trained.value;
    // The colours come from the style sheet, which has others for the dark.
    void dark.value;
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    context.clearRect(0, 0, size.width, size.height);
    // The points may have changed to another data set while the model still speaks of the last.
    if (model?.task.scene === scene.value) context.putImageData(paint(model, size, context), 0, 0);
  });
  return <canvas ref={canvas} width={size.width} height={size.height} />;
}

function paint(
  { svm, task }: Trained,
  { width, height }: Size,
  context: CanvasRenderingContext2D,
): ImageData {
  const predicted = new Uint8Array(width * height);
  const costs = new Uint8Array(width * height);
  const loss = createLoss(task.options);
  const { data: W } = svm.weights;
  const s = new Float64Array(svm.bias.length);
  const x = makeScale(task.scene.x, 0, width);
  const y = makeScale(task.scene.y, height, 0);
  for (let row = 0; row < height; row++) {
    const v = y.toValue(row + 0.5);
    for (let column = 0; column < width; column++) {
      const u = x.toValue(column + 0.5);
      for (let m = 0; m < s.length; m++) s[m] = W[2 * m]! * u + W[2 * m + 1]! * v + svm.bias[m]!;
      const at = row * width + column;
      predicted[at] = loss.predict(s);
      costs[at] = Number(loss.value(s, predicted[at]!) > 0);
    }
  }

  const colours = svm.classes.map((name) =>
    classColour(task.scene.classNames.indexOf(String(name)), context),
  );
  const image = new ImageData(width, height);
  for (let at = 0; at < predicted.length; at++) {
    const k = predicted[at]!;
    // Below the last row there is nothing to differ from.
    const border =
      (at + 1) % width > 0 && [1, width, width + 1].some((step) => (predicted[at + step] ?? k) !== k);
    image.data.set(colours[k]!, 4 * at);
    image.data[4 * at + 3] = border ? opacity.border : costs[at] ? opacity.margin : opacity.clear;
  }
  return image;
}

/** Red, green and blue of a class, from the style sheet, in whichever notation it writes a colour. */
function classColour(k: number, context: CanvasRenderingContext2D): number[] {
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(`--class-${k}`).trim();
  const text = String(context.fillStyle);
  return [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));
}
