import { z } from "zod";
import {
  defineMeasure,
  OF_AUTHORITIES,
  OF_NO_CHILD,
  PUBLISHED_FIGURES,
  type RowOf,
  roundedRows,
} from "../define/measure.ts";

const columns = {
  evaluation: z.string(),
  outcome: z.string(),
  comparison: z.string(),
  authority_code: z.string(),
  period: z.string(),
  actual: z
    .number()
    .describe(
      "The authority, and the mixture of others that matched it before, in the outcome's unit.",
    ),
  synthetic: z.number(),
  lowest_placebo: z
    .number()
    .nullable()
    .describe("Range of the gaps of comparison authorities that could be matched about as well."),
  highest_placebo: z.number().nullable(),
};

export type SyntheticPeriod = RowOf<typeof columns>;

/** Each trial authority beside its synthetic control, year by year. */
export const syntheticPeriods = defineMeasure({
  name: "synthetic-periods",
  grain:
    "one row per trial design over authorities, outcome, comparison, trial authority and period",
  columns,
  key: ["evaluation", "outcome", "comparison", "authority_code", "period"],
  method: "evaluation",
  component: "evaluation/synthetic-control",
  disclosure: PUBLISHED_FIGURES,
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: roundedRows(
      await warehouse.rows<SyntheticPeriod>(`
        select evaluation, outcome, comparison, authority_code, period, actual, synthetic, lowest_placebo, highest_placebo
        from synthetic_periods order by rowid`),
    ),
  }),
});
