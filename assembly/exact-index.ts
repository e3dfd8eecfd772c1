// The ascent's visits in f64, a module that is compiled when f32 has stalled or is not wanted.

import { Plan } from "./dual-plan";
import { dualVisits } from "./dual-visits";
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
