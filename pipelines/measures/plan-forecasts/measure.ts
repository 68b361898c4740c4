import { z } from "zod";
import {
  defineMeasure,
  OF_AUTHORITIES,
  OF_NO_CHILD,
  type RowOf,
  roundedRows,
} from "../define/measure.ts";
import { FORECAST, planForecasts, SIZES } from "../shared/plan-forecast.ts";

const heldBy = (share: number) =>
  z
    .number()
    .nullable()
    .describe(
      `Share of past outcomes of councils of the same size inside bands of ${share} in 100 that were made without their January; null of one January`,
    );

const columns = {
  authority_code: z.string().describe("ONS code of the council"),
  indicator: z.string().describe("Which plans: all, or those placed somewhere"),
  origin: z.number().describe("The January from which it is forecast"),
  now: z.number().describe("Plans then"),
  ahead: z.number().describe("Years ahead"),
  year: z.number().describe("The January that is forecast"),
  rule: z
    .enum(["own", "national", "half"])
    .describe("Whose last growth is taken to go on: the council's, England's, or half of each"),
  size: z
    .enum(SIZES)
    .describe(
      "Third of councils by such plans in the January forecast from; its past forecasts make the bands",
    ),
  value: z.number().describe("Plans forecast"),
  lower_80: z
    .number()
    .describe("Of the past forecasts that the band is made of, one in ten fell below this"),
  upper_80: z.number().describe("One in ten fell above this"),
  lower_95: z.number().describe("One in forty fell below this"),
  upper_95: z.number().describe("One in forty fell above this"),
  held_80: heldBy(80),
  held_95: heldBy(95),
};

export type PlanForecastRow = RowOf<typeof columns>;

/** Plans of every council to three years ahead, with bands from how far past forecasts were out. */
export const planForecastsRelease = defineMeasure({
  name: "plan-forecasts",
  grain: "one row per council, kind of plan and year ahead",
  columns,
  key: ["authority_code", { column: "indicator", order: FORECAST }, "ahead"],
  method: "forecast",
  component: "forecast/plan-forecast",
  disclosure: "Made of figures of whole councils that DfE has published; nothing is hidden here",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({ rows: roundedRows((await planForecasts(warehouse)).forecasts) }),
});
