import { z } from "zod";
import { defineRelease, PUBLISHED_FIGURES } from "../define/release.ts";

const row = z.strictObject({
  evaluation: z.string(),
  outcome: z.string(),
  comparison: z.string(),
  /** authority or period. */
  kind: z.string(),
  name: z.string(),
  reason: z.string(),
});

export type EvaluationExclusion = z.infer<typeof row>;

/** Authorities and years left out of a comparison, each with its reason. */
export const evaluationExclusions = defineRelease({
  name: "evaluation-exclusions",
  grain:
    "one row per trial design over authorities, outcome, comparison and authority or period left out",
  row,
  disclosure: PUBLISHED_FIGURES,
  rows: async (warehouse) => ({
    rows: await warehouse.rows<EvaluationExclusion>(`
      select evaluation, outcome, comparison, kind, coalesce(authorities.name, left_out.name) as name, reason
      from evaluation_exclusions as left_out left join authorities on authority_code = left_out.name
      order by left_out.rowid`),
  }),
});
