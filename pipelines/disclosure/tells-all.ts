import { rule } from "../warehouse/rules.ts";

/** Said of scores that are the same for all children. */
export const ALL_ALIKE = "the scores do not vary";

const REASONS = new Set<unknown>([ALL_ALIKE, "zero_variance"]);

/** Whether a reason for a missing figure says that all children are alike, so that each is known. */
export const saysAllAlike = (reason: unknown): boolean => REASONS.has(reason);

/** Why a figure of children enough may still be hidden, for the page on the data. */
export const SENSITIVE = "a figure that says the same of all of them, or is of one small setting";

/** Whether a mean of points of need is one that only children who are all alike can have. */
export const isAtAnEnd = (mean: number | null): boolean => mean === 0 || mean === 100;

/** Whether so many children are all of one setting, and fewer than a setting is shown for. */
export const isSmallSetting = (isOneSetting: boolean, count: number): boolean =>
  isOneSetting && count < rule("smallest_setting");

/** Whether a share is of none or of all of some children, or of all but so few that they are hidden. */
export const isOfNoneOrAll = (count: number, of: number): boolean =>
  count < rule("smallest_count") || of - count < rule("smallest_count");
