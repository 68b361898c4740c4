import { z } from "zod";
import { defineRelease, PUBLISHED_FIGURES, roundedRows } from "../define/release.ts";

const row = z.strictObject({
  evaluation: z.string(),
  outcome: z.string(),
  comparison: z.string(),
  authority_code: z.string(),
  period: z.string(),
  /** The authority, and the mixture of others that matched it before, in the outcome's unit. */
  actual: z.number(),
  synthetic: z.number(),
  /** Range of the gaps of comparison authorities that could be matched about as well. */
  lowest_placebo: z.number().nullable(),
  highest_placebo: z.number().nullable(),
});

export type SyntheticPeriod = z.infer<typeof row>;

/** Each trial authority beside its synthetic control, year by year. */
export const syntheticPeriods = defineRelease({
  name: "synthetic-periods",
  grain:
    "one row per trial design over authorities, outcome, comparison, trial authority and period",
  row,
  disclosure: PUBLISHED_FIGURES,
  rows: async (warehouse) => ({
    rows: roundedRows(
      await warehouse.rows<SyntheticPeriod>(`
        select evaluation, outcome, comparison, authority_code, period, actual, synthetic, lowest_placebo, highest_placebo
        from synthetic_periods order by rowid`),
    ),
  }),
});
