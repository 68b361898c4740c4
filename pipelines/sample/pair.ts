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
 * The pair that the evaluation uses: the earliest complete professional reading on or after a day,
 * and the latest complete one 90 to 550 days after it.
 */
export function pairOf(readings: readonly Reading[], countsFrom: Day): Pair | null {
  const counted = readings.filter(
    ({ day, ratedBy, levels, instrument }) =>
      ratedBy === "professional" && day >= countsFrom && isComplete(levels, instrument),
  );
  const first = counted[0];
  if (!first) return null;
  const last = counted.findLast(
    ({ day }) => day >= first.day + FEWEST_DAYS && day <= first.day + MOST_DAYS,
  );
  return last ? { first, last } : null;
}
