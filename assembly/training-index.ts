// What the module of certified training exports, which is loaded with the first fit: the ascent's visits in f32, and the
// certificate's passes. `Short` is said of rows in place whose indices take 2 bytes.

import { blend } from "./blend";
import { Plan } from "./dual-plan";
import { dualVisits } from "./dual-visits";
import { proofDual, proofRound } from "./proof-dual";
import { Proof } from "./proof-plan";
import { Listed, Short } from "./sparse";
import { joinSets, partSets } from "./sets";
import { proofNorms, proofPrimal } from "./proof-primal";

export function dualVisits32(plan: Plan, visits: i32): void {
  dualVisits<f32, Listed, f32>(plan, visits);
}

export function dualVisits32Short(plan: Plan, visits: i32): void {
  dualVisits<f32, Short, f32>(plan, visits);
}

/** Of rows whose values are stored in f64. */
export function dualVisits32of64Short(plan: Plan, visits: i32): void {
  dualVisits<f32, Short, f64>(plan, visits);
}

export function blend32(from: usize, to: usize, end: usize, part: f64): void {
  blend<f32>(from, to, end, part);
}

/** Rows, weights and variables in f64; rows and variables in f32; f64 rows, variables in f32. */
export function proofDual64(plan: Proof, n: i32): void {
  proofDual<Listed, f64, f64>(plan, n);
}

export function proofDual32Short(plan: Proof, n: i32): void {
  proofDual<Short, f32, f32>(plan, n);
}

export function proofDual32of64Short(plan: Proof, n: i32): void {
  proofDual<Short, f64, f32>(plan, n);
}

export function proofNorms64(plan: Proof): void {
  proofNorms<f64>(plan);
}

export function proofNorms32(plan: Proof): void {
  proofNorms<f32>(plan);
}

/** Rows and weights in f64; rows and weights in f32; f64 rows, weights in f32. */
export function proofPrimal64(plan: Proof, n: i32): void {
  proofPrimal<Listed, f64, f64>(plan, n);
}

export function proofPrimal32Short(plan: Proof, n: i32): void {
  proofPrimal<Short, f32, f32>(plan, n);
}

export function proofPrimal32of64Short(plan: Proof, n: i32): void {
  proofPrimal<Short, f64, f32>(plan, n);
}

export function joinSets32(from: usize, n: i32, total: i32, stride: i32, K: i32, to: usize): void {
  joinSets<f32>(from, n, total, stride, K, to);
}

export function joinSets64(from: usize, n: i32, total: i32, stride: i32, K: i32, to: usize): void {
  joinSets<f64>(from, n, total, stride, K, to);
}

export function partSets32(from: usize, n: i32, total: i32, stride: i32, K: i32, to: usize): void {
  partSets<f32>(from, n, total, stride, K, to);
}

export function partSets64(from: usize, n: i32, total: i32, stride: i32, K: i32, to: usize): void {
  partSets<f64>(from, n, total, stride, K, to);
}

export { proofRound };
