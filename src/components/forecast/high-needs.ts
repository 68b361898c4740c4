import type { HighNeedsForecastRow } from "../../../pipelines/measures/high-needs-forecast/measure.ts";
import type { PlacementMove } from "../../../pipelines/measures/placement-moves/measure.ts";
import { COMPARISON, TRIAL } from "../chart-style.js";
import { between, number, text } from "../columns.js";
import { figure } from "../figure.js";
import { intervalsChart } from "../intervals-chart.js";
import { placementTitle } from "../placement-titles.js";
import type { Column } from "../table.js";
import { pounds, whole } from "../words.js";
import { entriesInWords } from "./entries.js";

type Row = HighNeedsForecastRow;

const AS_NOW = "as now";

const titleOf = (group: string): string => (group === "all" ? "All" : placementTitle(group));

const COLUMNS: readonly Column<Row & { symbol: null }>[] = [
  text("What is taken to happen", "scenario_title"),
  text("Placement", (row) => titleOf(row.placement_group)),
  number("January", "year", String),
  number("Children", "children", whole),
  between("95 in 100", (row) => ({ lower: row.children_lower, upper: row.children_upper }), whole),
  number("Spend of the year before it", "spend_gbp", pounds),
  between("95 in 100", (row) => ({ lower: row.spend_lower, upper: row.spend_upper }), pounds),
  number("Balance", "balance_gbp", pounds),
  between("95 in 100", (row) => ({ lower: row.balance_lower, upper: row.balance_upper }), pounds),
];

/** Spend of an authority to three years ahead, as things are and in each scenario. */
export function highNeedsForecast(
  rows: readonly Row[],
  {
    width,
    root,
    moves = [],
  }: { width: number; root: string; moves?: readonly PlacementMove[] | undefined },
): HTMLElement {
  const entries = entriesInWords(moves, rows[0]?.authority_code ?? "");
  const ahead = rows
    .filter((row) => row.placement_group === "all" && row.spend_gbp !== null)
    .sort((a, b) => a.year - b.year || a.scenario.localeCompare(b.scenario));
  const lines = ahead.map(lineOf);
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    lines.length ? intervalsChart(lines, { width, ...AXIS }) : null,
    {
      title: `Children and spend to come${rows[0] ? `: ${rows[0].authority_name}` : ""}`,
      summary: [summaryOf(ahead), ahead.length ? entries : ""].filter(Boolean).join(" "),
      basis: basisOf(rows),
      definition: `${root}/method/forecast#extracts`,
      file: "high-needs-forecast",
      columns: COLUMNS,
    },
  );
}

const lineOf = (row: Row) => ({
  label: `${row.year}: ${row.scenario}`,
  value: row.spend_gbp,
  lower: row.spend_lower,
  upper: row.spend_upper,
  colour: row.scenario === AS_NOW ? TRIAL : COMPARISON,
  isHollow: row.scenario !== AS_NOW,
});

const AXIS = {
  axis: "Pounds a year, at unit costs of the latest year; lines hold 95 of 100 draws",
  narrowAxis: "Pounds a year",
  hasZero: true,
  format: pounds,
};

function summaryOf(ahead: readonly Row[]): string {
  const last = ahead.filter((row) => row.scenario === AS_NOW).at(-1);
  if (!last) return "It needs extracts of placements over two Januaries or more, and of spend.";
  const range = `${pounds(last.spend_lower as number)} to ${pounds(last.spend_upper as number)}`;
  const balance =
    last.balance_gbp === null
      ? "No grant is known here, so there is no balance."
      : `The balance would then be ${pounds(last.balance_gbp)}${last.balance_lower === null || last.balance_upper === null ? "" : ` (${pounds(last.balance_lower)} to ${pounds(last.balance_upper)})`}, if the grant is as it was given.`;
  const others = ahead.filter((row) => row.year === last.year && row.scenario !== AS_NOW);
  const apart = others.filter(
    (row) =>
      (row.spend_gbp as number) < (last.spend_lower as number) ||
      (row.spend_gbp as number) > (last.spend_upper as number),
  );
  const scenarios =
    others.length === 0
      ? ""
      : apart.length
        ? ` Beyond that range lies: ${apart.map((row) => row.scenario).join(", ")}.`
        : " No scenario here would take spend out of that range.";
  return `If rates stay as they were, the year to January ${last.year} costs ${pounds(last.spend_gbp as number)} (95 of 100 draws: ${range}). ${balance}${scenarios}`;
}

const basisOf = ([first]: readonly Row[]): string =>
  first
    ? `Extracts of placements from January to January, by placement and age, to ${first.origin}; published costs of ${first.price_year ?? "no year"}, transport included. They are of children with a row of spend and taken for every child, which makes spend too high, and winsorised, which makes it too low. Bands hold what is not known of moves, entries and costs, and no change of law or policy. A scenario says what would follow, and not that it can be brought about.`
    : "";
