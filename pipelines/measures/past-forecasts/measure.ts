import { z } from "zod";
import { defineMeasure, OF_AUTHORITIES, OF_NO_CHILD, type RowOf } from "../define/measure.ts";
import { planForecasts } from "../shared/plan-forecast.ts";

const columns = {
  authority_code: z.string().describe("ONS code of the council"),
  year: z.number().describe("The January that was forecast"),
  ahead: z.number().describe("Years before it from which it was forecast"),
  rule: z
    .enum(["own", "national", "half"])
    .describe("Whose last growth was taken to go on: the council's, England's, or half of each"),
  value: z
    .number()
    .describe(
      "Plans forecast from figures up to that year; the rule itself was chosen knowing all years",
    ),
  came: z.number().describe("Plans that there were"),
};

export type PastForecastRow = RowOf<typeof columns>;

/** What would have been forecast of each council's plans, and what came. */
export const pastForecasts = defineMeasure({
  name: "past-forecasts",
  grain: "one row per council with every year published, January and years ahead",
  columns,
  key: ["authority_code", "year", "ahead"],
  method: "forecast",
  component: "forecast/past-forecasts",
  disclosure: "Made of figures of whole councils that DfE has published; nothing is hidden here",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({ rows: (await planForecasts(warehouse)).past }),
});
