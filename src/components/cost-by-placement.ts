import type { CostByPlacement } from "../../pipelines/measures/cost-by-placement/measure.ts";
import { TRIAL } from "./chart-style.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { placementTitle } from "./placement-titles.js";
import { inList, interval, pounds, whole } from "./words.js";

interface Options {
  width: number;
  title: string;
}

const money = (value: number | null): string | null => (value === null ? null : pounds(value));

/** What a year of support costs, one line a kind of placement. */
export function costByPlacement(
  rows: readonly CostByPlacement[],
  { width, title }: Options,
): HTMLElement {
  const sorted = [...rows].sort((a, b) => (b.mean_gbp ?? -1) - (a.mean_gbp ?? -1));
  const shown = sorted.filter((row) => row.mean_gbp !== null);
  const lines = sorted.map((row) => ({
    label: placementTitle(row.placement_group),
    value: row.mean_gbp,
    lower: row.lower_gbp,
    upper: row.upper_gbp,
    colour: TRIAL,
    instead: "hidden so that no child can be identified",
  }));
  const children = shown.reduce((sum, row) => sum + (row.child_count ?? 0), 0);
  return figure(
    sorted,
    rows.length
      ? intervalsChart(lines, {
          width,
          axis: "Pounds a child-year, winsorised mean and 95% interval",
          narrowAxis: "Pounds a child-year",
          hasZero: true,
          format: pounds,
        })
      : null,
    {
      title,
      summary: shown.length
        ? `Mean cost of a year of support, the dearest and cheapest few children evened out, transport apart: ${inList(shown.map((row) => `${placementTitle(row.placement_group).toLowerCase()} ${pounds(row.mean_gbp as number)}`))}. The table gives the median too.`
        : "No spend on enough children is loaded.",
      basis: `About ${whole(children)} children who stayed in one kind of placement for the whole financial year. The dearest and the cheapest 5 in 100 of them, at least two at each end, count with the cost of the next child; pounds to the nearest hundred, medians of fewer than 30 children to the nearest thousand. Children’s needs differ between placements, so a difference here is not what a move would save.`,
      definition: "./method/costs",
      file: "cost-by-placement",
      columns: [
        { title: "Placement", text: (row) => placementTitle(row.placement_group) },
        {
          title: "Children",
          text: (row) => (row.child_count === null ? null : whole(row.child_count)),
          isNumber: true,
        },
        { title: "Mean, winsorised", text: (row) => money(row.mean_gbp), isNumber: true },
        {
          title: "95% interval",
          text: (row) => interval(row.lower_gbp, row.upper_gbp, pounds),
          isNumber: true,
        },
        { title: "Median", text: (row) => money(row.median_gbp), isNumber: true },
        { title: "Transport, mean", text: (row) => money(row.transport_mean_gbp), isNumber: true },
      ],
    },
  );
}
