import { z } from "zod";
import {
  defineMeasure,
  OF_AUTHORITIES,
  OF_NO_CHILD,
  PUBLISHED_FIGURES,
  type RowOf,
  roundedRows,
} from "../define/measure.ts";
import { SECURITY_COLUMNS } from "../shared/security-columns.ts";

const columns = {
  evaluation: z.string(),
  evaluation_title: z.string(),
  outcome: z.string(),
  outcome_order: z.number(),
  title: z.string(),
  comparison: z.string(),
  comparison_title: z.string(),
  indicator: z.string(),
  unit: z.string(),
  better: z.string().describe("lower, higher or neither: what the approach claims."),
  scale: z.string().describe("level, or log for growth, whose differences are in per cent."),
  note: z.string().nullable(),
  definition: z.string().describe("Whom the publisher counts, where and when."),
  leaves_out: z.string().nullable().describe("What a reader might take it for and it is not."),
  is_descriptive: z
    .boolean()
    .describe("A single year before the start: the last year less that one, and no test."),
  is_primary: z.boolean(),
  estimate: z.number().nullable().describe("Trial less comparison, after less before."),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  df: z.number().nullable(),
  p_value: z.number().nullable(),
  q_value: z
    .number()
    .nullable()
    .describe("Share of false findings to expect among outcomes at least as clear."),
  placebo_p: z
    .number()
    .nullable()
    .describe(
      "Share of all ways of naming a trial that show at least as much, and the least it could be.",
    ),
  smallest_placebo_p: z.number().nullable(),
  pre_trend_p: z.number().nullable().describe("The same of the drift before the start."),
  detectable: z
    .number()
    .nullable()
    .describe("Smallest true difference whose interval leaves out zero four times in five."),
  minimum_important: z.number(),
  parting_multiple: z
    .number()
    .nullable()
    .describe(
      "Times the largest parting of the sides before the start that would explain the estimate.",
    ),
  sure_parting_multiple: z
    .number()
    .nullable()
    .describe("The same for the nearer end of the interval; 0 where it holds nought."),
  parting_lower: z
    .number()
    .nullable()
    .describe("Interval of the effect if the sides parted by no more than they ever did before."),
  parting_upper: z.number().nullable(),
  e_value: z.number().nullable().describe("Given where an effect is found, for it and its limit."),
  e_value_limit: z.number().nullable(),
  group_time: z
    .number()
    .nullable()
    .describe("Where starts differ: mean of group-time effects (Callaway and Sant'Anna)."),
  two_way: z
    .number()
    .nullable()
    .describe(
      "Where starts differ: two-way fixed effects, which compare with those already in the trial.",
    ),
  two_way_forbidden: z.number().nullable().describe("The weight of such comparisons in it."),
  pooled: z.number().nullable(),
  pooled_lower: z.number().nullable(),
  pooled_upper: z.number().nullable(),
  next_lower: z.number().nullable(),
  next_upper: z.number().nullable(),
  trial_before: z.number().nullable(),
  trial_after: z.number().nullable(),
  comparison_before: z.number().nullable(),
  comparison_after: z.number().nullable(),
  trial_authorities: z.number(),
  comparison_authorities: z.number(),
  periods_before: z.number(),
  periods_after: z.number(),
  first_period: z.string().nullable(),
  first_trial_period: z.string().nullable(),
  is_start_assumed: z
    .boolean()
    .describe("The day from which a trial authority counts is assumed, and from no document."),
  months_past_start: z
    .number()
    .nullable()
    .describe(
      "Months by which the last year that counts as before runs past the start; 0 where each year lies on one side of it.",
    ),
  last_period: z.string().nullable(),
  reason: z.string().nullable(),
  grade: z.string(),
  ...SECURITY_COLUMNS,
  sentence: z.string(),
};

export type EvaluationOutcome = RowOf<typeof columns>;

/** Whether published figures changed more in the trial authorities, each outcome and comparison. */
export const evaluationOutcomes = defineMeasure({
  name: "evaluation-outcomes",
  grain: "one row per trial design over authorities, outcome and comparison",
  columns,
  key: ["evaluation", "outcome_order"],
  method: "evaluation",
  component: "evaluation/both-sides",
  disclosure: PUBLISHED_FIGURES,
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: roundedRows(
      await warehouse.rows<EvaluationOutcome>(`
      select evaluation, designs.title as evaluation_title, outcome, outcomes.rowid as outcome_order,
        outcomes.title, comparison, comparison_title, indicator, unit, better, scale, note, definition, leaves_out, is_descriptive, is_primary,
        estimate, lower, upper, df, p_value, q_value, placebo_p, smallest_placebo_p, pre_trend_p,
        detectable, minimum_important, parting_multiple, sure_parting_multiple, parting_lower, parting_upper, e_value, e_value_limit, group_time, two_way, two_way_forbidden, pooled, pooled_lower, pooled_upper, next_lower, next_upper,
        trial_before, trial_after, comparison_before, comparison_after,
        trial_authorities, comparison_authorities, periods_before, periods_after,
        first_period, first_trial_period, is_start_assumed, months_past_start, last_period, reason, grade, security, security_why, sentence
      from evaluation_outcomes as outcomes join evaluation_designs as designs using (evaluation)
      order by evaluation, outcomes.rowid`),
    ),
  }),
});
