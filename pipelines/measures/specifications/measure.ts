import { z } from "zod";
import { defineRelease, PUBLISHED_FIGURES, roundedRows } from "../define/release.ts";

const row = z.strictObject({
  evaluation: z.string(),
  outcome: z.string(),
  comparison: z.string(),
  scale: z.string(),
  exclusion: z.string(),
  method: z.string(),
  /** In standard deviations of the comparison authorities' changes. */
  estimate: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  units: z.number(),
  reason: z.string().nullable(),
});

export type Specification = z.infer<typeof row>;

/** Every other way of asking the same question, and its answer. */
export const specifications = defineRelease({
  name: "specifications",
  grain:
    "one row per trial design over authorities, outcome, comparison, scale, exclusion and method",
  row,
  disclosure: PUBLISHED_FIGURES,
  rows: async (warehouse) => ({
    rows: roundedRows(
      await warehouse.rows<Specification>(`
        select evaluation, outcome, comparison, scale, exclusion, method, estimate, lower, upper, units, reason
        from specifications order by rowid`),
    ),
  }),
});
