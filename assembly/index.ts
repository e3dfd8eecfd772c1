// What the first module exports, which every page loads: each kernel for f32 and for f64; those for sparse rows for indices of 4 bytes
// and of 2 (`Short`).

import { denseOuter } from "./dense-outer";
import { denseScores } from "./dense-scores";
import { doColumnsAscend } from "./row-columns";
import { rowSquares } from "./row-squares";
import { Listed, Short, sparseOuter, sparseScores } from "./sparse";

// biome-ignore format: a table
export function denseScores32(rows: usize, n: i32, W: usize, stride: i32, from: i32, to: i32, K: i32, S: usize): void {
  denseScores<f32>(rows, n, W, stride, from, to, K, S);
}

// biome-ignore format: a table
export function denseScores64(rows: usize, n: i32, W: usize, stride: i32, from: i32, to: i32, K: i32, S: usize): void {
  denseScores<f64>(rows, n, W, stride, from, to, K, S);
}

// biome-ignore format: a table
export function denseOuter32(rows: usize, n: i32, G: usize, K: i32, dW: usize, stride: i32, from: i32, to: i32, list: usize): void {
  denseOuter<f32>(rows, n, G, K, dW, stride, from, to, list);
}

// biome-ignore format: a table
export function denseOuter64(rows: usize, n: i32, G: usize, K: i32, dW: usize, stride: i32, from: i32, to: i32, list: usize): void {
  denseOuter<f64>(rows, n, G, K, dW, stride, from, to, list);
}

export function sparseScores32(
  indices: usize,
  values: usize,
  count: i32,
  W: usize,
  stride: i32,
  S: usize,
): void {
  sparseScores<f32, Listed>(indices, values, count, W, stride, S);
}

export function sparseScores32Short(
  indices: usize,
  values: usize,
  count: i32,
  W: usize,
  stride: i32,
  S: usize,
): void {
  sparseScores<f32, Short>(indices, values, count, W, stride, S);
}

export function sparseScores64(
  indices: usize,
  values: usize,
  count: i32,
  W: usize,
  stride: i32,
  S: usize,
): void {
  sparseScores<f64, Listed>(indices, values, count, W, stride, S);
}

export function sparseScores64Short(
  indices: usize,
  values: usize,
  count: i32,
  W: usize,
  stride: i32,
  S: usize,
): void {
  sparseScores<f64, Short>(indices, values, count, W, stride, S);
}

export function sparseOuter32(
  indices: usize,
  values: usize,
  count: i32,
  g: usize,
  W: usize,
  stride: i32,
): void {
  sparseOuter<f32, Listed>(indices, values, count, g, W, stride);
}

export function sparseOuter32Short(
  indices: usize,
  values: usize,
  count: i32,
  g: usize,
  W: usize,
  stride: i32,
): void {
  sparseOuter<f32, Short>(indices, values, count, g, W, stride);
}

export function sparseOuter64(
  indices: usize,
  values: usize,
  count: i32,
  g: usize,
  W: usize,
  stride: i32,
): void {
  sparseOuter<f64, Listed>(indices, values, count, g, W, stride);
}

export function sparseOuter64Short(
  indices: usize,
  values: usize,
  count: i32,
  g: usize,
  W: usize,
  stride: i32,
): void {
  sparseOuter<f64, Short>(indices, values, count, g, W, stride);
}

export function rowSquares32(values: usize, starts: usize, n: i32, more: f64, norms: usize): i32 {
  return rowSquares<f32>(values, starts, n, more, norms);
}

export function rowSquares64(values: usize, starts: usize, n: i32, more: f64, norms: usize): i32 {
  return rowSquares<f64>(values, starts, n, more, norms);
}

export function doColumnsAscend32(indices: usize, starts: usize, n: i32, columns: i32): bool {
  return doColumnsAscend<i32>(indices, starts, n, columns);
}

export function doColumnsAscendShort(indices: usize, starts: usize, n: i32, columns: i32): bool {
  return doColumnsAscend<Short>(indices, starts, n, columns);
}
