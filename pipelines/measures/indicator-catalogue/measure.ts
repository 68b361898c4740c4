import { z } from "zod";
import { defineMeasure, OF_AUTHORITIES, type RowOf } from "../define/measure.ts";

const columns = {
  indicator: z.string(),
  title: z.string(),
  unit: z.string(),
  polarity: z.string(),
  definition: z.string(),
  period_kind: z.string(),
  source: z.string(),
};

export type CatalogueEntry = RowOf<typeof columns>;

/** What each published figure means. */
export const indicatorCatalogue = defineMeasure({
  name: "indicator-catalogue",
  grain: "one row per indicator",
  columns,
  key: ["source", "indicator"],
  method: "evaluation",
  component: { notDrawn: "it says what the figures of other tables mean" },
  disclosure: "Definitions only",
  audit: OF_AUTHORITIES,
  contributors: { notCompared: "definitions only" },
  rows: async (warehouse) => ({
    rows: await warehouse.rows<CatalogueEntry>(
      "select indicator, title, unit, polarity, definition, period_kind, source from indicator_catalogue order by source, indicator",
    ),
  }),
});
