import type { MatchedCosts } from "../../pipelines/measures/matched-costs/measure.ts";
import type { NeedAndCost } from "../../pipelines/measures/need-and-cost/measure.ts";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { between, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { placementTitle } from "./placement-titles.js";
import { HIDDEN } from "./reasons.js";
import type { Column } from "./table.js";
import { decimal, fixed, inList, interval, pounds, whole } from "./words.js";

interface Options {
  width: number;
  title: string;
}

/** Of fewer the ends of an interval would be single children's costs. */
const TOO_FEW = "too few children";

const THIRDS: Record<NeedAndCost["need_third"], string> = {
  least: "least need",
  middle: "middle need",
  most: "most need",
  "not read": "need not read",
};

const GROUPS = ["mainstream", "state_special", "independent_special", "other"];

/** A share that is worked out from rounded counts. */
const roughly = (share: number): string => `${whole(share)}%`;

/** Where children of like need are placed, and what a year of it costs: of one authority. */
export function needAndCost(rows: readonly NeedAndCost[], { width, title }: Options): HTMLElement {
  const groups = GROUPS.filter((group) =>
    rows.some((row) => row.placement_group === group && row.median_gbp !== null),
  );
  const drawn = rows
    .filter((row) => groups.includes(row.placement_group) && row.need_third !== "not read")
    .sort(
      (a, b) =>
        groups.indexOf(a.placement_group) - groups.indexOf(b.placement_group) ||
        Object.keys(THIRDS).indexOf(a.need_third) - Object.keys(THIRDS).indexOf(b.need_third),
    );
  const lines = drawn.map((row) => ({
    label: `${placementTitle(row.placement_group)}, ${THIRDS[row.need_third]}`,
    value: row.median_gbp,
    lower: row.median_lower_gbp,
    upper: row.median_upper_gbp,
    colour: row.placement_group === "mainstream" ? COMPARISON : TRIAL,
    isHollow: row.placement_group === "mainstream",
    instead: HIDDEN,
  }));
  return figure(rows, lines.length ? intervalsChart(lines, { width, ...AXIS }) : null, {
    title,
    summary: summaryOf(rows),
    basis: basisOf(rows),
    definition: "./method/need-and-cost",
    file: "need-and-cost",
    columns: COLUMNS,
  });
}

const COLUMNS: readonly Column<NeedAndCost>[] = [
  text("Need", (row) => THIRDS[row.need_third]),
  text("Placement", (row) => placementTitle(row.placement_group)),
  number("Children", "child_count", whole),
  number("Per cent of these", "share", roughly),
  number("Median", "median_gbp", pounds),
  between(
    "95% interval",
    (row) => ({ lower: row.median_lower_gbp, upper: row.median_upper_gbp }),
    pounds,
    (row) => (row.median_gbp === null ? null : TOO_FEW),
  ),
  between(
    "Middle half",
    (row) => ({ lower: row.lower_quartile_gbp, upper: row.upper_quartile_gbp }),
    pounds,
  ),
];

const AXIS = {
  axis: "Pounds a child-year: median, and its 95% interval",
  narrowAxis: "Pounds a child-year",
  hasZero: true,
  format: pounds,
};

function basisOf(rows: readonly NeedAndCost[]): string {
  const first = rows.find((row) => row.children_covered !== null) ?? rows[0];
  if (!first) return "It needs extracts of assessments, placements and spend.";
  const covered =
    first.children_covered === null || first.pounds_covered === null
      ? "too few of them to say how much of all spend that is."
      : `about ${roughly(first.children_covered)} of the children who stayed in one kind of placement all year and have a row of spend, and ${roughly(first.pounds_covered)} of all pounds of the year, transport apart: the rest moved, were there for part of the year, or were not read in time, and may cost more or less.`;
  return `Children with a row of spend who were in one kind of placement for the whole of ${first.financial_year}; a child of whom no spend is recorded is in no share. By total need at the last reading, in thirds within each instrument, children of one score together, so that thirds are not of one size. Figures of need cover ${covered} Lines are 95% intervals of the median; the table has the middle half of children, which is wider.`;
}

const range = (row: NeedAndCost): string => {
  const ends = interval(row.median_lower_gbp, row.median_upper_gbp, pounds);
  return ends === null ? "" : `, ${ends}`;
};

function summaryOf(rows: readonly NeedAndCost[]): string {
  if (rows.length === 0) return "No child's need, placement and spend of one year are loaded.";
  const of = (third: string, group: string) =>
    rows.find((row) => row.need_third === third && row.placement_group === group);
  const most = ["mainstream", "state_special", "independent_special"].flatMap((group) => {
    const row = of("most", group);
    return row && row.share !== null
      ? [
          `${roughly(row.share)} are in ${placementTitle(group).toLowerCase()}${row.median_gbp === null ? "" : ` (median ${pounds(row.median_gbp)}${range(row)})`}`,
        ]
      : [];
  });
  if (most.length === 0) return "Too few children of like need to say where they are placed.";
  const spread = ["least", "most"].map((third) => of(third, "mainstream")?.median_gbp ?? null);
  const flat =
    spread[0] != null && spread[1] != null
      ? ` In mainstream the third with most need cost ${pounds(spread[1])} at the median and the third with least ${pounds(spread[0])}.`
      : "";
  return `Of those with spend in the third with most need, ${inList(most)}.${flat}`;
}

/** What a year costs more than for children of like profile and age in mainstream. */
export function matchedCosts(
  rows: readonly MatchedCosts[],
  { width, title }: Options,
): HTMLElement {
  const lines = rows.map((row) => ({
    label: `${placementTitle(row.placement_group)}, ${row.authority_name}`,
    value: row.difference_gbp,
    lower: row.lower_gbp,
    upper: row.upper_gbp,
    colour: TRIAL,
    instead: HIDDEN,
  }));
  return figure(rows, rows.length ? intervalsChart(lines, { width, ...MATCHED_AXIS }) : null, {
    title,
    summary: matchedSummary(rows),
    basis: `Each child in a special school that has five such beside the five children in mainstream of the same council and instrument, with a plan as it has, most like it in need by area, need over all, and age; ${rows[0]?.financial_year ?? "the latest year"}, transport apart, the dearest and cheapest 5 in 100 counting with the next; lines are 95% intervals. Children may differ in what no reading records, so this is not what moving a child would save.`,
    definition: "./method/need-and-cost#matched",
    file: "matched-costs",
    columns: [
      text("Placement", (row) => placementTitle(row.placement_group)),
      text("Council", "authority_name"),
      number("Children with matches", "child_count", whole),
      number("Mean difference", "difference_gbp", pounds),
      between("95% interval", (row) => ({ lower: row.lower_gbp, upper: row.upper_gbp }), pounds),
      number("Median difference", "median_gbp", pounds),
      number("Still apart by (standard deviations)", "imbalance", (value) => fixed(value, 1)),
    ],
  });
}

const MATCHED_AXIS = {
  axis: "Pounds a child-year more than children of like profile and age in mainstream",
  narrowAxis: "Pounds a child-year more",
  hasZero: true,
  format: pounds,
};

function matchedSummary(rows: readonly MatchedCosts[]): string {
  const shown = rows.filter((row) => row.difference_gbp !== null);
  if (shown.length === 0)
    return "Too few children in special schools have matches in mainstream to compare costs.";
  const said = shown
    .slice(0, 2)
    .map(
      (row) =>
        `a year in ${placementTitle(row.placement_group).toLowerCase()} cost ${pounds(row.difference_gbp as number)} more (${pounds(row.lower_gbp as number)} to ${pounds(row.upper_gbp as number)})`,
    );
  return `Than for children of like profile and age in mainstream, ${inList(said)}.${apartInWords(shown)}`;
}

/** Standard deviations, as rounded, beyond which sides that were matched are not quite alike. */
const ALIKE = 0.1;

/** How far sides are apart in what they were matched on, which is part of the difference where it is far. */
function apartInWords(rows: readonly MatchedCosts[]): string {
  const apart = rows.filter(({ imbalance }) => (imbalance ?? 0) > ALIKE);
  if (apart.length === 0)
    return ` In each need and in age the two sides are alike to about ${ALIKE} of a standard deviation.`;
  const named = apart.map(
    (row) =>
      `${placementTitle(row.placement_group).toLowerCase()} by up to ${decimal(row.imbalance as number)}`,
  );
  return ` In some need, or in age, the sides are still apart, in standard deviations: ${inList(named)}; part of the difference may be that.`;
}
