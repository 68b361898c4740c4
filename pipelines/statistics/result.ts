/** Why a statistic was refused. Pages show these as words; the code is what is stored. */
export type Reason =
  | "below_minimum_size"
  | "did_not_converge"
  | "duplicate_answer"
  | "effect_not_identified"
  | "gap_in_periods"
  | "invalid_definition"
  | "invalid_input"
  | "no_variation"
  | "not_linkable"
  | "outside_observed_range"
  | "poor_fit"
  | "separation"
  | "singular_design"
  | "too_few_clusters"
  | "too_few_comparison_clusters"
  | "too_few_treated_clusters"
  | "zero_variance";

/** A statistic, or null and the reason it was refused: never a guess. */
export type Result<T> = { value: T; reason: null } | { value: null; reason: Reason };

export interface Interval {
  lo: number;
  hi: number;
  level: number;
}

export function found<T>(value: T): Result<T> {
  return { value, reason: null };
}

export function refused(reason: Reason): { value: null; reason: Reason } {
  return { value: null, reason };
}

/** The value of a result the caller knows must exist; throws with the reason otherwise. */
export function expectValue<T>(result: Result<T>): T {
  if (result.reason !== null) throw new Error(`statistic refused: ${result.reason}`);
  return result.value;
}
