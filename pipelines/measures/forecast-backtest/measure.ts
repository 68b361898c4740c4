import { z } from "zod";
import {
  defineMeasure,
  OF_AUTHORITIES,
  OF_NO_CHILD,
  type RowOf,
  roundedRows,
} from "../define/measure.ts";
import { FORECAST, planForecasts } from "../shared/plan-forecast.ts";

const columns = {
  indicator: z.string().describe("Which plans: all, or those placed somewhere"),
  ahead: z.number().describe("Years ahead"),
  rule: z
    .enum(["own", "national", "half"])
    .describe("Whose last growth is taken to go on: the council's, England's, or half of each"),
  error: z.number().describe("Mean absolute error in per cent of what came"),
  forecasts: z.number().describe("Forecasts that were made and can be checked"),
  authorities: z.number().describe("Councils with every year published, of which they are"),
  first_origin: z.number().describe("First January from which was forecast"),
  last_origin: z.number().describe("Last January from which was forecast"),
  held_80: z
    .number()
    .nullable()
    .describe(
      "Share of outcomes inside the band of councils of their size that should hold 80 in 100",
    ),
  held_95: z
    .number()
    .nullable()
    .describe(
      "Share of outcomes inside the band of councils of their size that should hold 95 in 100",
    ),
  is_used: z.boolean().describe("Whether the forecasts published are made by this rule"),
};

export type ForecastBacktest = RowOf<typeof columns>;

/** How well each rule would have foretold plans, had it been used in earlier years. */
export const forecastBacktest = defineMeasure({
  name: "forecast-backtest",
  grain: "one row per kind of plan, year ahead and rule",
  columns,
  key: [
    { column: "indicator", order: FORECAST },
    "ahead",
    { column: "rule", order: ["own", "national", "half"] },
  ],
  method: "forecast",
  component: "forecast/backtest",
  disclosure: "Made of figures of whole councils that DfE has published; nothing is hidden here",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({ rows: roundedRows((await planForecasts(warehouse)).tested) }),
});
