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
  comparison: z.string(),
  authority_code: z.string(),
  is_trial: z.boolean(),
  period: z.string(),
  is_after: z.boolean(),
  value: z.number().describe("As it was published; growth is the logarithm of it."),
  load_id: z.number().describe("Line of the ledger, from which the file is known."),
};

export type EvaluationPanelRow = RowOf<typeof columns>;

/** The published figures behind every comparison, for whoever works it out again. */
export const evaluationPanels = defineMeasure({
  name: "evaluation-panels",
  grain: "one row per trial design over authorities, outcome, comparison, authority and period",
  columns,
  key: ["evaluation", "outcome", "comparison", "authority_code", "period"],
  method: "evaluation",
  component: {
    notDrawn: "it is what the comparisons are worked out from, for whoever works them out again",
  },
  disclosure: PUBLISHED_FIGURES,
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: await warehouse.rows<EvaluationPanelRow>(`
      select evaluation, outcome, comparison, authority_code, is_trial, period, is_after, value, load_id
      from evaluation_panels order by rowid`),
  }),
});
