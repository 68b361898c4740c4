import type { Indicator } from "../../../loaders/contract/indicator.ts";
import { DFE_TABLES, type DfeTable } from "../../../loaders/dfe-ehc-plans-tables.ts";
import { numberSql, symbolSql } from "../../warehouse/figure-sql.ts";
import { quote } from "../../warehouse/sql.ts";
import { AREA_CODE, periodSql } from "./dfe-areas-sql.ts";
import { earlierFiguresSql } from "./earlier-figures-sql.ts";
import { laitCatalogueSql, laitFiguresSql } from "./lait-sql.ts";
import { recordedFiguresSql } from "./recorded-placements-sql.ts";
import { spendCatalogueSql, spendFiguresSql } from "./spend-indicators-sql.ts";

/** What each indicator is, for people and for pages. */
export function indicatorCatalogueSql(): string {
  const rows = DFE_TABLES.flatMap((source) =>
    source.indicators.map(({ indicator, title, unit, polarity, definition }) => {
      const texts = [indicator, title, unit, polarity, definition, source.period];
      return `(${[...texts, `DfE, Education, health and care plans: ${source.table}`].map(quote).join(", ")}, ${unit !== "per cent"})`;
    }),
  );
  return `-- One row per indicator.
select indicator, title, unit, polarity, definition, period_kind, source, is_additive
from (values
  ${rows.join(",\n  ")}
) as catalogue(indicator, title, unit, polarity, definition, period_kind, source, is_additive)
union all
${laitCatalogueSql()}
union all
${spendCatalogueSql()}`;
}

/**
 * Published figures, one row per authority, indicator and period. The symbols that stand where no
 * figure is published are kept beside the values and never become zeros; a blank is x, unavailable.
 * An authority whose code was changed has its latest one throughout (see authority_codes).
 * A figure that the release itself has wrong (reference_figures_set_aside) is u, unreliable.
 */
export function indicatorsSql(): string {
  const parts = DFE_TABLES.flatMap((source) =>
    source.indicators.map((indicator) => ({ source, indicator })),
  );
  const cells = parts.filter(({ indicator }) => indicator.column).map(cellSql);
  const shares = parts.filter(({ indicator }) => indicator.share).map(shareSql);
  // What reads a cell is long, and would take a second to parse were it written for each indicator.
  return `-- One row per authority, indicator and period.
with cells as (
${cells.join("\nunion all\n")}
), released as (
select authority_code, indicator, period, ${numberSql("cell")} as value,
  ${symbolSql("cell")} as symbol, period_kind, is_provisional, load_id
from cells
union all
${shares.join("\nunion all\n")}
union all
${DFE_TABLES.filter(({ placed }) => placed)
  .map(recordedFiguresSql)
  .join("\nunion all\n")}
), published as (
  select * from released
  union all
  ${spendFiguresSql()}
  union all
  select * from (
${earlierFiguresSql()}
  ) as earlier
  where not exists (
    from released
    where released.authority_code = earlier.authority_code and released.indicator = earlier.indicator
      and released.period = earlier.period
  )
)
select coalesce(codes.authority_code, published.authority_code) as authority_code,
  published.indicator, published.period,
  case when set_aside.reason is null then published.value end as value,
  case when set_aside.reason is null then symbol else 'u' end as symbol,
  period_kind, is_provisional, load_id
from published
left join authority_codes as codes on codes.code = published.authority_code
left join reference_figures_set_aside as set_aside
  on set_aside.indicator = published.indicator and set_aside.period::varchar = published.period
  and set_aside.authority_code = published.authority_code and set_aside.published = published.value
union all
${laitFiguresSql()}`;
}

interface Part {
  source: DfeTable;
  indicator: Indicator;
}

const cellSql = ({ source, indicator }: Part): string =>
  partSql({ source, indicator }, [indicator.column!], `${indicator.column!} as cell`);

function shareSql({ source, indicator }: Part): string {
  const { of, over } = indicator.share!;
  const cells = [...of, over];
  const value = `100 * (${of.map(numberSql).join(" + ")}) / nullif(${numberSql(over)}, 0)`;
  const symbol = `coalesce(${cells.map(symbolSql).join(", ")}, case when ${numberSql(over)} = 0 then 'z' end)`;
  return partSql({ source, indicator }, cells, `${value} as value, ${symbol} as symbol`);
}

function partSql({ source, indicator }: Part, cells: readonly string[], figure: string): string {
  const period = periodSql(source);
  // A column that the year's layout does not have is no figure, not a missing one.
  const absent = cells.filter((cell) => source.sometimes?.includes(cell));
  const present = absent.length
    ? `\nqualify ${absent.map((cell) => `bool_or(${cell} is not null) over (partition by load_id)`).join(" and ")}`
    : "";
  return `select ${AREA_CODE} as authority_code, ${quote(indicator.indicator)} as indicator, ${period} as period,
  ${figure}, ${quote(source.period)} as period_kind, false as is_provisional, load_id
from loaded_dfe_${source.table}${present}`;
}
