import * as Plot from "@observablehq/plot";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { Specification } from "../../../pipelines/measures/specifications/measure.ts";
import { isNarrow, plotStyle, TRIAL } from "../chart-style.js";
import { interval95, number, text } from "../columns.js";
import { figure } from "../figure.js";
import { why } from "../reasons.js";
import { decimal, lowerFirst, plural, whole } from "../words.js";
import { signed } from "./amounts.js";
import { describedBeside, describedFigure, describedInterval, sideOfZero } from "./described.js";

export interface GlanceRow {
  outcome: EvaluationOutcome;
  /** In the design's own scale, nothing left out, mean after less mean before. */
  found: Specification | null;
}

const CLAIM: Record<string, string> = {
  lower: "lower",
  higher: "higher",
  neither: "neither",
};

/** Every outcome of one comparison on one axis, in the order of the design. */
export function glance(
  rows: readonly GlanceRow[],
  { width, chosen }: { width: number; chosen: string },
): HTMLElement {
  const shown = rows.map(({ outcome, found }) => ({
    title: outcome.title,
    better: outcome.better,
    isChosen: outcome.outcome === chosen,
    estimate: found?.estimate ?? null,
    lower: found?.lower ?? null,
    upper: found?.upper ?? null,
    instead: describedFigure(outcome)
      ? `described, no test: ${describedFigure(outcome)}`
      : `not said: ${why(found?.reason ?? outcome.reason)}`,
    symbol: null,
    outcome,
  }));
  const said = shown.filter(({ estimate }) => estimate !== null);
  const clear = said.filter((row) => sideOfZero(row) !== 0);
  const [first] = rows;
  const title = `All outcomes beside ${lowerFirst(first?.outcome.comparison_title ?? "the comparison")}`;
  return figure(shown, chart(shown, width), {
    title,
    summary: `${summaryOf(said.length, rows.length, clear.length)}${describedBeside(rows.map(({ outcome }) => outcome))} “Claimed” marks the side that the approach says is better; outcomes stand in the order of the design, which is no ranking.`,
    basis: `${basisOf(rows)} Lines are 95% intervals. One unit is the standard deviation of the comparison authorities’ own changes.`,
    definition: "./method/evaluation#on-one-axis",
    file: "evaluation-at-a-glance",
    columns: [
      text("Outcome", "title"),
      text("Claimed to be better", (row) => CLAIM[row.better] ?? row.better),
      number(
        "Difference",
        "estimate",
        signed,
        ({ outcome }) => describedFigure(outcome) ?? "not said",
      ),
      interval95(signed, ({ outcome }) => describedInterval(outcome) ?? "–"),
      text("How secure, of 5", (row) =>
        row.outcome.security === null ? "–" : String(row.outcome.security),
      ),
      text("Why not", (row) =>
        row.estimate !== null
          ? "–"
          : describedFigure(row.outcome)
            ? "described by a single year before, no test; in its own unit"
            : why(row.outcome.reason),
      ),
    ],
    download: rows.map(({ found, outcome }) => ({
      ...found,
      title: outcome.title,
      better: outcome.better,
    })),
  });
}

function summaryOf(said: number, all: number, clear: number): string {
  if (said === 0) return `None of ${plural(all, "outcome", "outcomes")} can be compared.`;
  const compared = `${whole(said)} of ${plural(all, "outcome", "outcomes")} can be compared.`;
  return clear === 0
    ? `${compared} Every interval of these includes zero: each difference could be chance.`
    : `${compared} The interval of ${whole(clear)} excludes zero; by chance alone at most about 1 in 20 would.`;
}

type Shown = {
  title: string;
  better: string;
  isChosen: boolean;
  estimate: number | null;
  lower: number | null;
  upper: number | null;
  instead: string;
};

