import * as Plot from "@observablehq/plot";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { Specification } from "../../../pipelines/measures/specifications/measure.ts";
import { BEHIND, COMPARISON, isNarrow, plotStyle, TRIAL } from "../chart-style.js";
import { interval95, number, text } from "../columns.js";
import { figure } from "../figure.js";
import { why } from "../reasons.js";
import { decimal, fixed, lowerFirst, plural, whole } from "../words.js";
import { signed } from "./amounts.js";

export const REGISTERED_START = "as registered";
export const HEADLINE_METHOD = "mean after less mean before";

/** Whether a way of asking is the one that the design headlines. */
export const isHeadline = (row: Specification, outcome: EvaluationOutcome): boolean =>
  row.comparison === outcome.comparison &&
  row.scale === outcome.scale &&
  row.start === REGISTERED_START &&
  row.exclusion === "none" &&
  row.method === HEADLINE_METHOD;

const SCALE: Record<string, string> = { level: "as they are", log: "by growth" };

const twoDecimals = (value: number): string => fixed(value, 2);

const leftOut = (exclusion: string): string =>
  exclusion === "none" ? "nothing" : exclusion.replace(/^without /, "");

/** Every other way of asking the same question, smallest answer first. */
export function specificationCurve(
  outcome: EvaluationOutcome,
  rows: readonly Specification[],
  { width, comparisons }: { width: number; comparisons: ReadonlyMap<string, string> },
): HTMLElement {
  const answered = rows
    .filter((row): row is Specification & { estimate: number } => row.estimate !== null)
    .sort((a, b) => a.estimate - b.estimate)
    .map((row, i) => ({ ...row, order: i, isHeadline: isHeadline(row, outcome), symbol: null }));
  const limit = limitOf(answered);
  const cut = answered.filter(
    ({ lower, upper }) => Math.min(lower ?? 0, -(upper ?? 0)) < -limit,
  ).length;
  const title = "Every other way of asking";
  const chart = answered.length ? curve(answered, width, limit, comparisons) : null;
  return figure(answered, chart, {
    title,
    summary: inWords(rows, answered, cut),
    basis: `${whole(rows.length)} ways: ${comparisons.size} comparisons, figures as they are or by growth, with and without the pandemic years and each trial authority, starts up to three years later, three ways to measure a change. ${answered.length ? `${Math.min(...answered.map(({ units }) => units))} to ${Math.max(...answered.map(({ units }) => units))} authorities each; figures up to ${outcome.last_period}.` : ""} Lines are 95% intervals, in standard deviations of the comparison authorities’ own changes.`,
    definition: "./method/evaluation#every-other-way-of-asking",
    file: `specifications-${outcome.outcome}`,
    columns: [
      text("Compared with", (row) => comparisons.get(row.comparison) ?? row.comparison),
      text("Figures", (row) => SCALE[row.scale] ?? row.scale),
      text("Start", "start"),
      text("Left out", (row) => leftOut(row.exclusion)),
      text("Change", "method"),
      number("Difference", "estimate", twoDecimals),
      interval95(twoDecimals),
      text("Headline", (row) => (row.isHeadline ? "yes" : "no")),
    ],
    download: rows,
  });
}

/** Far enough for three intervals in four; the widest would flatten all the others. */
function limitOf(
  rows: readonly { estimate: number; lower: number | null; upper: number | null }[],
): number {
  const ends = rows
    .map(({ lower, upper }) => Math.max(Math.abs(lower ?? 0), Math.abs(upper ?? 0)))
    .sort((a, b) => a - b);
  const most = Math.max(1, ...rows.map(({ estimate }) => Math.abs(estimate)));
  return Math.max(1.2 * most, ends[Math.floor(0.75 * ends.length)] ?? 0);
}

type Answered = Specification & { estimate: number; order: number; isHeadline: boolean };

/** How many ways point each way, and how many intervals exclude zero. */
export function inWords(
  rows: readonly Specification[],
  answered: readonly Specification[],
  cut: number,
): string {
  if (answered.length === 0)
    return `None of ${whole(rows.length)} ways of asking can be answered: ${why(rows[0]?.reason ?? null)}.`;
  const less = answered.filter(({ estimate }) => (estimate as number) < 0).length;
  const clear = answered.filter(
    ({ lower, upper }) => (lower as number) > 0 || (upper as number) < 0,
  );
  const headline = (answered as Answered[]).find((row) => row.isHeadline);
  const tried =
    answered.length === rows.length
      ? `All ${whole(rows.length)} ways of asking can be answered:`
      : `${whole(answered.length)} of ${whole(rows.length)} ways of asking can be answered:`;
  return `${tried} ${whole(answered.length - less)} point to more than elsewhere and ${whole(less)} to less. ${clear.length === 0 ? "No interval excludes zero." : `${plural(clear.length, "interval excludes", "intervals exclude")} zero.`}${headline ? ` The headline’s way, ringed, gives ${signed(headline.estimate)} standard deviations.${laterInWords(headline, answered)}` : ""}${cut ? ` ${plural(cut, "interval is", "intervals are")} cut off at the edge of the chart; the table has all of them.` : ""}`;
}

