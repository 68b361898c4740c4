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
