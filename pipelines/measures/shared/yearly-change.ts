import type { Contribution } from "../../disclosure/noise.ts";
import { type MixedModel, mixedModel } from "../../statistics/mixed-model.ts";
import { found, type Result, refused } from "../../statistics/result.ts";
import { rule } from "../../warehouse/rules.ts";

/** A complete reading by a professional. */
export interface Reading {
  child_id: string;
  /** By which its noise is drawn; see `markSql`. */
  mark: number;
  /** Since the child's first reading. */
  days: number;
  /** Total need, points of 100. */
  need: number;
}

const DAYS_A_YEAR = 365.25;

/** All readings as what goes into a figure: a later day or another need draws its noise anew. */
export const readingsAsContributions = (byChild: readonly (readonly Reading[])[]): Contribution[] =>
  byChild.flat().map(({ mark, days, need }) => ({ mark, value: need + days / DAYS_A_YEAR }));

/**
 * Mean change of need in points a year, by a linear mixed model (REML) of all readings with a level
 * and a slope of its own for each child; where slopes cannot be told apart, a level alone. Children
 * read once count for the level. Assumes that when a child is read does not depend on its need.
 * Refuses fewer than 30 children read twice, and none read three times.
 *
 * @param byChild Readings of each child, in order.
 */
export function yearlyChange(
  byChild: readonly (readonly Reading[])[],
): Result<MixedModel["coefficients"][number]> {
  const repeated = byChild.filter((child) => child.length > 1);
  if (repeated.length < rule("fewest_repeated") || !byChild.some((child) => child.length > 2)) {
    return refused("below_minimum_size");
  }
  const rows = byChild.flat().map(({ child_id, days, need }) => {
    const years = days / DAYS_A_YEAR;
    return { group: child_id, x: [1, years], z: [1, years], y: need };
  });
  const slopes = mixedModel(rows);
  const { value, reason } =
    slopes.value && !slopes.value.isSingular
      ? slopes
      : mixedModel(rows.map((row) => ({ ...row, z: [1] })));
  return value === null ? refused(reason) : found(value.coefficients[1]!);
}
