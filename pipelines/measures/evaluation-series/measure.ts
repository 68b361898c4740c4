import { z } from "zod";
import {
  defineMeasure,
  OF_AUTHORITIES,
  OF_NO_CHILD,
  PUBLISHED_FIGURES,
  type RowOf,
} from "../define/measure.ts";

const columns = {
  evaluation: z.string(),
  outcome: z.string(),
  authority_code: z.string(),
  period: z.string(),
  value: z.number().describe("As it was published; growth is the logarithm of it."),
  is_comparable: z
    .boolean()
    .describe(
      "Whether it can be compared with the latest: what is counted has not changed since, and the year neither stands apart nor is left out by the design",
    ),
  compared_in: z
    .string()
    .describe(
      "Comparisons of the design that the authority is chosen for, with spaces between; empty for a trial authority",
    ),
};

export type EvaluationSeriesRow = RowOf<typeof columns>;

/** All that is published of an outcome, for whoever wants the trial compared in a way of their own. */
export const evaluationSeries = defineMeasure({
  name: "evaluation-series",
  grain: "one row per trial design over authorities, outcome, authority and period published",
  columns,
  key: ["evaluation", "outcome", "authority_code", "period"],
  method: "evaluation",
  component: "evaluation/own-choice",
  disclosure: PUBLISHED_FIGURES,
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: await warehouse.rows<EvaluationSeriesRow>(
      "select evaluation, outcome, authority_code, period, value, is_comparable, compared_in from evaluation_series",
    ),
  }),
});
