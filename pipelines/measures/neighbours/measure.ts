import { z } from "zod";
import { defineRelease } from "../define/release.ts";

const row = z.strictObject({
  authority_code: z.string(),
  neighbour_code: z.string(),
  rank: z.number(),
});

export type Neighbour = z.infer<typeof row>;

/** The ten statistical neighbours of each authority. */
export const neighbours = defineRelease({
  name: "neighbours",
  grain: "one row per authority and statistical neighbour",
  row,
  disclosure: "Already published by DfE",
  rows: async (warehouse) => ({
    rows: await warehouse.rows<Neighbour>(
      "select authority_code, neighbour_code, rank from statistical_neighbours order by authority_code, rank",
    ),
  }),
});
