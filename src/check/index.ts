export type { CheckOptions, CheckReport, CoordinateCheck, DirectionCheck } from "./check-gradient.ts";
export { checkGradient } from "./check-gradient.ts";
export type { CourseCheck } from "./course.ts";
export type { Line, ProblemData } from "./kinks.ts";
export { readKinks } from "./kinks.ts";
export type { FreshCopy, Judged, ValueAndGradient, WeightForm } from "./subject.ts";
