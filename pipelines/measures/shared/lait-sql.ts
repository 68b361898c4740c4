import { laitIndicatorSql } from "../../../loaders/lait.ts";
import { numberSql, symbolSql } from "../../warehouse/figure-sql.ts";

/** Figures of the local authority interactive tool, in the columns of `indicators`. */
export const laitFiguresSql = (): string => `select authority_code,
  ${laitIndicatorSql("short_desc")} as indicator,
  case
    when years[5:5] in ('/', '-') and strlen(split_part(years, ' ', 1)) = 7 and years[6:7]::integer <> (years[3:4]::integer + 1) % 100
      then years[1:4] || ' to 20' || years[6:7]
    when strlen(split_part(years, ' ', 1)) = 13 then years[1:4] || '-' || years[6:7] || ' to 20' || years[9:10] || '-' || years[12:13]
    else replace(split_part(years, ' ', 1), '/', '-')
  end as period,
  ${numberSql('"values"')} as value,
  ${symbolSql('"values"')} as symbol,
  case
    when years like '%(OT)' then 'financial year, outturn'
    when strlen(split_part(years, ' ', 1)) = 13 or (years[5:5] = '-' and years[6:7]::integer <> (years[3:4]::integer + 1) % 100) then 'years together'
    when years[5:5] = '/' then 'academic year'
    when years[5:5] = '-' then 'financial year'
    else 'year'
  end as period_kind,
  years like '%(prov)' as is_provisional,
  load_id
from loaded_lait
join authority_codes on code = la_number::varchar
qualify row_number() over (partition by authority_code, short_desc, period order by is_provisional, load_id desc) = 1`;

/** What the measures of the tool mean, in the columns of `indicator_catalogue`. */
export const laitCatalogueSql =
  (): string => `select ${laitIndicatorSql("short_desc")} as indicator,
  coalesce(any_value(measure), short_desc) as title,
  coalesce(any_value(y_axis_name), 'not stated') as unit,
  case any_value(polarity) when 'High' then 'higher is better' when 'Low' then 'lower is better' else 'neither' end as polarity,
  coalesce(any_value(chart_title), any_value(measure), short_desc) as definition,
  lower(coalesce(any_value(year_type), 'not stated')) as period_kind,
  'DfE, local authority interactive tool: ' || coalesce(string_agg(distinct topic, ', ' order by topic), 'no dictionary loaded') as source,
  false as is_additive
from (select distinct short_desc from loaded_lait)
left join loaded_lait_dictionary on measure_short = short_desc
group by short_desc`;
