import type { Axis } from "../state/scene.ts";

/** CSS pixels around the plot for the axes. */
export const inset = { left: 46, right: 10, top: 10, bottom: 40 } as const;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Between numbers of an axis and pixels of the plot. */
export interface Scale {
  toPixel(value: number): number;
  toValue(pixel: number): number;
}

/** @param from, to pixels of the range's low and high end; y grows downwards, so there `from` is larger */
export function makeScale({ range: [low, high] }: Axis, from: number, to: number): Scale {
  const perUnit = (to - from) / (high - low);
  return {
    toPixel: (value) => from + (value - low) * perUnit,
    toValue: (pixel) => clamp(low + (pixel - from) / perUnit, low, high),
  };
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Round numbers within an axis, some `count` of them: multiples of 1, 2 or 5 times a power of ten. */
export function ticks({ range: [low, high] }: Axis, count: number): string[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, k) => ((first + k) * step).toFixed(digits));
}
