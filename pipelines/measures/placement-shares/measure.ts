import { z } from "zod";
import { defineMeasure, OF_AUTHORITIES, OF_NO_CHILD, type RowOf } from "../define/measure.ts";

const columns = {
  authority_code: z.string(),
  authority_name: z.string(),
  area_kind: z
    .enum(["England", "Region", "Authority"])
    .describe("Whether the row is of England, a region or an authority."),
  region: z.string().nullable(),
  period: z.string(),
  indicator: z.string(),
  value: z
    .number()
    .nullable()
    .describe("Plans, or per cent of the plans whose placement is recorded"),
  symbol: z.string().nullable(),
  share_of_all: z
    .number()
    .nullable()
    .describe(
      "Per cent of the plans in DfE's percentages, as DfE publishes it: those without a recorded placement too, none of councils that sent totals alone for January 2024; of those elsewhere DfE's numerator leaves out waiting, permanently excluded (before 2023) and other settings",
    ),
  series_break: z
    .string()
    .nullable()
    .describe("Why it cannot be compared with the years before it, where DfE says so"),
  not_recorded: z
    .number()
    .nullable()
    .describe("Per cent of the area's plans of which no placement is published"),
};

export type PlacementShare = RowOf<typeof columns>;

/** Where children with EHC plans are placed, of those whose placement DfE has, every area and January. */
export const placementShares = defineMeasure({
  name: "placement-shares",
  grain: "one row per area, January census and kind of placement",
  columns,
  key: ["area_kind", "authority_name", "authority_code", "indicator", "period"],
  method: "placements",
  disclosure: "Already published by DfE; nothing is hidden here",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: await warehouse.rows<PlacementShare>(`
      select authority_code,
        case when authority_code = 'E92000001' then 'England'
          else coalesce(authorities.name, regions.region, authority_code) end as authority_name,
        case when authority_code = 'E92000001' then 'England'
          when authority_code like 'E12%' then 'Region' else 'Authority' end as area_kind,
        coalesce(authorities.region, regions.region) as region,
        indicators.period, indicators.indicator, round(indicators.value, 1) as value, symbol,
        round(of_all.value, 1) as share_of_all, round(unrecorded.value, 1) as not_recorded,
        breaks.why as series_break
      from indicators
      left join (
        select authority_code, period, replace(indicator, '_share', '_recorded_share') as indicator, value
        from indicators where indicator like '%_share'
      ) as of_all using (authority_code, period, indicator)
      left join (
        select authority_code, period, value from indicators where indicator = 'placement_not_recorded_share'
      ) as unrecorded using (authority_code, period)
      left join authorities using (authority_code)
      left join (select distinct region_code, region from reference_authorities) as regions on regions.region_code = authority_code
      left join reference_series_breaks as breaks
        on breaks.indicator = indicators.indicator and breaks.period::varchar = indicators.period
      where indicators.indicator = 'ehc_plans' or indicators.indicator in (
        select indicator from indicator_catalogue where source like '%caseload' and indicator like '%_recorded_share' and indicator <> 'placement_not_recorded_share'
      )
      order by area_kind, authority_name, authority_code, indicators.indicator, indicators.period`),
  }),
});
