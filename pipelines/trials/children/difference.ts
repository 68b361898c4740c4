import type { Interval } from "../../statistics/result.ts";
/** A difference between the sides, trial less comparison, in points of need. */
export interface Difference {
  estimate: number;
  se: number;
  df: number;
  p: number;
  ci: Interval;
}
