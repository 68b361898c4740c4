import { z } from "zod";
import { defineRelease, PUBLISHED_FIGURES } from "../define/release.ts";

const row = z.strictObject({
  evaluation: z.string(),
  outcome: z.string(),
  comparison: z.string(),
  authority_code: z.string(),
  is_trial: z.boolean(),
  period: z.string(),
  is_after: z.boolean(),
  /** As it was published; growth is the logarithm of it. */
  value: z.number(),
  /** Line of the ledger, from which the file is known. */
  load_id: z.number(),
});

export type EvaluationPanelRow = z.infer<typeof row>;

/** The published figures behind every comparison, for whoever works it out again. */
export const evaluationPanels = defineRelease({
  name: "evaluation-panels",
  grain: "one row per trial design over authorities, outcome, comparison, authority and period",
  row,
  disclosure: PUBLISHED_FIGURES,
  rows: async (warehouse) => ({
    rows: await warehouse.rows<EvaluationPanelRow>(`
      select evaluation, outcome, comparison, authority_code, is_trial, period, is_after, value, load_id
      from evaluation_panels order by rowid`),
  }),
});
