import type { DesignedOutcome } from "../designs/authority-design.ts";

const FIRST_DAY: Record<DesignedOutcome["measured"], (year: number) => string> = {
  january: (year) => `${year}-01-15`,
  calendar_year: (year) => `${year}-01-01`,
  academic_year: (year) => `${year}-09-01`,
  // A period named by the year in which it ends, as results of summer 2020 are.
  academic_year_ending: (year) => `${year - 1}-09-01`,
  financial_year: (year) => `${year}-04-01`,
  march_31: (year) => `${year}-03-31`,
};

/** The first day that a figure is of: 2019 and 2019-20 begin in 2019. */
export const beganOn = (period: string, measured: DesignedOutcome["measured"]): string =>
  FIRST_DAY[measured](Number(period.slice(0, 4)));

/** Place of the first period that lies wholly after a start; past the last where none does. */
export function firstAfter(
  periods: readonly string[],
  measured: DesignedOutcome["measured"],
  startsOn: string,
): number {
  const at = periods.findIndex((period) => beganOn(period, measured) >= startsOn);
  return at < 0 ? periods.length : at;
}

/** Figures of one day lie on one side of any start; the others are of a year. */
const OF_A_DAY: readonly DesignedOutcome["measured"][] = ["january", "march_31"];

const monthsBetween = (from: string, to: string): number => {
  const [a, b] = [from, to].map((day) => day.split("-").map(Number) as [number, number, number]);
  return 12 * (b![0] - a![0]) + b![1] - a![1] + (b![2] - a![2]) / 30;
};

/**
 * By how many months the last year that counts as before runs past a start, so that part of it lies after.
 *
 * @param periods Those kept, in order.
 * @param starts Days; the start that such a year runs past furthest counts.
 * @returns Whole months; 0 where each year lies on one side, null where no year is before a start.
 */
export function monthsPastStart(
  periods: readonly string[],
  measured: DesignedOutcome["measured"],
  starts: readonly string[],
): number | null {
  const past = starts.flatMap((start) => {
    const last = periods.filter((period) => beganOn(period, measured) < start).at(-1);
    if (last === undefined) return [];
    if (OF_A_DAY.includes(measured)) return [0];
    return [Math.max(0, 12 - monthsBetween(beganOn(last, measured), start))];
  });
  return past.length === 0 ? null : Math.round(Math.max(...past));
}
