import { z } from "zod";
import { defineMeasure, type RowOf } from "../define/measure.ts";

const columns = {
  evaluation: z.string(),
  title: z.string(),
  registered_on: z.string(),
  registered_note: z.string(),
  sha256: z
    .string()
    .describe("Digest of the design's file, so that a later change to it can be noticed."),
  design: z.string().describe("The whole design, as JSON."),
  departures: z.string().nullable(),
};

export type EvaluationDesign = RowOf<typeof columns>;

/** The designs over authorities, as they were fixed. */
export const evaluationDesigns = defineMeasure({
  name: "evaluation-designs",
  grain: "one row per trial design over authorities",
  columns,
  key: ["evaluation"],
  method: "evaluation",
  component: "evaluation/registered",
  disclosure: "A design names authorities and no child",
  audit: { notAudited: "a design names authorities and no child" },
  contributors: { notCompared: "a design names authorities and no child" },
  rows: async (warehouse) => ({
    rows: await warehouse.rows<EvaluationDesign>(`
      select evaluation, title, registered_on, registered_note, sha256, design,
        nullif(array_to_string(departures, '; '), '') as departures
      from evaluation_designs order by evaluation`),
  }),
});
