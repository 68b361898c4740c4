import { z } from "zod";
import { defineMeasure, OF_AUTHORITIES, OF_NO_CHILD, type RowOf } from "../define/measure.ts";

const columns = {
  authority_code: z.string().describe("ONS code of the council; E92000001 is England"),
  figure: z.string().describe("Which figure; its meaning is in council-measures"),
  period: z.string().describe("Year, school year or financial year as published"),
  value: z.number().nullable().describe("The figure in the unit that council-measures says"),
  symbol: z.string().nullable().describe("Why there is no number, as published"),
  is_provisional: z.boolean().describe("Whether the publisher calls it provisional"),
  is_comparable: z
    .boolean()
    .describe(
      "Whether it can be compared with the latest: nothing that is counted has changed since",
    ),
  series_break: z
    .string()
    .nullable()
    .describe(
      "Why it cannot be compared with those before it, or with any, where its publisher says so",
    ),
};

export type CouncilFigure = RowOf<typeof columns>;

/** What is published of every council of England: money, waiting, plans, placements, outcomes. */
export const councilFigures = defineMeasure({
  name: "council-figures",
  grain: "one row per council or England, figure and period",
  columns,
  key: ["figure", "period", "authority_code"],
  method: "council",
  component: "council/trend",
  disclosure: "Made of figures of whole councils that DfE has published; nothing is hidden here",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: await warehouse.rows<CouncilFigure>(
      "select authority_code, figure, period, value, symbol, is_provisional, is_comparable, series_break from council_figures",
    ),
  }),
});
