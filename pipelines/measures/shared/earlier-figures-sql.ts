import {
  BROKEN_DOWN_BY,
  EARLIER_FIGURES,
  EVERYONE,
} from "../../../loaders/dfe-ehc-plans-earlier.ts";
import { numberSql, symbolSql } from "../../warehouse/figure-sql.ts";
import { sql } from "../../warehouse/sql.ts";

/**
 * Totals of DfE's release of education, health and care plans in its earlier layouts, in the columns
 * that `indicators` works with. A figure that two files give is that of the file loaded last.
 */
export function earlierFiguresSql(): string {
  const entries = EARLIER_FIGURES.flatMap(({ indicator, period, columns }) =>
    columns.map((column) => sql`(${column}, ${indicator}, ${period})`),
  );
  const everyone = Object.entries(EVERYONE).map(
    ([column, value]) => sql`coalesce((filters ->> ${column}), ${value}) = ${value}`,
  );
  const brokenDown = BROKEN_DOWN_BY.map((column) => sql`(filters ->> ${column}) is null`);
  return `select authority_code, indicator, period, ${numberSql("cell")} as value, ${symbolSql("cell")} as symbol,
  period_kind, false as is_provisional, load_id
from (
  select case geographic_level
      when 'National' then country_code
      when 'Regional' then region_code
      else case when old_la_code like 'E%' then old_la_code else new_la_code end
    end as authority_code,
    indicator, time_period as period, figure.value as cell, period_kind, load_id
  from (
    select *, unnest(map_entries(figures)) as figure from (select * replace (filters::json as filters) from loaded_ees)
    where time_identifier = 'Calendar year' and geographic_level in ('National', 'Regional', 'Local authority')
      and ${[...everyone, ...brokenDown].join(" and ")}
  )
  join (values ${entries.join(", ")}) as earlier(name, indicator, period_kind) on figure.key = name
)
where authority_code is not null
qualify row_number() over (partition by authority_code, indicator, period order by load_id desc) = 1`;
}
