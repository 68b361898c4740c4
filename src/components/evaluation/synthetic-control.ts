import * as Plot from "@observablehq/plot";
import type { EvaluationAuthority } from "../../../pipelines/measures/evaluation-authorities/measure.ts";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { SyntheticPeriod } from "../../../pipelines/measures/synthetic-periods/measure.ts";
import { BEHIND, COMPARISON, TRIAL } from "../chart-style.js";
import { text } from "../columns.js";
import { figure } from "../figure.js";
import { why } from "../reasons.js";
import { decimal, fixed, upperFirst, whole } from "../words.js";
import { differenceUnit, level, signed, yearOf } from "./amounts.js";
import { basisOf, withKey } from "./both-sides.js";
import { breaksInWords, stretches, type Years, yearsPlot } from "./years-chart.js";

interface Input {
  outcome: EvaluationOutcome;
  authority: EvaluationAuthority | undefined;
  rows: readonly SyntheticPeriod[];
  breaks: Years["breaks"];
}

/** One trial authority beside the mixture of others that matched it before the start. */
export function syntheticControl(
  { outcome, authority, rows, breaks }: Input,
  { width }: { width: number },
): HTMLElement {
  const name = authority?.authority_name ?? "The authority";
  const shown = rows.map(
    (row): Shown => ({
      period: row.period,
      year: yearOf(row.period),
      actual: level(row.actual, outcome) as number,
      mixture: level(row.synthetic, outcome) as number,
      low: row.lowest_placebo === null ? null : level(row.synthetic + row.lowest_placebo, outcome),
      high:
        row.highest_placebo === null ? null : level(row.synthetic + row.highest_placebo, outcome),
      symbol: null,
    }),
  );
  const years: Years = {
    periods: rows.map(({ period }) => period),
    firstTrial: outcome.first_trial_period,
    isStartAssumed: outcome.is_start_assumed,
    breaks,
  };
  return figure(shown, shown.length ? chartOf(shown, years, { name, outcome, width }) : null, {
    title: `${name} beside its synthetic control`,
    summary: inWords(outcome, authority) + (shown.length ? breaksInWords(years) : ""),
    basis: `${basisOf(outcome)} ${authority?.synthetic_exact ? "Where the match is exact no placebo is matched as well, so there is no band" : "The band is the range of gaps of comparison authorities that could be matched about as well"}; there is no other interval.`,
    definition: "./method/evaluation#synthetic-control",
    file: `synthetic-control-${outcome.outcome}-${outcome.comparison}-${authority?.authority_code ?? "none"}`,
    columns: [
      text("Year", "period"),
      { title: name, text: (row) => orDash(row.actual), isNumber: true },
      { title: "Mixture", text: (row) => orDash(row.mixture), isNumber: true },
      { title: "Placebos from", text: (row) => orDash(row.low), isNumber: true },
      { title: "to", text: (row) => orDash(row.high), isNumber: true },
    ],
  });
}

const orDash = (value: number | null): string => (value === null ? "–" : fixed(value, 2));

interface Shown {
  period: string;
  year: number;
  actual: number;
  mixture: number;
  low: number | null;
  high: number | null;
  symbol: null;
}

interface ChartOptions {
  name: string;
  outcome: EvaluationOutcome;
  width: number;
}

function chartOf(shown: Shown[], years: Years, { name, outcome, width }: ChartOptions): Element {
  const stretch = stretches(years);
  const z = ({ period }: { period: string }) => String(stretch.get(period));
  const mixture = { x: "year", y: "mixture", stroke: COMPARISON } as const;
  const marks = [
    Plot.areaY(
      shown.filter(({ low, high }) => low !== null && high !== null),
      { x: "year", y1: "low", y2: "high", z, fill: BEHIND, fillOpacity: 0.22 },
    ),
    Plot.line(shown, { ...mixture, z, strokeWidth: 2.5, strokeDasharray: "6 4" }),
    Plot.line(shown, { x: "year", y: "actual", z, stroke: TRIAL, strokeWidth: 2.5 }),
    Plot.dot(shown, {
      x: "year",
      y: "actual",
      r: 4.5,
      fill: TRIAL,
      title: (row: Shown) =>
        `${name}, ${row.period}: ${decimal(row.actual)}; mixture ${decimal(row.mixture)}`,
    }),
    Plot.dot(shown, {
      ...mixture,
      r: 4,
      symbol: "square",
      strokeWidth: 2,
      fill: "var(--surface)",
    }),
  ];
  return withKey(yearsPlot(years, marks, { width, y: upperFirst(outcome.unit) }), [
    { mark: "●", label: name, colour: TRIAL },
    { mark: "□", label: "its mixture", colour: COMPARISON },
    { mark: "▬", label: "range of placebos", colour: BEHIND },
  ]);
}

function inWords(outcome: EvaluationOutcome, authority: EvaluationAuthority | undefined): string {
  if (!authority || authority.synthetic_estimate === null)
    return `No synthetic control is given: ${why(authority?.synthetic_reason ?? outcome.reason)}.`;
  const {
    synthetic_estimate: gap,
    synthetic_p: p,
    smallest_synthetic_p: least,
    donors,
  } = authority;
  const unit = differenceUnit(outcome);
  const found = `After the start ${authority.authority_name} was ${signed(gap)} ${unit} from the mixture that matched it before${donors ? ` (${donors})` : ""}.`;
  return `${found}${rangeInWords(authority, unit)}${placeboInWords(authority, p, least)}`;
}

/** Other mixtures may match the years before as well, and say something else of those after. */
function rangeInWords(authority: EvaluationAuthority, unit: string): string {
  const { synthetic_lowest: low, synthetic_highest: high } = authority;
  if (low === null || high === null || signed(low) === signed(high)) return "";
  return ` Other mixtures matched it as well, and by them it was anything from ${signed(low)} to ${signed(high)} ${unit}; this one spreads its weight most evenly.`;
}

function placeboInWords(
  { synthetic_exact: isExact, synthetic_fit: fit }: EvaluationAuthority,
  p: number | null,
  least: number | null,
): string {
  if (isExact || p === null)
    return " The match before the start is exact, as a mixture of so many can always be, so it is no test: no rank and no placebo share are given.";
  const ranked = Math.round(1 / (least ?? 1));
  return ` ${whole(p * ranked)} of ${whole(ranked)} authorities, itself among them, part from their mixture as much or more when each is taken as if it were the trial, allowing for how well each was matched; there can be no fewer than 1 of ${whole(ranked)}. Before the start the mixture was off by ${(fit ?? 0) < 0.1 ? "less than 0.1" : decimal(fit ?? 0)} in a typical year.`;
}
