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
  exposure: z.number().describe("Years since an authority's own start; negative before it."),
  group_time: z
    .number()
    .nullable()
    .describe("Mean of group-time effects so long after the start (Callaway and Sant'Anna)."),
  sun_abraham: z.number().nullable().describe("The same by Sun and Abraham's regression."),
  std_error: z.number().nullable().describe("Of Sun and Abraham's, clustered by authority (CR1)."),
};

export type EvaluationEvent = RowOf<typeof columns>;

/** Effects by years since each authority's own start, where trial authorities start at different times. */
export const evaluationEvents = defineMeasure({
  name: "evaluation-events",
  grain: "one row per trial design over authorities, outcome, comparison and years since the start",
  columns,
  key: ["evaluation", "outcome", "comparison", "exposure"],
  method: "evaluation",
  component: { notDrawn: "it has rows where starts differ, and is for the kit" },
  disclosure: PUBLISHED_FIGURES,
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: roundedRows(
      await warehouse.rows<EvaluationEvent>(
        "select * from evaluation_events order by evaluation, outcome, comparison, exposure",
      ),
    ),
  }),
});
