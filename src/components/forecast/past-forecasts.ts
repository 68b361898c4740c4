import * as Plot from "@observablehq/plot";
import type { PastForecastRow } from "../../../pipelines/measures/past-forecasts/measure.ts";
import { COMPARISON, plotStyle, TRIAL } from "../chart-style.js";
import { figure } from "../figure.js";
import { decimal, whole } from "../words.js";
import { RULES, years } from "./words.js";

/** Per cent that a forecast was above what came; below zero it was too low. */
const outBy = ({ value, came }: PastForecastRow): number => (100 * (value - came)) / came;

/** What would have been said of a council's plans one, two and three years before, and what came. */
export function pastForecasts(
  rows: readonly PastForecastRow[],
  { width, name, root }: { width: number; name: string; root: string },
): HTMLElement {
  const last = Math.max(...rows.map(({ year }) => year));
  const latest = rows.filter(({ year }) => year === last);
  const said = latest.map((row) => {
    const out = outBy(row);
    return `${years(row.ahead)} before, ${whole(row.value)} (${decimal(Math.abs(out))}% too ${out < 0 ? "low" : "high"})`;
  });
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    rows.length ? chartOf(rows, width) : null,
    {
      title: `What would have been forecast of ${name}, and what came`,
      summary: rows.length
        ? `${whole(latest[0]!.came)} plans came in January ${last}. The rule would have said: ${said.join("; ")}.`
        : `What would have been forecast of ${name} cannot be said: not every year of it is published.`,
      basis:
        "DfE, Education, health and care plans. Each forecast knows nothing later than the January from which it is made, but for which of three rules is used. Blue is what came; hollow is what would have been forecast, the paler the longer before.",
      definition: `${root}/method/forecast`,
      file: "past-forecasts",
      columns: [
        { title: "January", text: (row) => String(row.year) },
        { title: "Forecast", text: (row) => `${years(row.ahead)} before` },
        { title: "If", text: (row) => RULES[row.rule] ?? row.rule },
        { title: "Plans forecast", text: (row) => whole(row.value), isNumber: true },
        { title: "Plans that came", text: (row) => whole(row.came), isNumber: true },
        { title: "Out by, per cent", text: (row) => decimal(outBy(row)), isNumber: true },
      ],
    },
  );
}

function chartOf(rows: readonly PastForecastRow[], width: number): Element {
  const came = rows.filter((row, i) => rows.findIndex(({ year }) => year === row.year) === i);
  return Plot.plot({
    width,
    height: 240,
    marginLeft: 56,
    marginRight: 28,
    style: plotStyle,
    x: { label: null, tickFormat: String, ticks: came.length },
    y: { label: "Plans", labelArrow: "none", grid: true, zero: true, nice: true },
    marks: [
      Plot.line(came, { x: "year", y: "came", stroke: TRIAL, strokeWidth: 2 }),
      Plot.dot(came, { x: "year", y: "came", r: 3.5, fill: TRIAL }),
      Plot.dot(rows, {
        x: "year",
        y: "value",
        r: 4.5,
        stroke: COMPARISON,
        strokeWidth: 2,
        strokeOpacity: (row: PastForecastRow) => 1.2 - row.ahead / 4,
        title: (row: PastForecastRow) =>
          `${row.year}, forecast ${years(row.ahead)} before: ${whole(row.value)} plans`,
      }),
    ],
  }) as Element;
}
