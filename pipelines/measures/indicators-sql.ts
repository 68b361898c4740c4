import type { Indicator } from "../../loaders/contract/indicator.ts";
import { DFE_TABLES, type DfeTable } from "../../loaders/dfe-ehc-plans.ts";
import { quote } from "../load/verdict.ts";

/** What each indicator is, for people and for pages. */
export function indicatorCatalogueSql(): string {
  const rows = DFE_TABLES.flatMap((source) =>
    source.indicators.map(({ indicator, title, unit, polarity, definition }) => {
      const texts = [indicator, title, unit, polarity, definition, source.period];
      return `(${[...texts, `DfE, Education, health and care plans: ${source.table}`].map(quote).join(", ")})`;
    }),
  );
  return `-- One row per indicator.
select indicator, title, unit, polarity, definition, period_kind, source
from (values
  ${rows.join(",\n  ")}
) as catalogue(indicator, title, unit, polarity, definition, period_kind, source)`;
}

/**
 * Published figures, one row per authority, indicator and period. The symbols that stand where no
 * figure is published are kept beside the values and never become zeros; a blank is x, unavailable.
 */
export function indicatorsSql(): string {
  const parts = DFE_TABLES.flatMap((source) =>
    source.indicators.map((indicator) => partSql(source, indicator)),
  );
  return `-- One row per authority, indicator and period.\n${parts.join("\nunion all\n")}`;
}

const AREA_CODE = "coalesce(new_la_code, region_code, country_code)";

function partSql(source: DfeTable, indicator: Indicator): string {
  const period =
    source.period === "calendar year" ? "time_period" : "'20' || right(time_period, 2)";
  const cells = indicator.share
    ? [...indicator.share.of, indicator.share.over]
    : [indicator.column!];
  const number = (column: string) => `try_cast(${column} as double)`;
  const value = indicator.share
    ? `100 * (${indicator.share.of.map(number).join(" + ")}) / nullif(${number(indicator.share.over)}, 0)`
    : number(indicator.column!);
  const symbol = `coalesce(${cells
    .map(
      (column) =>
        `case when ${column} is null or ${column} = 'NULL' then 'x' when ${number(column)} is null then case ${column} when 'k' then 'low' else ${column} end end`,
    )
    .join(
      ", ",
    )}, ${indicator.share ? `case when ${number(indicator.share.over)} = 0 then 'z' end` : "null"})`;
  return `select ${AREA_CODE} as authority_code, '${indicator.indicator}' as indicator, ${period} as period,
  ${value} as value, ${symbol} as symbol, load_id
from loaded_dfe_${source.table}`;
}
