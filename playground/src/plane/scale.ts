import type { Axis } from "../state/model.ts";

/** CSS pixels around the plot for the axes. */
export const inset = { left: 40, right: 12, top: 12, bottom: 38 } as const;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The part of the plane that is shown, and where. */
export interface Frame {
  readonly x: Scale;
  readonly y: Scale;
}

/** Between numbers of an axis and pixels of the plot. */
export interface Scale {
  readonly range: readonly [low: number, high: number];
  toPixel(value: number): number;
  toValue(pixel: number): number;
}

/** Axes whose units differ by more than this are not drawn to one scale. */
const mostAlike = 4;

/** Both axes to one scale, so that a weight's arrow stands upright on its line; the plot shows more of one of them. */
export function frameOf([x, y]: readonly [Axis, Axis], { width, height }: Size): Frame {
  const [w, h] = [width - inset.left - inset.right, height - inset.top - inset.bottom];
  const units = [length(x) / w, length(y) / h] as const;
  const unit = Math.max(...units);
  const alike = unit / Math.min(...units) < mostAlike;
  return {
    x: makeScale(widened(x, alike ? unit * w : length(x)), inset.left, inset.left + w),
    y: makeScale(widened(y, alike ? unit * h : length(y)), inset.top + h, inset.top),
  };
}

function length({ range: [low, high] }: Axis): number {
  return high - low;
}

function widened({ range: [low, high] }: Axis, to: number): readonly [number, number] {
  const middle = (low + high) / 2;
  return [middle - to / 2, middle + to / 2];
}

/** @param from, to pixels of the range's low and high end; y grows downwards, so there `from` is larger */
function makeScale(range: readonly [number, number], from: number, to: number): Scale {
  const [low, high] = range;
  const perUnit = (to - from) / (high - low);
  return {
    range,
    toPixel: (value) => from + (value - low) * perUnit,
    toValue: (pixel) => clamp(low + (pixel - from) / perUnit, low, high),
  };
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Round numbers within a range, some `count` of them: multiples of 1, 2 or 5 times a power of ten. */
export function ticks([low, high]: readonly [number, number], count: number): string[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, k) => ((first + k) * step).toFixed(digits));
}
