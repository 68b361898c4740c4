import { numberSql, symbolSql } from "../../warehouse/figure-sql.ts";

/** Figures of any data file of Explore Education Statistics, one row each. */
export const eesFiguresSql =
  (): string => `-- One row per file, area, period, combination of filters and indicator.
-- Kept as a view.
with placed as (
  select file, time_period, time_identifier, geographic_level,
    case geographic_level
      when 'National' then country_code
      when 'Regional' then region_code
      when 'Local authority' then case when old_la_code like 'E%' then old_la_code else coalesce(nullif(new_la_code, 'z'), old_la_code) end
      else coalesce(school_urn, lad_code, pcon_code)
    end as code,
    filters::json as filters, unnest(map_entries(figures)) as figure, load_id
  from loaded_ees
)
select file, time_period, time_identifier, geographic_level,
  coalesce(authority_code, code) as area_code,
  filters,
  figure.key as indicator,
  ${numberSql("(figure.value)")} as value,
  ${symbolSql("(figure.value)")} as symbol,
  load_id
from placed
left join authority_codes using (code)`;
