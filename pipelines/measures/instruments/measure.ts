import { z } from "zod";
import { defineRelease } from "../define/release.ts";

const row = z.strictObject({
  instrument: z.string(),
  version: z.string(),
  title: z.string(),
  source: z.string(),
  polarity: z.enum(["higher_is_more_need", "higher_is_more_strength"]),
  effective_from: z.string(),
  /** Null while it is in use. */
  effective_to: z.string().nullable(),
  areas: z.string(),
  area_count: z.number(),
  item_count: z.number(),
  /** Levels with their names, lowest first. */
  levels: z.string(),
  /** Areas a total needs. */
  fewest_areas: z.number(),
  /** Share of an area's items that must be answered; null where areas are single judgements. */
  fewest_item_share: z.number().nullable(),
  /** Layers of support with the need they begin at; blank where no cut-offs are given. */
  tiers: z.string(),
  bands: z.string(),
  /** Published reliability; blank where there is none. */
  reliability: z.string(),
  /** What its owner has not published, and what stands here instead, with " | " between notes. */
  not_public: z.string(),
  /** Whether assessments with it are behind these pages. */
  is_used: z.boolean(),
});

export type InstrumentRow = z.infer<typeof row>;

/** The instruments that scores come from, as their files say. */
export const instrumentsRelease = defineRelease({
  name: "instruments",
  grain: "one row per instrument version",
  row,
  disclosure: "What the instruments' files say; nothing about children",
  rows: async (warehouse) => ({
    rows: await warehouse.rows<InstrumentRow>(`
      select instrument, version, instruments.title, source, polarity, effective_from, effective_to,
        areas, area_count, item_count, levels, fewest_areas, fewest_item_share, tiers, bands, reliability, not_public,
        used.instrument is not null as is_used
      from instruments
      join (
        select instrument, version, string_agg(title, '; ' order by area_order) as areas
        from instrument_areas group by instrument, version
      ) as listed using (instrument, version)
      left join (select distinct instrument, version from assessments) as used using (instrument, version)
      order by is_used desc, instruments.title, version`),
  }),
});
