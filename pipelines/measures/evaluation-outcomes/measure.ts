import { z } from "zod";
import { defineRelease, PUBLISHED_FIGURES, roundedRows } from "../define/release.ts";

const number = z.number().nullable();

const row = z.strictObject({
  evaluation: z.string(),
  evaluation_title: z.string(),
  outcome: z.string(),
  outcome_order: z.number(),
  title: z.string(),
  comparison: z.string(),
  comparison_title: z.string(),
  indicator: z.string(),
  unit: z.string(),
  /** lower, higher or neither: what the approach claims. */
  better: z.string(),
  /** level, or log for growth, whose differences are in per cent. */
  scale: z.string(),
  note: z.string().nullable(),
  is_primary: z.boolean(),
  /** Trial less comparison, after less before. */
  estimate: number,
  lower: number,
  upper: number,
  df: number,
  p_value: number,
  /** Share of false findings to expect among outcomes at least as clear. */
  q_value: number,
  /** Share of all ways of naming a trial that show at least as much, and the least it could be. */
  placebo_p: number,
  smallest_placebo_p: number,
  /** The same of the drift before the start. */
  pre_trend_p: number,
  /** Smallest true difference found four times in five. */
  detectable: number,
  minimum_important: z.number(),
  bend: number,
  e_value: number,
  pooled: number,
  pooled_lower: number,
  pooled_upper: number,
  next_lower: number,
  next_upper: number,
  trial_before: number,
  trial_after: number,
  comparison_before: number,
  comparison_after: number,
  trial_authorities: z.number(),
  comparison_authorities: z.number(),
  periods_before: z.number(),
  periods_after: z.number(),
  first_period: z.string().nullable(),
  first_trial_period: z.string().nullable(),
  last_period: z.string().nullable(),
  reason: z.string().nullable(),
  grade: z.string(),
  sentence: z.string(),
});

export type EvaluationOutcome = z.infer<typeof row>;

/** Whether published figures changed more in the trial authorities, each outcome and comparison. */
export const evaluationOutcomes = defineRelease({
  name: "evaluation-outcomes",
  grain: "one row per trial design over authorities, outcome and comparison",
  row,
  disclosure: PUBLISHED_FIGURES,
  rows: async (warehouse) => ({
    rows: roundedRows(
      await warehouse.rows<EvaluationOutcome>(`
      select evaluation, designs.title as evaluation_title, outcome, outcomes.rowid as outcome_order,
        outcomes.title, comparison, comparison_title, indicator, unit, better, scale, note, is_primary,
        estimate, lower, upper, df, p_value, q_value, placebo_p, smallest_placebo_p, pre_trend_p,
        detectable, minimum_important, bend, e_value, pooled, pooled_lower, pooled_upper, next_lower, next_upper,
        trial_before, trial_after, comparison_before, comparison_after,
        trial_authorities, comparison_authorities, periods_before, periods_after,
        first_period, first_trial_period, last_period, reason, grade, sentence
      from evaluation_outcomes as outcomes join evaluation_designs as designs using (evaluation)
      order by evaluation, outcomes.rowid`),
    ),
  }),
});
