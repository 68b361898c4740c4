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
  kind: z.string().describe("authority or period."),
  name: z.string(),
  reason: z.string(),
};

export type EvaluationExclusion = RowOf<typeof columns>;

/** Authorities and years left out of a comparison, each with its reason. */
export const evaluationExclusions = defineMeasure({
  name: "evaluation-exclusions",
  grain:
    "one row per trial design over authorities, outcome, comparison and authority or period left out",
  columns,
  key: ["evaluation", "outcome", "comparison", "kind", "name"],
  method: "evaluation",
  component: "evaluation/left-out",
  disclosure: PUBLISHED_FIGURES,
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: await warehouse.rows<EvaluationExclusion>(`
      select evaluation, outcome, comparison, kind, coalesce(authorities.name, left_out.name) as name, reason
      from evaluation_exclusions as left_out left join authorities on authority_code = left_out.name
      order by left_out.rowid`),
  }),
});
