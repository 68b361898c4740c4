import { max } from "d3";
import type { HighNeedsLine } from "../high-needs-lines/measure.ts";

export type Pounds = Pick<HighNeedsLine, "authority_code" | "kind" | "financial_year"> & {
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
  const pounds = (kind: Pounds["kind"], of: string) =>
    rows.find((row) => row.kind === kind && row.financial_year === of)?.amount_gbp;
  const spentIn = year("outturn");
  if (spentIn === undefined) {
    const plannedFor = year("budget");
    return plannedFor === undefined
      ? "No high needs spending is published."
      : `${inMillions(pounds("budget", plannedFor) as number)} planned for high needs in ${plannedFor}, not counting places; what was spent is not published.`;
  }
  const spent = pounds("outturn", spentIn) as number;
  const said = `${inMillions(spent)} on high needs in ${spentIn}, not counting places`;
  const planned = pounds("budget", spentIn);
  if (!planned) return `${said}; its plan for that year is not published.`;
  const over = spent - planned;
  if (Math.abs(over) < 50_000) return `${said}, as planned.`;
  const share = Math.abs((100 * over) / planned).toFixed(0);
  return `${said}: ${inMillions(Math.abs(over))} (${share}%) ${over > 0 ? "more" : "less"} than planned.`;
}

const inMillions = (gbp: number) => `£${(gbp / 1e6).toFixed(1)}m`;
