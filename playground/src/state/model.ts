import type { LossName, Penalty } from "./names.ts";

/** A point of the plane: across, up, number of its class. */
export type PlanePoint = readonly [x: number, y: number, k: number];

/** Where the samples came from. `wide` sets have no plane: all their features take part. */
export type SourceKind = "blobs" | "moons" | "spiral" | "iris" | "penguins" | "digits" | "file" | "own";

export interface Source {
  readonly kind: SourceKind;
  /** Of a set with more, the two features in the plane. */
  readonly features?: readonly [number, number];
  /** For made-up sets: which of them. */
  readonly seed?: number;
}

export interface Axis {
  readonly name: string;
  readonly range: readonly [low: number, high: number];
}

/** What the loss is, and what is added to it. */
export interface Objective {
  readonly loss: LossName;
  readonly squared: boolean;
  readonly margin: number;
  readonly lambda: number;
  readonly penalty: Penalty;
  readonly regularizeBias: boolean;
}

/**
 * Everything that a visitor can change, as plain data: what undo goes back to and what an address holds. Nothing of it
 * is ever changed in place.
 */
export interface State {
  readonly source: Source;
  /** One name a class, the rows of W in this order. */
  readonly classes: readonly string[];
  readonly axes: readonly [Axis, Axis];
  /** Empty for a wide set, whose samples are the source's. */
  readonly points: readonly PlanePoint[];
  /** One row a score; the last column is the bias. */
  readonly W: readonly (readonly number[])[];
  readonly objective: Objective;
  readonly descent: {
    readonly rate: number;
    /** Samples a step; 0 for all. */
    readonly batch: number;
    /** Steps taken. */
    readonly steps: number;
    /** Fixes W's random numbers and the batches. */
    readonly seed: number;
  };
  /** Number of the chosen sample, -1 for none. */
  readonly selected: number;
  /** The class that a click adds. */
  readonly brush: number;
  /** Number of the riddle whose mistake spoils the gradient, or null. */
  readonly riddle: number | null;
}

/** The most classes that a plane can show. */
export const maxClasses = 8;
