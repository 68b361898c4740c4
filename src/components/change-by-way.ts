import type { ChangeByWay } from "../../pipelines/measures/change-by-way/measure.ts";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { figure } from "./figure.js";
import { type IntervalRow, intervalsChart } from "./intervals-chart.js";
import { inList, interval, month, points, whole } from "./words.js";

type Way = ChangeByWay["way"];

const TITLES: Record<Way, string> = {
  "first to last": "First reading to last",
  consecutive: "One reading to the next",
  "all pairs": "Any two readings",
  "per year": "Per year, all readings",
  standardised: "In spreads of first need",
  "highest third": "Third with most need",
};

const REASONS: Record<string, string> = {
  below_minimum_size: "too few children",
  above_maximum_size: "too many children to model",
  reliability_unknown: "unknown how far raters agree",
  zero_variance: "no spread in the changes",
};

const UNITS: Record<ChangeByWay["unit"], string> = {
  points: "points of 100",
  "points a year": "points of 100 a year",
  "standard deviations": "standard deviations",
};

/** Change of need in one authority, measured in several ways. */
export function changeByWay(
  rows: readonly ChangeByWay[],
  { width, title }: { width: number; title: string },
): HTMLElement {
  const instead = (row: ChangeByWay) =>
    row.symbol === "c"
      ? "hidden so that no child can be identified"
      : row.reason === null
        ? "no figure"
        : (REASONS[row.reason] ?? "could not be worked out");
  const lines: IntervalRow[] = rows
    .filter((row) => row.unit !== "standard deviations")
    .flatMap((row) => [
      {
        label: TITLES[row.way],
        value: row.estimate,
        lower: row.lower,
        upper: row.upper,
        colour: TRIAL,
        instead: instead(row),
      },
      ...(row.expected === null
        ? []
        : [
            {
              label: `${TITLES[row.way]}: by error alone`,
              value: row.expected,
              lower: null,
              upper: null,
              colour: COMPARISON,
              isHollow: true,
            },
          ]),
    ]);
  const children = rows.find((row) => row.way === "first to last")?.child_count ?? 0;
  return figure(
    rows,
    rows.some((row) => row.estimate !== null)
      ? intervalsChart(lines, {
          width,
          axis: "Change in need, points of 100 (per year: points a year)",
          narrowAxis: "Change, points of 100",
          hasZero: true,
          format: points,
        })
      : null,
    {
      title,
      summary: summaryOf(rows),
      basis: `About ${whole(children)} children with two assessments by a professional; latest assessment ${month(rows[0]?.as_of ?? null)}; lines are 95% intervals. What error alone would give has none: it is worked out from how far raters agree.`,
      definition: "./method/change#other-ways",
      file: "change-by-way",
      columns: [
        { title: "Way", text: (row) => TITLES[row.way] },
        {
          title: "Children",
          text: (row) => (row.child_count === null ? null : whole(row.child_count)),
          isNumber: true,
        },
        {
          title: "Change",
          text: (row) => (row.estimate === null ? instead(row) : number(row, row.estimate)),
          isNumber: true,
        },
        {
          title: "95% interval",
          text: (row) => interval(row.lower, row.upper, (value) => number(row, value)),
          isNumber: true,
        },
        { title: "Unit", text: (row) => UNITS[row.unit] },
        {
          title: "By error alone",
          text: (row) =>
            row.way !== "highest third"
              ? "not asked"
              : row.expected === null
                ? instead(row)
                : points(row.expected),
          isNumber: true,
        },
      ],
    },
  );
}

/** Two decimals for standard deviations, which are small numbers. */
const number = (row: ChangeByWay, value: number): string =>
  row.unit === "standard deviations"
    ? `${value < 0 ? "\u2212" : ""}${Math.abs(value).toFixed(2)}`
    : points(value);

function summaryOf(rows: readonly ChangeByWay[]): string {
  const told = rows.filter((row) => row.way !== "highest third" && row.estimate !== null);
  if (told.length === 0)
    return "There are too few children with two readings to measure the change in any way.";
  const falls = told.filter((row) => (row.upper ?? 0) < 0);
  const rises = told.filter((row) => (row.lower ?? 0) > 0);
  const answer =
    falls.length === told.length
      ? "In every way need fell by more than chance."
      : rises.length === told.length
        ? "In every way need rose by more than chance."
        : falls.length === 0 && rises.length === 0
          ? "In no way did need change by more than chance."
          : `The answer depends on the way: need fell by more than chance ${falls.length ? `by ${inList(falls.map((row) => TITLES[row.way].toLowerCase()))}` : "by none"}${rises.length ? `, and rose by ${inList(rises.map((row) => TITLES[row.way].toLowerCase()))}` : ""}; the others do not settle it.`;
  const high = rows.find((row) => row.way === "highest third");
  if (high?.estimate == null || high.expected === null) return answer;
  const beyond =
    (high.upper ?? 0) < high.expected
      ? "the fall is more than error explains"
      : (high.lower ?? 0) > high.expected
        ? "the fall is less than error alone would have given"
        : "error alone may explain it";
  return `${answer} Of the third with most need, need changed by ${points(high.estimate)} points; readings that were high by error alone would have come down by ${points(Math.abs(high.expected))}; ${beyond}. A crisis that passes by itself comes on top of that error and cannot be separated from it here.`;
}