function chart(rows: readonly Shown[], width: number): Element {
  const narrow = isNarrow(width);
  const said = rows.filter(({ estimate }) => estimate !== null);
  const values = said.flatMap(({ lower, upper, estimate }) => [lower, upper, estimate] as number[]);
  const reach = (narrow ? 1.25 : 1.35) * Math.max(1, ...values.map(Math.abs));
  const step = narrow ? 60 : 38;
  const label = (bold: boolean) => ({
    y: "title",
    text: "title",
    lineWidth: narrow ? 25 : 22,
    frameAnchor: "left" as const,
    textAnchor: narrow ? ("start" as const) : ("end" as const),
    dx: narrow ? 0 : -10,
    ...(narrow ? { dy: -30, lineAnchor: "top" as const } : {}),
    fill: "var(--ink)",
    ...(narrow ? { stroke: "var(--surface)", strokeWidth: 4 } : {}),
    fontSize: 13,
    ...(bold ? { fontWeight: 700 } : {}),
  });
  const claimed = (better: string) => ({
    y: "title",
    text: () => (better === "lower" ? "◂ claimed" : "claimed ▸"),
    frameAnchor: better === "lower" ? ("left" as const) : ("right" as const),
    dx: better === "lower" ? 4 : -4,
    dy: narrow ? 14 : 0,
    fill: "var(--muted)",
    stroke: "var(--surface)",
    strokeWidth: 4,
    fontSize: 12,
  });
  return Plot.plot({
    width,
    height: rows.length * step + 56,
    marginLeft: narrow ? 8 : 300,
    marginRight: narrow ? 8 : 24,
    marginTop: narrow ? 28 : 6,
    marginBottom: 46,
    style: plotStyle,
    x: {
      domain: [-reach, reach],
      label: narrow
        ? "Less than elsewhere, or more"
        : "← less than elsewhere · standard deviations · more than elsewhere →",
      labelAnchor: "center",
      labelArrow: "none",
      grid: true,
      ticks: narrow ? 5 : 9,
    },
    y: { domain: rows.map(({ title }) => title), axis: null, padding: 0 },
    marks: [
      Plot.ruleX([0], { stroke: "var(--ink)" }),
      ...["lower", "higher"].map((better) =>
        Plot.text(
          said.filter((row) => row.better === better),
          claimed(better),
        ),
      ),
      Plot.ruleY(said, {
        y: "title",
        x1: "lower",
        x2: "upper",
        stroke: TRIAL,
        strokeWidth: 3,
        dy: narrow ? 14 : 0,
      }),
      Plot.dot(said, {
        y: "title",
        x: "estimate",
        r: 5.5,
        fill: TRIAL,
        stroke: TRIAL,
        dy: narrow ? 14 : 0,
        title: (row: (typeof said)[number]) =>
          `${row.title}: ${decimal(row.estimate as number)} standard deviations from elsewhere${row.lower === null || row.upper === null ? "" : ` (95% interval ${decimal(row.lower)} to ${decimal(row.upper)})`}`,
      }),
      Plot.text(
        rows.filter(({ estimate }) => estimate === null),
        {
          y: "title",
          text: "instead",
          frameAnchor: narrow ? "left" : "middle",
          dy: narrow ? 14 : 0,
          fill: "var(--muted)",
          stroke: "var(--surface)",
          strokeWidth: 4,
          fontStyle: "italic",
        },
      ),
      Plot.text(
        rows.filter(({ isChosen }) => !isChosen),
        label(false),
      ),
      Plot.text(
        rows.filter(({ isChosen }) => isChosen),
        label(true),
      ),
    ],
  }) as Element;
}

function basisOf(rows: readonly GlanceRow[]): string {
  const counts = rows
    .filter(({ found }) => found?.estimate != null)
    .map(({ outcome }) => outcome.comparison_authorities);
  const trial = Math.max(0, ...rows.map(({ outcome }) => outcome.trial_authorities));
  const last = rows
    .map(({ outcome }) => outcome.last_period ?? "")
    .sort()
    .at(-1);
  return `${trial} trial authorities and ${counts.length ? (Math.min(...counts) === Math.max(...counts) ? whole(Math.max(...counts)) : `${Math.min(...counts)} to ${Math.max(...counts)}`) : "no"} others, by outcome; figures up to ${last || "no year"}.`;
}
