import type { Point } from "./point.ts";

/** A number that someone may have multiplied or divided by, as people write it. */
export interface Factor {
  readonly name: string;
  of(point: Point): number;
}

const classes = ({ nScores }: Point): number => Math.max(nScores, 2);

/** Powers of N and C, and halves: what an average or a sum forgotten or taken twice leaves behind. */
export const factors: readonly Factor[] = [
  { name: "1", of: () => 1 },
  { name: "N", of: (p) => p.nSamples },
  { name: "1/N", of: (p) => 1 / p.nSamples },
  { name: "1/C", of: (p) => 1 / classes(p) },
  { name: "1/(C-1)", of: (p) => 1 / (classes(p) - 1) },
  { name: "N/C", of: (p) => p.nSamples / classes(p) },
  { name: "1/(N*C)", of: (p) => 1 / (p.nSamples * classes(p)) },
  { name: "C", of: (p) => classes(p) },
  { name: "N*C", of: (p) => p.nSamples * classes(p) },
  { name: "1/N^2", of: (p) => p.nSamples ** -2 },
  { name: "N^2", of: (p) => p.nSamples ** 2 },
  { name: "1/D", of: (p) => 1 / p.nFeatures },
  { name: "N/D", of: (p) => p.nSamples / p.nFeatures },
  { name: "2", of: () => 2 },
  { name: "1/2", of: () => 1 / 2 },
  { name: "2N", of: (p) => 2 * p.nSamples },
  { name: "N/2", of: (p) => p.nSamples / 2 },
  { name: "2/N", of: (p) => 2 / p.nSamples },
  { name: "1/(2N)", of: (p) => 1 / (2 * p.nSamples) },
  { name: "2/C", of: (p) => 2 / classes(p) },
  { name: "lambda", of: (p) => p.lambda },
  { name: "1+lambda", of: (p) => 1 + p.lambda },
  { name: "1+2lambda", of: (p) => 1 + 2 * p.lambda },
  { name: "N(1+lambda)", of: (p) => p.nSamples * (1 + p.lambda) },
  { name: "N(1+2lambda)", of: (p) => p.nSamples * (1 + 2 * p.lambda) },
  { name: "4", of: () => 4 },
  { name: "1/4", of: () => 1 / 4 },
];

/**
 * The factors' names that a number can have at a point, with "-" before it for its opposite; several where they
 * coincide, as N and C do where there are as many samples as classes.
 */
export function namesOf(value: number, point: Point, tolerance: number): string[] {
  const names: string[] = [];
  for (const { name, of } of factors) {
    const size = of(point);
    if (Math.abs(value - size) <= tolerance * Math.abs(size)) names.push(name);
    if (Math.abs(value + size) <= tolerance * Math.abs(size)) names.push(`-${name}`);
  }
  return names;
}

/** The number that a name stands for at a point; a name that is no factor's is a number itself. */
export function factorAt(name: string, point: Point): number {
  const positive = name.startsWith("-") ? name.slice(1) : name;
  const factor = factors.find((each) => each.name === positive);
  if (factor === undefined) return Number(name);
  return (name.startsWith("-") ? -1 : 1) * factor.of(point);
}

/** Whether it is a factor's name, and not a number that has none. */
export function isFactor(name: string): boolean {
  return name === "0" || factors.some((each) => each.name === name || `-${each.name}` === name);
}
