import { max } from "d3";
import { unsigned } from "../../statistics/decimals.ts";
import type { HighNeedsLine } from "../high-needs-lines/measure.ts";

export type Pounds = Pick<
  HighNeedsLine,
  "authority_code" | "kind" | "financial_year" | "planned_gbp" | "over_plan_gbp" | "over_plan_share"
> & {
  amount_gbp: number;
};

/**
 * What a council spent on high needs, in a sentence: the latest year with an outturn beside the plan
 * for it, else the latest plan.
 *
 * @param rows all lines but places, in pounds of the year. Places stand in the budget alone where
 *   DfE pays academies itself, so the two can be compared only without them.
 */
export function spendingSentence(rows: readonly Pounds[]): string {
  const year = (kind: Pounds["kind"]) =>
    max(
      rows.filter((row) => row.kind === kind),
      (row) => row.financial_year,
    );
  const rowOf = (kind: Pounds["kind"], of: string) =>
    rows.find((row) => row.kind === kind && row.financial_year === of)!;
  const spentIn = year("outturn");
  if (spentIn === undefined) {
    const plannedFor = year("budget");
    return plannedFor === undefined
      ? "No high needs spending is published."
      : `${inMillions(rowOf("budget", plannedFor).amount_gbp)} planned for high needs in ${plannedFor}, not counting places; what was spent is not published.`;
  }
  const { amount_gbp, over_plan_gbp: over, over_plan_share: share } = rowOf("outturn", spentIn);
  const said = `${inMillions(amount_gbp)} on high needs in ${spentIn}, not counting places`;
  if (over === null || share === null) return `${said}; its plan for that year is not published.`;
  if (inMillions(Math.abs(over)) === inMillions(0)) return `${said}, as planned.`;
  return `${said}: ${inMillions(Math.abs(over))} (${unsigned(share, 0)}%) ${over > 0 ? "more" : "less"} than planned.`;
}

const inMillions = (gbp: number) => `£${unsigned(gbp / 1e6, 1)}m`;
