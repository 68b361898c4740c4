import { rule } from "../../warehouse/rules.ts";

/** How many of each side are compared, and what their spread is known by. */
export interface Judged {
  trialAuthorities: number;
  comparisonAuthorities: number;
  df: number | null;
}

/** Whether a verdict can come of it, whatever the difference: of too few there is an interval and no verdict. */
export const couldJudge = ({ trialAuthorities, comparisonAuthorities, df }: Judged): boolean =>
  trialAuthorities >= rule("fewest_trial_authorities") &&
  comparisonAuthorities >= rule("fewest_comparison_authorities") &&
  df !== null &&
  df >= rule("fewest_degrees_of_freedom");

/** So many times what matters: to one decimal, and from ten to a whole number. */
export const timesInWords = (times: number): string => times.toFixed(times < 9.95 ? 1 : 0);

/**
 * What a comparison could see at all, in words; where no verdict can come of it, what its interval could.
 *
 * @param from The difference whose interval leaves out zero as often as `power` says, in words.
 * @param times The same in the smallest that matters.
 */
export function couldSeeFrom(from: string, times: number, isJudged: boolean): string {
  const size = timesInWords(times);
  const under = `A true difference of under ${from}, ${size} times the smallest that matters,`;
  if (times > 1)
    return isJudged
      ? `${under} would be missed more than one time in five. `
      : `Of a true difference of under ${from}, ${size} times the smallest that matters, the interval would include zero more than one time in five. `;
  // The spread of a few may look small by chance, so of them nothing is said to be found.
  return isJudged
    ? `A true difference of ${from} would be found four times in five, and less than that does not matter. `
    : "";
}
