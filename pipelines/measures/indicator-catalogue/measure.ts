import { z } from "zod";
import { defineRelease } from "../define/release.ts";

const row = z.strictObject({
  indicator: z.string(),
  title: z.string(),
  unit: z.string(),
  polarity: z.string(),
  definition: z.string(),
  period_kind: z.string(),
  source: z.string(),
});

export type CatalogueEntry = z.infer<typeof row>;

/** What each published figure means. */
export const indicatorCatalogue = defineRelease({
  name: "indicator-catalogue",
  grain: "one row per indicator",
  row,
  disclosure: "Definitions only",
  rows: async (warehouse) => ({
    rows: await warehouse.rows<CatalogueEntry>(
      "select indicator, title, unit, polarity, definition, period_kind, source from indicator_catalogue order by source, indicator",
    ),
  }),
});
