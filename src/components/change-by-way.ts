import type { ChangeByWay } from "../../pipelines/measures/change-by-way/measure.ts";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { interval95, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { type IntervalRow, intervalsChart } from "./intervals-chart.js";
import { missing, missingCell, noneShown } from "./reasons.js";
import { inShort, month, points, whole } from "./words.js";

type Way = ChangeByWay["way"];

const TITLES: Record<Way, string> = {
  "first to last": "First reading to last",
  consecutive: "One reading to the next",
  "all pairs": "Any two readings",
  "per year": "Per year, all readings",
  standardised: "In spreads of first need",
  "highest third": "Those of the third with most need",
};

const UNITS: Record<ChangeByWay["unit"], string> = {
  points: "points of 100",
  "points a year": "points of 100 a year",
  "standard deviations": "standard deviations",
};

const AXIS = {
  axis: "Change in need, points of 100 (per year: points a year)",
  narrowAxis: "Change, points of 100",
  hasZero: true,
  format: points,
};

/** Change of need in one authority, measured in several ways. */
export function changeByWay(
  rows: readonly ChangeByWay[],
  { width, title }: { width: number; title: string },
): HTMLElement {
  const lines = rows.filter((row) => row.unit !== "standard deviations").flatMap(linesOf);
  const children = rows.find((row) => row.way === "first to last")?.child_count ?? 0;
  const yearly = rows.find((row) => row.way === "per year")?.child_count ?? null;
  const isDrawn = rows.some((row) => row.estimate !== null);
  return figure(rows, isDrawn ? intervalsChart(lines, { width, ...AXIS }) : null, {
    title,
    summary: summaryOf(rows),
    basis: `About ${whole(children)} children with two assessments by a professional at a distance that counts${yearly && yearly !== children ? ` (yearly change: about ${whole(yearly)} with two or more at any)` : ""}; latest assessment ${month(rows[0]?.as_of ?? null)}; lines are 95% intervals.${rows.some((row) => row.elsewhere !== null) ? " Those of elsewhere are of children, and leave out how far authorities differ." : ""} What same-day agreement gives has none: it is worked out from how far raters agree.`,
    definition: "./method/change#other-ways",
    file: "change-by-way",
    columns: [
      text("Way", (row) => TITLES[row.way]),
      number("Children", "child_count", whole),
      {
        title: "Change",
        text: (row) => (row.estimate === null ? missingCell(row) : written(row, row.estimate)),
        isNumber: true,
      },
      {
        ...interval95<ChangeByWay>(),
        text: (row) => interval95<ChangeByWay>((value) => written(row, value)).text(row),
      },
      text("Unit", (row) => UNITS[row.unit]),
      {
        title: "Elsewhere, without the trial",
        text: (row) =>
          row.elsewhere === null ? "nobody with this instrument" : written(row, row.elsewhere),
        isNumber: true,
      },
      number("By same-day agreement alone", "expected", points, (row) =>
        row.way === "highest third" ? missingCell(row) : "not asked",
      ),
    ],
  });
}

/** A way; below that of the highest third what came elsewhere, and what agreement alone would give. */
const linesOf = (row: ChangeByWay): IntervalRow[] => [
  {
    label: TITLES[row.way],
    value: row.estimate,
    lower: row.lower,
    upper: row.upper,
    colour: TRIAL,
    instead: missing(row),
  },
  ...(row.way !== "highest third" || row.elsewhere === null
    ? []
    : [
        {
          label: `${TITLES[row.way]}: elsewhere`,
          value: row.elsewhere,
          lower: row.elsewhere_lower,
          upper: row.elsewhere_upper,
          colour: COMPARISON,
        },
      ]),
  ...(row.expected === null
    ? []
    : [
        {
          label: `${TITLES[row.way]}: by agreement alone`,
          value: row.expected,
          lower: null,
          upper: null,
          colour: COMPARISON,
          isHollow: true,
        },
      ]),
];

/** Two decimals for standard deviations, which are small numbers. */
const written = (row: ChangeByWay, value: number): string =>
  row.unit === "standard deviations"
    ? `${value < 0 ? "\u2212" : ""}${Math.abs(value).toFixed(2)}`
    : points(value);

function summaryOf(rows: readonly ChangeByWay[]): string {
  const told = rows.filter((row) => row.way !== "highest third" && row.estimate !== null);
  if (told.length === 0) {
    return rows.length > 0
      ? noneShown("change")
      : "No child has two readings, so there is no change to measure.";
  }
  return `${answerOf(told)}${ofHighest(rows.find((row) => row.way === "highest third"))}`;
}

function answerOf(told: readonly ChangeByWay[]): string {
  const falls = told.filter((row) => (row.upper ?? 0) < 0);
  const rises = told.filter((row) => (row.lower ?? 0) > 0);
  const named = (some: readonly ChangeByWay[]) =>
    inShort(some.map((row) => TITLES[row.way].toLowerCase()));
  if (falls.length === told.length) return "In every way need fell by more than chance.";
  if (rises.length === told.length) return "In every way need rose by more than chance.";
  if (falls.length === 0 && rises.length === 0) {
    return "In no way did need change by more than chance.";
  }
  const facts = [
    falls.length ? `it fell by more than chance by ${named(falls)}` : "",
    rises.length ? `it rose by more than chance by ${named(rises)}` : "",
  ].filter(Boolean);
  return `Whether need changed depends on the way: ${facts.join(" and ")}; the other ways do not settle it.`;
}

/** Those with most need come down without any trial: what is said of them beside those elsewhere. */
function ofHighest(high: ChangeByWay | undefined): string {
  if (high?.estimate == null) return "";
  const own = ` Of the ${high.child_count === null ? "" : `about ${whole(high.child_count)} `}followed up whose first reading was among the highest third of all read, need changed by ${points(high.estimate)} points`;
  const floor =
    high.expected === null
      ? ""
      : ` Same-day agreement of raters explains ${points(high.expected)}, which is a floor: need at its worst passes by itself as well.`;
  const { elsewhere, elsewhere_lower: low, elsewhere_upper: high95 } = high;
  if (elsewhere === null || low === null || high95 === null)
    return `${own}. No other authority outside the trial can be set beside it with this instrument${high.side === "comparison" ? ": its own change is the only one that came without the trial" : ", so how far it would have fallen without the trial is not known"}.${floor}`;
  const isApart = (high.upper ?? 0) < low || (high.lower ?? 0) > high95;
  const against = isApart
    ? high.estimate < elsewhere
      ? "more than elsewhere"
      : "less than elsewhere"
    : "the intervals overlap, which does not say whether they differ";
  return `${own}; elsewhere, without the trial, by ${points(elsewhere)} (95% interval ${points(low)} to ${points(high95)}): ${against}.${floor}`;
}
