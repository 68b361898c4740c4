import { z } from "zod";
import { defineRelease, PUBLISHED_FIGURES, roundedRows } from "../define/release.ts";

const row = z.strictObject({
  evaluation: z.string(),
  outcome: z.string(),
  comparison: z.string(),
  period: z.string(),
  is_after: z.boolean(),
  /** Mean of the authorities of a side, in the outcome's unit; of growth, hundred times the logarithm. */
  trial_mean: z.number().nullable(),
  comparison_mean: z.number().nullable(),
  /** Trial less comparison, less the same in the last period before the start. */
  estimate: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  /** Why the series changes its meaning here. */
  series_break: z.string().nullable(),
});

export type EvaluationPeriod = z.infer<typeof row>;

/** Both sides year by year, and the gap between them before and after the start. */
export const evaluationPeriods = defineRelease({
  name: "evaluation-periods",
  grain: "one row per trial design over authorities, outcome, comparison and period kept",
  row,
  disclosure: PUBLISHED_FIGURES,
  rows: async (warehouse) => ({
    rows: roundedRows(
      await warehouse.rows<EvaluationPeriod>(`
        select evaluation, outcome, comparison, period, is_after, trial_mean, comparison_mean, estimate, lower, upper, series_break
        from evaluation_periods order by rowid`),
    ),
  }),
});
