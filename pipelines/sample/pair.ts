import type { Day } from "./day.ts";
import { isComplete } from "./need.ts";
import type { Reading } from "./reading.ts";

const FEWEST_DAYS = 90;
const MOST_DAYS = 550;

export interface Pair {
  first: Reading;
  last: Reading;
}

/**
 * The pair that the evaluation uses, of a child first assessed completely by a professional on or after
 * a day: that reading, and the latest complete one 90 to 550 days after it.
 */
export function pairOf(readings: readonly Reading[], countsFrom: Day): Pair | null {
  const complete = readings.filter(
    ({ ratedBy, levels, instrument }) =>
      ratedBy === "professional" && isComplete(levels, instrument),
  );
  const first = complete[0];
  if (!first || first.day < countsFrom) return null;
  const last = complete.findLast(
    ({ day }) => day >= first.day + FEWEST_DAYS && day <= first.day + MOST_DAYS,
  );
  return last ? { first, last } : null;
}
