import type { Reason } from "../../statistics/result.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Comparison } from "./sentence.ts";

/** What holds of every comparison of children, whatever came out. */
export const OF_EVERY_COMPARISON = [
  "authorities chose to take part; children were not assigned by lot",
  "children without a second reading are left out",
];

/** What a reader must know before using an estimate, in words. */
export function caveats(
  { df, trialAuthorities, comparisonAuthorities }: Comparison,
  method: string,
  reason: Reason | null,
  instruments = 1,
): string[] {
  const found: string[] = [];
  if (instruments > 1) {
    found.push(
      `children were assessed with ${instruments} instruments: change is compared in per cent of the most need each can record, which takes a point of one to mean as much as a point of another`,
    );
  }
  if (reason) found.push(`no interval: ${reason.replaceAll("_", " ")}`);
  if (comparisonAuthorities < rule("fewest_comparison_authorities")) {
    found.push(`only ${comparisonAuthorities} comparison authorities: no verdict is given`);
  }
  if (trialAuthorities < rule("fewest_trial_authorities")) {
    found.push(`only ${trialAuthorities} trial authority: no verdict is given`);
  }
  if (df !== null && df < rule("fewest_degrees_of_freedom")) {
    found.push("fewer than 4 degrees of freedom: the p-value is unreliable and is not given");
  }
  if (method === "difference in change") {
    found.push("regression to the mean is removed only as far as both sides started alike");
  }
  return [...found, ...OF_EVERY_COMPARISON];
}
