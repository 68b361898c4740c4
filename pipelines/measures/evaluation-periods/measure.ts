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
  period: z.string(),
  is_after: z.boolean(),
  trial_mean: z
    .number()
    .nullable()
    .describe(
      "Mean of the authorities of a side, in the outcome's unit; of growth, hundred times the logarithm.",
    ),
  comparison_mean: z.number().nullable(),
  estimate: z
    .number()
    .nullable()
    .describe("Trial less comparison, less the same in the last period before the start."),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  series_break: z.string().nullable().describe("Why the series changes its meaning here."),
};

export type EvaluationPeriod = RowOf<typeof columns>;

/** Both sides year by year, and the gap between them before and after the start. */
export const evaluationPeriods = defineMeasure({
  name: "evaluation-periods",
  grain: "one row per trial design over authorities, outcome, comparison and period kept",
  columns,
  key: ["evaluation", "outcome", "comparison", "period"],
  method: "evaluation",
  component: "evaluation/event-study",
  disclosure: PUBLISHED_FIGURES,
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: roundedRows(
      await warehouse.rows<EvaluationPeriod>(`
        select evaluation, outcome, comparison, period, is_after, trial_mean, comparison_mean, estimate, lower, upper, series_break
        from evaluation_periods order by rowid`),
    ),
  }),
});
