import { z } from "zod";
import { defineMeasure, type RowOf } from "../define/measure.ts";

const columns = {
  instrument: z.string(),
  version: z.string(),
  title: z.string(),
  source: z.string(),
  polarity: z.enum(["higher_is_more_need", "higher_is_more_strength"]),
  effective_from: z.string(),
  effective_to: z.string().nullable().describe("Null while it is in use."),
  areas: z.string().describe("Its areas of need, in order."),
  area_count: z.number(),
  item_count: z.number(),
  levels: z.string().describe("Levels with their names, lowest first."),
  fewest_areas: z.number().describe("Areas a total needs."),
  fewest_item_share: z
    .number()
    .nullable()
    .describe(
      "Share of an area's items that must be answered; null where areas are single judgements.",
    ),
  tiers: z
    .string()
    .describe("Layers of support with the need they begin at; blank where no cut-offs are given."),
  bands: z.string(),
  reliability: z.string().describe("Published reliability; blank where there is none."),
  not_public: z
    .string()
    .describe(
      'What its owner has not published, and what stands here instead, with " | " between notes.',
    ),
  is_used: z.boolean().describe("Whether assessments with it are behind these pages."),
};

export type InstrumentRow = RowOf<typeof columns>;

/** The instruments that scores come from, as their files say. */
export const instrumentsRelease = defineMeasure({
  name: "instruments",
  grain: "one row per instrument version",
  columns,
  key: [{ column: "is_used", descending: true }, "title", "version"],
  method: "scores",
  disclosure: "What the instruments' files say; nothing about children",
  audit: { notAudited: "what the files of instruments say, and nothing of children" },
  contributors: { notCompared: "what the files of instruments say, and nothing of children" },
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
