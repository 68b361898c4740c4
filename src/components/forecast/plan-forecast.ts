import * as Plot from "@observablehq/plot";
import type { CouncilFigure } from "../../../pipelines/measures/council-figures/measure.ts";
import type { PlanForecastRow } from "../../../pipelines/measures/plan-forecasts/measure.ts";
import { plotStyle, TRIAL } from "../chart-style.js";
import { figure } from "../figure.js";
import { whole } from "../words.js";
import { held, OF_SIZE, PLACED, RULES } from "./words.js";

interface Options {
  width: number;
  name: string;
  root: string;
}

/** A council's plans so far and to three years ahead, with bands that 80 and 95 in 100 lie in. */
export function planForecast(
  rows: readonly PlanForecastRow[],
  past: readonly CouncilFigure[],
  { width, name, root }: Options,
): HTMLElement {
  const all = rows.filter((row) => row.indicator === "ehc_plans");
  const last = all.at(-1);
  const known = past.filter((row) => row.value !== null);
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    last ? fan(all, known, width) : null,
    {
      title: `EHC plans of ${name}, to three years ahead`,
      summary: last
        ? `About ${whole(last.value)} plans in January ${last.year}, if ${RULES[last.rule]}; ${whole(last.now)} in ${last.origin}. ${bandsOf(last)}`
        : `Plans of ${name} cannot be forecast: too few years of it are published.`,
      basis:
        "DfE, Education, health and care plans, every January that is published. It says what comes if growth goes on, not what a council plans, nor what a change of law would do. Plans by placement are forecast one by one and need not add up.",
      definition: `${root}/method/forecast`,
      file: "plan-forecasts",
      columns: [
        { title: "Plans", text: (row) => PLACED[row.indicator] ?? row.indicator },
        { title: "January", text: (row) => String(row.year) },
        { title: "Forecast", text: (row) => whole(row.value), isNumber: true },
        {
          title: "80 in 100",
          text: (row) => `${whole(row.lower_80)} to ${whole(row.upper_80)}`,
          isNumber: true,
        },
        {
          title: "95 in 100",
          text: (row) => `${whole(row.lower_95)} to ${whole(row.upper_95)}`,
          isNumber: true,
        },
        { title: "Band of 80 held", text: (row) => held(row.held_80), isNumber: true },
        { title: "Band of 95 held", text: (row) => held(row.held_95), isNumber: true },
        { title: "Now", text: (row) => `${whole(row.now)} (${row.origin})`, isNumber: true },
      ],
    },
  );
}

/** The bands by what they are made of, and how often such bands held where they had not seen the year. */
function bandsOf(last: PlanForecastRow): string {
  const made = `Of the past forecasts ${OF_SIZE[last.size]}, from which the bands are made, 80 in 100 would have come between ${whole(last.lower_80)} and ${whole(last.upper_80)}, and 95 between ${whole(last.lower_95)} and ${whole(last.upper_95)}`;
  return last.held_80 === null || last.held_95 === null
    ? `${made}; a single year cannot say how often such bands hold.`
    : `${made}. Bands made without the year judged held ${held(last.held_80)} and ${held(last.held_95)}, over these councils.`;
}

function fan(
  rows: readonly PlanForecastRow[],
  past: readonly CouncilFigure[],
  width: number,
): Element {
  const [first] = rows;
  const start = first
    ? [{ year: first.origin, value: first.now, ...bandOf(first.now, first.now) }]
    : [];
  const ahead = [...start, ...rows];
  const known = past.map((row) => ({ year: Number(row.period), value: row.value as number }));
  return Plot.plot({
    width,
    height: 300,
    marginLeft: 56,
    marginRight: 28,
    style: plotStyle,
    x: { label: null, tickFormat: String, ticks: known.length + rows.length > 8 ? 5 : 10 },
    y: { label: "Plans", labelArrow: "none", grid: true, zero: true, nice: true },
    marks: [
      ...(["95", "80"] as const).map((level) =>
        Plot.areaY(ahead, {
          x: "year",
          y1: `lower_${level}`,
          y2: `upper_${level}`,
          fill: TRIAL,
          fillOpacity: 0.16,
        }),
      ),
      Plot.line(ahead, {
        x: "year",
        y: "value",
        stroke: TRIAL,
        strokeDasharray: "5 4",
        strokeWidth: 2,
      }),
      Plot.line(known, { x: "year", y: "value", stroke: TRIAL, strokeWidth: 3 }),
      Plot.dot([...known, ...rows], {
        x: "year",
        y: "value",
        r: 3.5,
        fill: TRIAL,
        title: (row: { year: number; value: number }) => `${row.year}: ${whole(row.value)} plans`,
      }),
    ],
  }) as Element;
}

const bandOf = (low: number, high: number) => ({
  lower_80: low,
  upper_80: high,
  lower_95: low,
  upper_95: high,
});