/** The start is a choice too: what the headline's way gives where it is taken to be later. */
function laterInWords(headline: Specification, answered: readonly Specification[]): string {
  const later = answered.filter(
    (row) =>
      row.comparison === headline.comparison &&
      row.scale === headline.scale &&
      row.method === headline.method &&
      row.exclusion === "none" &&
      row.start !== REGISTERED_START,
  );
  if (later.length === 0) return "";
  const words = ["a year later", "two years later", "three years later"].flatMap((start) => {
    const row = later.find((one) => one.start === start);
    return row?.estimate == null ? [] : [`${start} ${signed(row.estimate)}`];
  });
  return ` Had the trial started ${words.join(", ")}.`;
}

function curve(
  rows: readonly Answered[],
  width: number,
  limit: number,
  comparisons: ReadonlyMap<string, string>,
): Element {
  const narrow = isNarrow(width);
  const margins = { width, marginLeft: narrow ? 40 : 290, marginRight: 8, style: plotStyle };
  const headline = rows.filter((row) => row.isHeadline);
  const clear = (row: Answered) => ((row.lower ?? 0) > 0 || (row.upper ?? 0) < 0 ? TRIAL : BEHIND);
  const x = { domain: [-1, rows.length], axis: null };
  const top = Plot.plot({
    ...margins,
    height: narrow ? 240 : 280,
    marginBottom: 6,
    marginTop: 24,
    x,
    y: {
      domain: [-limit, limit],
      grid: true,
      label: "Standard deviations, more than elsewhere is up",
      labelArrow: "none",
      ticks: 5,
    },
    marks: [
      Plot.ruleY([0], { stroke: "var(--ink)" }),
      Plot.ruleX(rows, {
        x: "order",
        y1: (row: Answered) => Math.max(row.lower ?? row.estimate, -limit),
        y2: (row: Answered) => Math.min(row.upper ?? row.estimate, limit),
        stroke: clear,
        strokeOpacity: 0.6,
      }),
      Plot.dot(rows, {
        x: "order",
        y: "estimate",
        r: narrow ? 1.8 : 2.5,
        fill: "var(--ink)",
        title: (row: Answered) =>
          `${decimal(row.estimate)} standard deviations${row.lower === null || row.upper === null ? "" : ` (95% interval ${decimal(row.lower)} to ${decimal(row.upper)})`}: ${row.scale}, ${row.method}`,
      }),
      Plot.dot(headline, { x: "order", y: "estimate", r: 7, stroke: COMPARISON, strokeWidth: 2.5 }),
    ],
  }) as Element;
  const lines = choicesOf(rows, comparisons);
  const labels = lines.map(({ label }) => label);
  const dots = lines.flatMap(({ label, has }) =>
    rows.filter(has).map((row) => ({ order: row.order, label, isHeadline: row.isHeadline })),
  );
  const bottom = Plot.plot({
    ...margins,
    height: labels.length * (narrow ? 30 : 19) + 12,
    marginTop: 4,
    marginBottom: 8,
    x,
    y: { domain: labels, axis: null, padding: 0 },
    marks: [
      Plot.text(labels, {
        y: (d: string) => d,
        text: (d: string) => d,
        frameAnchor: "left",
        textAnchor: narrow ? "start" : "end",
        dx: narrow ? -36 : -10,
        dy: narrow ? -7 : 0,
        fill: "var(--ink)",
        fontSize: 12,
      }),
      Plot.dot(dots, {
        x: "order",
        y: "label",
        r: narrow ? 1.6 : 2.4,
        dy: narrow ? 7 : 0,
        fill: (d: (typeof dots)[number]) => (d.isHeadline ? COMPARISON : "var(--muted)"),
      }),
      Plot.ruleX(headline, { x: "order", stroke: COMPARISON }),
    ],
  }) as Element;
  bottom.setAttribute("aria-hidden", "true");
  const whole = document.createElement("div");
  whole.append(top, bottom);
  return whole;
}

function choicesOf(rows: readonly Answered[], comparisons: ReadonlyMap<string, string>) {
  const of = (
    name: "comparison" | "scale" | "exclusion" | "method",
    title: (value: string) => string,
  ) =>
    [...new Set(rows.map((row) => row[name]))].sort().map((value) => ({
      label: title(value),
      has: (row: Answered) => row[name] === value,
    }));
  return [
    ...of("comparison", (value) => `with: ${lowerFirst(comparisons.get(value) ?? value)}`),
    ...of("scale", (value) => `figures: ${SCALE[value] ?? value}`),
    ...of("exclusion", (value) => `left out: ${leftOut(value)}`),
    ...of("method", (value) => `change: ${value}`),
  ];
}
