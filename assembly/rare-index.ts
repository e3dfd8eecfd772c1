// What few fits need, a module that is compiled when one does: the ascent's visits in f64, where f32 has stalled or is not wanted,
// and what reads rows in place whose indices take 4 bytes.

import { Plan } from "./dual-plan";
import { dualVisits } from "./dual-visits";
import { proofDual } from "./proof-dual";
import { Proof } from "./proof-plan";
import { proofPrimal } from "./proof-primal";
import { Listed, Short } from "./sparse";

export function dualVisits64(plan: Plan, visits: i32): void {
  dualVisits<f64, Listed, f64>(plan, visits);
}

export function dualVisits64Short(plan: Plan, visits: i32): void {
  dualVisits<f64, Short, f64>(plan, visits);
}

/** Of rows whose values are stored in f32. */
export function dualVisits64of32(plan: Plan, visits: i32): void {
  dualVisits<f64, Listed, f32>(plan, visits);
}

export function dualVisits64of32Short(plan: Plan, visits: i32): void {
  dualVisits<f64, Short, f32>(plan, visits);
}

/** In f32, of rows whose values are stored in f64. */
export function dualVisits32of64(plan: Plan, visits: i32): void {
  dualVisits<f32, Listed, f64>(plan, visits);
}

export function proofDual32(plan: Proof, n: i32): void {
  proofDual<Listed, f32, f32>(plan, n);
}

export function proofDual32of64(plan: Proof, n: i32): void {
  proofDual<Listed, f64, f32>(plan, n);
}

export function proofPrimal32(plan: Proof, n: i32): void {
  proofPrimal<Listed, f32, f32>(plan, n);
}

export function proofPrimal32of64(plan: Proof, n: i32): void {
  proofPrimal<Listed, f64, f32>(plan, n);
}
