import type { Interval } from "../../statistics/result.ts";
import { winsorisedMeanInterval } from "../../statistics/winsorised-mean.ts";
import { rule } from "../../warehouse/rules.ts";

/**
 * The 95% interval of a winsorised mean of costs, in pounds and not below nought; null of fewer children
 * than quartiles need, as mean, interval and median together would say nearly what the dearest who
 * stands for others cost.
 */
export function costInterval(cell: {
  child_count: number;
  pulled_count: number;
  mean_gbp: number;
  sd_gbp: number | null;
}): Pick<Interval, "lo" | "hi"> | null {
  const { child_count: n, pulled_count: pulled, mean_gbp: mean, sd_gbp } = cell;
  if (n < rule("fewest_for_quartiles")) return null;
  const { value } = winsorisedMeanInterval(
    { n, pulled, mean, sd: sd_gbp ?? 0 },
    rule("confidence_level"),
  );
  return value && { lo: Math.max(0, value.ci.lo), hi: value.ci.hi };
}
