// What the module of certified training exports, which is loaded with the first fit: the ascent's visits, for f32 and for f64,
// and the certificate's passes.

import { blend } from "./blend";
import { Plan } from "./dual-plan";
import { dualVisits } from "./dual-visits";
import { proofDual } from "./proof-dual";
import { proofNorms, proofPrimal } from "./proof-primal";

export function dualVisits32(plan: Plan, visits: i32): void {
  dualVisits<f32, f32>(plan, visits);
}

/** In f32, of rows whose values are stored in f64. */
export function dualVisits32of64(plan: Plan, visits: i32): void {
  dualVisits<f32, f64>(plan, visits);
}

export function dualVisits64(plan: Plan, visits: i32): void {
  dualVisits<f64, f64>(plan, visits);
}

/** In f64, of rows whose values are stored in f32. */
export function dualVisits64of32(plan: Plan, visits: i32): void {
  dualVisits<f64, f32>(plan, visits);
}

export function blend32(from: usize, to: usize, end: usize, part: f64): void {
  blend<f32>(from, to, end, part);
}

export { proofDual, proofNorms, proofPrimal };
