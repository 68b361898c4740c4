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
  value: z.number().nullable(),
  symbol: z.string().nullable(),
};

export type PlacementShare = RowOf<typeof columns>;

/** Where children with EHC plans are placed: DfE's published shares, every area and January. */
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
        period, indicator, round(value, 1) as value, symbol
      from indicators
      left join authorities using (authority_code)
      left join (select distinct region_code, region from reference_authorities) as regions on regions.region_code = authority_code
      where indicator = 'ehc_plans' or indicator in (
        select indicator from indicator_catalogue where source like '%caseload' and unit = 'per cent'
      )
      order by area_kind, authority_name, authority_code, indicator, period`),
  }),
});
