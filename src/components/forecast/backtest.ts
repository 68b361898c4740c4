import type { ForecastBacktest } from "../../../pipelines/measures/forecast-backtest/measure.ts";
import { figure } from "../figure.js";
import { decimal, percent, whole } from "../words.js";
import { held, PLACED, RULES, years } from "./words.js";

/** How far each rule was out, had it been used in earlier years, and which is used. */
export function backtestTable(rows: readonly ForecastBacktest[], root: string): HTMLElement {
  const used = rows.filter((row) => row.indicator === "ehc_plans" && row.is_used);
  const [first] = used;
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    null,
    {
      title: "How far such forecasts were out",
      summary: first
        ? `Of all plans, the rule that is used was out by ${used.map((row) => `${percent(row.error)} at ${years(row.ahead)}`).join(", ")}, on average over ${whole(first.authorities)} councils. It is the best of the three simple rules in the table; another mixture of the two growths may do better.`
        : "Too few years are published to test a forecast.",
      basis: first
        ? `Forecasts from each January of ${first.first_origin} to ${first.last_origin}, as they would have been made then, beside what came; councils with every year published. A band is made of councils of the same third by size, and judged by years that it was not made from.`
        : "DfE, Education, health and care plans.",
      definition: `${root}/method/forecast`,
      file: "forecast-backtest",
      columns: [
        { title: "Plans", text: (row) => PLACED[row.indicator] ?? row.indicator },
        { title: "Ahead", text: (row) => years(row.ahead) },
        { title: "If", text: (row) => `${RULES[row.rule]}${row.is_used ? " (used)" : ""}` },
        { title: "Out by, per cent", text: (row) => decimal(row.error), isNumber: true },
        { title: "80 in 100 band held", text: (row) => held(row.held_80), isNumber: true },
        { title: "95 in 100 band held", text: (row) => held(row.held_95), isNumber: true },
        { title: "Forecasts", text: (row) => whole(row.forecasts), isNumber: true },
      ],
    },
  );
}
