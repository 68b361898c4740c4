import { z } from "zod";
import { defineRelease } from "../define/release.ts";

const row = z.strictObject({
  evaluation: z.string(),
  title: z.string(),
  registered_on: z.string(),
  registered_note: z.string(),
  /** Digest of the design's file, so that a later change of it can be told. */
  sha256: z.string(),
  /** The whole design, as JSON. */
  design: z.string(),
  departures: z.string().nullable(),
});

export type EvaluationDesign = z.infer<typeof row>;

/** The designs over authorities, as they were fixed. */
export const evaluationDesigns = defineRelease({
  name: "evaluation-designs",
  grain: "one row per trial design over authorities",
  row,
  disclosure: "A design names authorities and no child",
  rows: async (warehouse) => ({
    rows: await warehouse.rows<EvaluationDesign>(`
      select evaluation, title, registered_on, registered_note, sha256, design,
        nullif(array_to_string(departures, '; '), '') as departures
      from evaluation_designs order by evaluation`),
  }),
});
