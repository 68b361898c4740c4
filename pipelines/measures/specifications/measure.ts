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
  scale: z.string(),
  start: z
    .string()
    .describe("When the trial is taken to have started, against each authority's own day."),
  exclusion: z.string(),
  method: z.string(),
  estimate: z
    .number()
    .nullable()
    .describe("In standard deviations of the comparison authorities' changes."),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  units: z.number(),
  reason: z.string().nullable(),
};

export type Specification = RowOf<typeof columns>;

/** Every other way of asking the same question, and its answer. */
export const specifications = defineMeasure({
  name: "specifications",
  grain:
    "one row per trial design over authorities, outcome, comparison, scale, start, exclusion and method",
  columns,
  key: ["evaluation", "outcome", "comparison", "scale", "start", "exclusion", "method"],
  method: "evaluation",
  component: "evaluation/specification-curve",
  disclosure: PUBLISHED_FIGURES,
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: roundedRows(
      await warehouse.rows<Specification>(`
        select evaluation, outcome, comparison, scale, start, exclusion, method, estimate, lower, upper, units, reason
        from specifications order by rowid`),
    ),
  }),
});
