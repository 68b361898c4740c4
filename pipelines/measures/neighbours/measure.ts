import { z } from "zod";
import { defineMeasure, OF_AUTHORITIES, OF_NO_CHILD, type RowOf } from "../define/measure.ts";

const columns = {
  authority_code: z.string(),
  neighbour_code: z.string(),
  rank: z.number(),
};

export type Neighbour = RowOf<typeof columns>;

/** The ten statistical neighbours of each authority. */
export const neighbours = defineMeasure({
  name: "neighbours",
  grain: "one row per authority and statistical neighbour",
  columns,
  key: ["authority_code", "rank"],
  method: "placements",
  component: {
    notDrawn: "it says which authorities are drawn beside another, in tables of their figures",
  },
  disclosure: "Already published by DfE",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: await warehouse.rows<Neighbour>(
      "select authority_code, neighbour_code, rank from statistical_neighbours order by authority_code, rank",
    ),
  }),
});
