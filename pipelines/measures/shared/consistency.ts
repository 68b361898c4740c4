import { reliability } from "../../statistics/reliability.ts";
import { rule } from "../../warehouse/rules.ts";
import { type ReliabilityRow, without } from "./agreement-rows.ts";

/**
 * Alpha and omega over the areas of complete first profiles. They say whether areas go together, not
 * whether two people agree: needs are what a profile is made of, and need not correlate.
 */
export function consistency(profiles: readonly (readonly number[])[]): ReliabilityRow[] {
  const n = profiles.length;
  const { value, reason } = reliability(profiles, {
    level: rule("confidence_level"),
    minimum: rule("fewest_moderated"),
  });
  if (reason !== null) return [without("alpha", n, reason), without("omega", n, reason)];
  const { alpha, ci, omega } = value;
  return [
    {
      ...without("alpha", n, "no_variation"),
      estimate: alpha,
      lower: ci.lo,
      upper: ci.hi,
      reason: null,
    },
    omega
      ? { ...without("omega", n, "no_variation"), estimate: omega.total, reason: null }
      : without("omega", n, "did_not_converge"),
  ];
}
