import type { CostByPlacement } from "../../pipelines/measures/cost-by-placement/measure.ts";
import { TRIAL } from "./chart-style.js";
import { between, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { placementTitle } from "./placement-titles.js";
import { HIDDEN } from "./reasons.js";
import { inList, plural, pounds, sumOf, whole } from "./words.js";

const AXIS = {
  axis: "Pounds a child-year, winsorised mean and 95% interval",
  narrowAxis: "Pounds a child-year",
  hasZero: true,
  format: pounds,
};

/** What a year of support costs, one line a kind of placement. */
export function costByPlacement(
  rows: readonly CostByPlacement[],
  { width, title }: { width: number; title: string },
): HTMLElement {
  const sorted = [...rows].sort((a, b) => (b.mean_gbp ?? -1) - (a.mean_gbp ?? -1));
  const shown = sorted.filter((row) => row.mean_gbp !== null);
  const unshown = sorted.length - shown.length;
  const lines = sorted.map((row) => ({
    label: placementTitle(row.placement_group),
    value: row.mean_gbp,
    lower: row.lower_gbp,
    upper: row.upper_gbp,
    colour: TRIAL,
    instead: HIDDEN,
  }));
  return figure(sorted, rows.length ? intervalsChart(lines, { width, ...AXIS }) : null, {
    title,
    summary: summaryOf(rows, shown),
    basis: `About ${whole(sumOf(sorted, (row) => row.child_count))} children, each kind of placement to the nearest five, with a row of spend who stayed in it for the whole financial year${unshown ? `; of ${plural(unshown, "kind", "kinds")} no mean is shown` : ""}. The dearest and the cheapest 5 in 100 of those who cost anything, at least two at each end, count with the cost of the next child; pounds to the nearest hundred, of fewer than 30 children to the nearest thousand. Children’s needs differ between placements, so a difference here is not what a move would save.`,
    definition: "./method/costs",
    file: "cost-by-placement",
    columns: [
      text("Placement", (row) => placementTitle(row.placement_group)),
      number("Children", "child_count", whole),
      number("Mean, winsorised", "mean_gbp", pounds),
      between("95% interval", (row) => ({ lower: row.lower_gbp, upper: row.upper_gbp }), pounds),
      number("Median", "median_gbp", pounds),
      number("Transport, mean", "transport_mean_gbp", pounds),
    ],
  });
}

function summaryOf(rows: readonly CostByPlacement[], shown: readonly CostByPlacement[]): string {
  if (rows.length === 0) return "No spend is loaded.";
  if (shown.length === 0)
    return "There is no kind of placement with enough children to show a cost.";
  const facts = shown.map(
    (row) =>
      `${placementTitle(row.placement_group).toLowerCase()} ${pounds(row.mean_gbp as number)}`,
  );
  const [dearest, cheapest] = [facts[0], facts.at(-1)];
  const whose = shown.length < rows.length ? ", of the kinds that are shown" : "";
  const said =
    shown.length <= 3 ? inList(facts) : `from ${dearest} to ${cheapest}, by kind of placement`;
  return `Mean cost of a year of support, the dearest and cheapest few children evened out, transport apart${whose}: ${said}. The table gives the median too.`;
}
