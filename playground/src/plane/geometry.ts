import type { Frame } from "./scale.ts";

export type Spot = readonly [x: number, y: number];

/** Where a x + b y + c >= 0. */
export interface HalfPlane {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** The corners of the part of the plane that is shown. */
export function corners({ x, y }: Frame): Spot[] {
  const [left, right] = x.range;
  const [low, high] = y.range;
  return [
    [left, low],
    [right, low],
    [right, high],
    [left, high],
  ];
}

/** The part of a convex polygon that lies in a half plane (Sutherland & Hodgman 1974). */
export function clip(polygon: readonly Spot[], { a, b, c }: HalfPlane): Spot[] {
  const at = ([x, y]: Spot): number => a * x + b * y + c;
  return polygon.flatMap((spot, k): Spot[] => {
    const before = polygon.at(k - 1)!;
    const [here, there] = [at(spot), at(before)];
    const kept: Spot[] = here >= 0 ? [spot] : [];
    return here >= 0 === there >= 0 ? kept : [between(before, spot, there / (there - here)), ...kept];
  });
}

/** The part of the line a x + b y + c = 0 that is shown. */
export function chord(frame: Frame, line: HalfPlane): readonly [Spot, Spot] | undefined {
  const all = corners(frame);
  const at = ([x, y]: Spot): number => line.a * x + line.b * y + line.c;
  const ends = all.flatMap((spot, k): Spot[] => {
    const next = all[(k + 1) % all.length]!;
    const [here, there] = [at(spot), at(next)];
    return here >= 0 === there >= 0 ? [] : [between(spot, next, here / (here - there))];
  });
  return ends.length === 2 ? [ends[0]!, ends[1]!] : undefined;
}

/** The spot of that line that is nearest to another. */
export function foot([x, y]: Spot, { a, b, c }: HalfPlane): Spot {
  const far = (a * x + b * y + c) / (a * a + b * b);
  return [x - far * a, y - far * b];
}

function between(from: Spot, to: Spot, part: number): Spot {
  return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
}
