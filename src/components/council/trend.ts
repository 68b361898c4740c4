import * as Plot from "@observablehq/plot";
import type { CouncilFigure } from "../../../pipelines/measures/council-figures/measure.ts";
import type { CouncilMeasure } from "../../../pipelines/measures/council-measures/measure.ts";
import { BEHIND, isNarrow, plotStyle, TRIAL } from "../chart-style.js";
import { figure } from "../figure.js";
import { symbolMeaning } from "../words.js";
import { shown, yearOf } from "./figure-words.js";

interface Options {
  width: number;
  name: string;
  authority: string;
  /** Codes of its statistical neighbours, drawn in grey. */
  neighbours: readonly string[];
  root: string;
}

const ENGLAND = "E92000001";

/** One figure of a council over the years: its neighbours grey, England dashed, gaps as gaps. */
export function councilTrend(
  rows: readonly CouncilFigure[],
  measure: CouncilMeasure,
  { width, name, authority, neighbours, root }: Options,
): HTMLElement {
  const own = rows.filter((row) => row.authority_code === authority);
  const periods = [...new Set(own.map((row) => row.period))].sort();
  const england = rows.filter((row) => row.authority_code === ENGLAND && measure.unit !== "plans");
  const known = own.filter((row) => row.value !== null);
  const last = known.at(-1);
  const first = known.find((row) => row.is_comparable) ?? last;
  const breaks = own.filter((row) => row.series_break !== null && row.period !== periods[0]);
  const gaps = own.filter((row) => row.value === null);
  const line = { x: "period", y: "value", z: "authority_code" } as const;
  const chart = Plot.plot({
    width,
    height: isNarrow(width) ? 140 : 190,
    marginLeft: 48,
    marginRight: 20,
    marginBottom: 28,
    style: plotStyle,
    x: {
      type: "point",
      domain: periods,
      label: null,
      ticks: periods.filter(
        (_, i) => (periods.length - 1 - i) % Math.ceil(periods.length / 4) === 0,
      ),
    },
    y: {
      label: null,
      grid: true,
      nice: true,
      ticks: 4,
      tickFormat: (v) => shown(v, { ...measure, decimals: 0 }),
    },
    marks: [
      Plot.ruleX(breaks, { x: "period", stroke: "var(--muted)", strokeDasharray: "3 4" }),
      Plot.line(
        rows.filter((row) => neighbours.includes(row.authority_code)),
        { ...line, stroke: BEHIND, strokeOpacity: 0.35 },
      ),
      Plot.line(england, {
        ...line,
        stroke: "var(--ink)",
        strokeDasharray: "5 4",
        strokeWidth: 1.5,
      }),
      Plot.line(own, { ...line, stroke: TRIAL, strokeWidth: 3 }),
      Plot.dot(known, {
        ...line,
        fill: TRIAL,
        r: 3.5,
        title: (row: CouncilFigure) =>
          `${name}, ${yearOf(row)}: ${shown(row.value as number, measure)}`,
      }),
      Plot.text(last ? [last] : [], {
        ...line,
        text: (row: CouncilFigure) => shown(row.value as number, measure),
        dy: -14,
        dx: 8,
        textAnchor: "end",
        fill: "var(--ink)",
        stroke: "var(--surface)",
        strokeWidth: 6,
        fontWeight: 700,
        fontSize: 14,
      }),
    ],
  });
  return figure(own, known.length ? (chart as Element) : null, {
    title: measure.title,
    summary:
      first && last
        ? `${shown(last.value as number, measure)} in ${yearOf(last)}${first === last ? "" : `, ${shown(first.value as number, measure)} in ${first.period}`}.`
        : `Not published for ${name}.`,
    basis: `${measure.meaning}; ${measure.unit}. ${measure.source}. Grey: statistical neighbours${england.length ? "; dashed: England" : ""}. A full count, so there is no interval.${gaps.length ? ` No number in ${gaps.map((row) => `${row.period} (${symbolMeaning[row.symbol ?? ""] ?? row.symbol})`).join(", ")}.` : ""}${breaksInWords(breaks)}`,
    definition: `${root}/method/council`,
    file: `council-${measure.figure}`,
    columns: [
      { title: "Year", text: yearOf },
      {
        title: measure.title,
        text: (row) => (row.value === null ? null : shown(row.value, measure)),
        isNumber: true,
      },
    ],
  });
}

/** At which years what is counted changes, so that no year before is compared with one after. */
const breaksInWords = (breaks: readonly CouncilFigure[]): string =>
  breaks.length
    ? ` Not comparable across: ${breaks.map((row) => `${row.period} (${row.series_break})`).join(", ")}; dashed upright.`
    : "";
