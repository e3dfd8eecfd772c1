// A block of visits of dual block coordinate ascent, in a random order; src/solvers/dual-readable.ts is the readable form.

import { visitCoupled } from "./dual-coupled";
import { Plan, Sample } from "./dual-plan";
import { visitSeparate } from "./dual-separate";
import { Every } from "./sparse";

/**
 * Visits the next `visits` active samples. One whose step is zero is put behind the active ones; where there is one score alone,
 * one that is far from a step is put behind those that full sweeps visit.
 */
export function dualVisits<T, I, V>(p: Plan, visits: i32): void {
  // Where classes couple, whole vectors of them share each index: it costs next to nothing. Dense rows are a copy.
  const isCopied = sizeof<T>() == sizeof<V>() && sizeof<I>() == 4;
  if (isCopied && p.kind == 0 && p.isDense) visitNext<T, Every, T>(p, visits);
  else visitNext<T, I, V>(p, visits);
}

function visitNext<T, I, V>(p: Plan, visits: i32): void {
  let next = p.next;
  let active = p.active;
  if (next == 0) {
    if (active == p.together) shuffleTogether(p, active);
    else shuffle(p, active);
  }
  let touched = 0;
  for (; visits > 0 && next < active; visits--) {
    const here = p.order + ((<usize>next) << 2);
    const i = load<i32>(here);
    const sample = sampleOf(p, i);
    const b = variablesOf<T>(p, i);
    // What the next visits need is on its way while this one computes: random samples are seldom in cache.
    touched += sampleOf(p, load<i32>(p.order + ((<usize>min(next + 2, active - 1)) << 2))).value;
    const following = load<i32>(p.order + ((<usize>min(next + 1, active - 1)) << 2));
    const coming = sampleOf(p, following);
    touched += load<i32>(p.values + <usize>coming.value * sizeof<V>());
    if (!isVoid<I>()) touched += load<I>(p.indices + <usize>coming.index * sizeof<I>());
    touched += load<i32>(variablesOf<T>(p, following));
    const moved =
      isVoid<I>() || p.kind == 0 ? visitSeparate<T, I, V>(p, sample, b) : visitCoupled<T, I, V>(p, sample, b);
    if (moved) {
      p.moved = 1;
      next++;
    } else {
      active--;
      const end = p.order + ((<usize>active) << 2);
      store<i32>(here, load<i32>(end));
      store<i32>(end, i);
      if (p.slack > p.far) park(p, end);
    }
  }
  p.next = next;
  p.active = active;
  p.touched = touched;
}

// @ts-expect-error: decorator
@inline
function sampleOf(p: Plan, i: i32): Sample {
  return changetype<Sample>(p.samples + <usize>i * offsetof<Sample>());
}

// @ts-expect-error: decorator
@inline
function variablesOf<T>(p: Plan, i: i32): usize {
  return p.b + <usize>i * <usize>p.stride * sizeof<T>();
}

/** Puts a sample that is not active any more behind those that full sweeps visit. */
// @ts-expect-error: decorator
@inline
function park(p: Plan, here: usize): void {
  p.reach--;
  const end = p.order + ((<usize>p.reach) << 2);
  const i = load<i32>(here);
  store<i32>(here, load<i32>(end));
  store<i32>(end, i);
}

function shuffle(p: Plan, active: i32): void {
  for (let k = 0; k < active; k++) {
    const here = p.order + ((<usize>k) << 2);
    const drawn = p.order + (<usize>(k + below(p, active - k)) << 2);
    const i = load<i32>(drawn);
    store<i32>(drawn, load<i32>(here));
    store<i32>(here, i);
  }
}

/**
 * Orders all n samples by chance, but for four neighbours each that stay together, in one of four orders: their rows and variables
 * lie side by side, so that most are there before they are asked for.
 */
function shuffleTogether(p: Plan, n: i32): void {
  const order = p.order;
  const fours = n >> 2;
  for (let k = 0; k < fours; k++) {
    const drawn = order + (<usize>below(p, k + 1) << 2);
    store<i32>(order + ((<usize>k) << 2), load<i32>(drawn));
    store<i32>(drawn, k);
  }
  // From the end on: what they take the place of has been read.
  for (let k = fours - 1; k >= 0; k--) {
    const first = load<i32>(order + ((<usize>k) << 2)) << 2;
    const turn = below(p, 4);
    const to = order + ((<usize>k) << 4);
    for (let r = 0; r < 4; r++) store<i32>(to + ((<usize>r) << 2), first + (r ^ turn));
  }
  for (let i = fours << 2; i < n; i++) store<i32>(order + ((<usize>i) << 2), i);
}

/** A whole number in [0, n): PCG32 (O'Neill 2014), scaled by a multiplication. */
// @ts-expect-error: decorator
@inline
function below(p: Plan, n: i32): i32 {
  const old = p.random;
  p.random = old * 6364136223846793005 + 1442695040888963407;
  const word = rotr<u32>(<u32>(((old >> 18) ^ old) >> 27), <u32>(old >> 59));
  return <i32>((<u64>word * <u64>n) >> 32);
}
