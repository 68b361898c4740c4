import { z } from "zod";
import { defineMeasure, OF_AUTHORITIES, OF_NO_CHILD, type RowOf } from "../define/measure.ts";

const columns = {
  figure: z.string().describe("Name of the figure in council-figures"),
  section: z
    .enum(["money", "waiting", "plans", "placement", "outcomes"])
    .describe("Part of a council's page in which it stands"),
  place: z.number().describe("Its place in that part"),
  title: z.string().describe("What it is called"),
  short_title: z.string().describe("What it is called where there is little room"),
  unit: z.string().describe("What its number counts"),
  decimals: z.number().describe("Decimals it is shown with"),
  better: z
    .enum(["higher", "lower"])
    .nullable()
    .describe("Which way is better for families, where that is not in dispute"),
  meaning: z.string().describe("What is counted"),
  ask_if_high: z.string().describe("What a councillor might ask where it is high"),
  ask_if_low: z.string().describe("What a councillor might ask where it is low"),
  source: z.string().describe("Who published what it is made of"),
};

export type CouncilMeasure = RowOf<typeof columns>;

/** What each figure of a council's page means, and where it comes from. */
export const councilMeasures = defineMeasure({
  name: "council-measures",
  grain: "one row per figure of a council's page",
  columns,
  key: ["section", "place"],
  method: "council",
  component: {
    notDrawn: "it says what the figures mean that are drawn from the other tables of councils",
  },
  disclosure: "Definitions only",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: await warehouse.rows<CouncilMeasure>(`
      select figure, section, place::integer as place, wanted.title, short_title, wanted.unit,
        decimals::integer as decimals, better, meaning, ask_if_high, ask_if_low,
        coalesce(any_value(catalogue.source), any_value(spending.source)) as source
      from reference_council_figures as wanted
      left join indicator_catalogue as catalogue on origin = 'indicator' and catalogue.indicator = source_key
      left join (
        select distinct line, kind, source from authority_spend
        where source not like '%financial benchmarking and insights%' and source not like '%, England'
      ) as spending on origin <> 'indicator' and spending.kind = wanted.kind
        and list_contains(string_split_regex(source_key, '[+/]'), spending.line)
      group by all
      having any_value(catalogue.source) is not null or any_value(spending.source) is not null`),
  }),
});
