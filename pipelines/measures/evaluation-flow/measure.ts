import { z } from "zod";
import { protect } from "../../disclosure/protect.ts";
import { quote } from "../../warehouse/sql.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";

/** From everyone to those whose change is compared; each step is within the one before. */
export const STEPS = [
  { step: "assessed", title: "Assessed by a professional", column: "child_count" },
  { step: "counted", title: "Of the population that the design names", column: "counted_count" },
  { step: "due", title: "Due a second assessment", column: "due_count" },
  { step: "seen", title: "Assessed again", column: "seen_count" },
  { step: "paired", title: "At a distance that counts as change", column: "paired_count" },
  { step: "compared", title: "In the estimate", column: "compared_count" },
] as const;

const columns = {
  evaluation: z.string(),
  comparison: z.string(),
  comparison_title: z.string(),
  side: z.enum(["trial", "comparison"]),
  step: z.string().describe("Each step is within the one before; the last is the headline's."),
  step_title: z.string(),
  step_order: z.number(),
  authorities: z.number().describe("Authorities with a child at this step."),
  child_count: z.number().nullable().describe("To the nearest five."),
  symbol: z.string().nullable(),
  as_of: z.string().nullable().describe("Month of the latest assessment that is compared."),
};

export type EvaluationFlow = RowOf<typeof columns>;

/** How many children there were on each side of a trial, and how many were left at each step. */
export const evaluationFlow = defineMeasure({
  name: "evaluation-flow",
  grain: "one row per trial design of children, comparison, side and step",
  columns,
  key: ["evaluation", "comparison", { column: "side", descending: true }, "step_order"],
  method: "comparison",
  disclosure: "Counts of 1 to 4 are hidden; all others are to the nearest five",
  audit: {
    notAudited:
      "its counts are of whole sides of a trial, to the nearest five; steps that differ by fewer are shown alike or five apart",
  },
  contributors: ({ evaluation }) => [`trial ${evaluation}`],
  rows: async (warehouse) => {
    const parts = STEPS.map(
      ({ step, title, column }, i) => `
        select evaluation, comparison, side, ${quote(step)} as step, ${quote(title)} as step_title, ${i} as step_order,
          count(distinct authority_code) filter (${column} > 0) as authorities, sum(${column}) as child_count
        from evaluation_flow where comparison <> 'placebo' group by all`,
    );
    const rows = await warehouse.rows<EvaluationFlow>(`
      with titles as (
        select evaluation, comparison, any_value(comparison_title) as comparison_title, strftime(max(as_of), '%Y-%m') as as_of
        from estimates_of_children group by all
      )
      select evaluation, comparison, comparison_title, side, step, step_title, step_order, authorities,
        child_count, null as symbol, as_of
      from (${parts.join(" union all ")}) join titles using (evaluation, comparison)
      order by evaluation, comparison, side desc, step_order`);
    return protect(rows, { count: "child_count", values: [], areOfCounts: true });
  },
});
