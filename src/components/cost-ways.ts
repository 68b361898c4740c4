import type { CostLedger } from "../../pipelines/measures/cost-ledger/measure.ts";
import type { CostWay } from "../../pipelines/measures/cost-ways/measure.ts";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { between, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { placementTitle } from "./placement-titles.js";
import { HIDDEN } from "./reasons.js";
import { dataTable } from "./table.js";
import { pounds, whole } from "./words.js";

const ALL = "all who stayed";

/** What a year of support costs by either answer to who counts, in the latest year. */
export function costWays(
  rows: readonly CostWay[],
  ledger: readonly CostLedger[],
  { width }: { width: number },
): HTMLElement {
  const year = rows
    .map((row) => row.financial_year)
    .sort()
    .at(-1);
  const shown = rows
    .filter((row) => row.financial_year === year)
    .sort((a, b) =>
      placementTitle(a.placement_group).localeCompare(placementTitle(b.placement_group)),
    );
  const drawn = figure(shown, shown.length ? chartOf(shown, width) : null, {
    title: `Who is in the cost${year ? `, ${year}` : ""}`,
    summary: summaryOf(shown),
    basis:
      "All councils together, children in one kind of placement all year, means to the nearest £100, or £1,000 of fewer than 30 children. Whether a child without a row of spend cost nothing or was not entered cannot be told from the extract.",
    definition: "./method/costs#who-is-in",
    file: "cost-ways",
    columns: [
      text("Placement", (row) => placementTitle(row.placement_group)),
      text("Who counts", "who"),
      number("Children", "child_count", whole),
      number("Mean, winsorised", "mean_gbp", pounds),
      between("95% interval", (row) => ({ lower: row.lower_gbp, upper: row.upper_gbp }), pounds),
    ],
  });
  const own = ledger.filter((row) => row.financial_year === year);
  if (own.length > 0) drawn.append(ledgerOf(own, year ?? ""));
  return drawn;
}

function chartOf(rows: readonly CostWay[], width: number): Element {
  // Where everyone who stayed has a row of spend the two answers are one.
  const isOne = ({ placement_group: group }: CostWay) =>
    new Set(rows.flatMap((row) => (row.placement_group === group ? [row.child_count] : [])))
      .size === 1;
  const lines = rows
    .filter((row) => row.who !== ALL || !isOne(row))
    .map((row) => ({
      label: isOne(row)
        ? placementTitle(row.placement_group)
        : `${placementTitle(row.placement_group)}, ${row.who}`,
      value: row.mean_gbp,
      lower: row.lower_gbp,
      upper: row.upper_gbp,
      colour: row.who === ALL ? COMPARISON : TRIAL,
      isHollow: row.who === ALL,
      instead: HIDDEN,
    }));
  return intervalsChart(lines, {
    width,
    axis: "Pounds a child-year, winsorised mean and 95% interval",
    narrowAxis: "Pounds a child-year",
    hasZero: true,
    format: pounds,
  });
}

const ledgerOf = (rows: readonly CostLedger[], year: string): HTMLElement =>
  dataTable(rows, {
    caption: `Children placed or paid for in ${year}, and who of them is in a cost`,
    columns: [text("Children", "step"), number("How many", "child_count", whole)],
  });

function summaryOf(rows: readonly CostWay[]): string {
  if (rows.length === 0) return "No spend is loaded.";
  const of = (group: string, who: string) =>
    rows.find((row) => row.placement_group === group && row.who === who);
  const [paid, all] = [of("mainstream", "with a row of spend"), of("mainstream", ALL)];
  const lead =
    paid?.mean_gbp != null && all?.mean_gbp != null
      ? `In mainstream a year cost ${pounds(paid.mean_gbp)} for children with a row of spend, and ${pounds(all.mean_gbp)} if all who stayed count and the others cost nothing.`
      : "Too few children stayed in mainstream to compare the two.";
  const residential = of("residential", "with a row of spend");
  const day = of("independent_special_day", "with a row of spend");
  return residential?.mean_gbp != null && day?.mean_gbp != null
    ? `${lead} Residential special schools cost ${pounds(residential.mean_gbp)}, other independent special ones ${pounds(day.mean_gbp)}.`
    : `${lead} Of residential schools too few children are in to show them apart.`;
}
