import type { Recorded } from "../../../loaders/contract/indicator.ts";
import type { DfeTable, PlacedColumns } from "../../../loaders/dfe-ehc-plans-tables.ts";
import { numberSql, symbolSql } from "../../warehouse/figure-sql.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import { AREA_CODE, periodSql } from "./dfe-areas-sql.ts";

/**
 * Figures of plans whose placement is recorded, in the columns that `indicators` works with. Plans of no
 * recorded placement, and those of councils that sent totals alone, are in no share; where they are more
 * than `most_not_recorded` of all, an area has no share (u), and of a council that sent its total alone
 * they are all, as DfE counts them in England and the region. What DfE counts beside "elsewhere" in a year
 * is told by the total: other settings are counted with it where they make the kinds add up.
 */
export function recordedFiguresSql(source: DfeTable): string {
  const placed = source.placed!;
  const figures = source.indicators.flatMap(({ indicator, recorded }) =>
    recorded ? [`{indicator: ${quote(indicator)}, value: ${valueSql(recorded)}}`] : [],
  );
  const needed = [placed.whole, ...placed.kinds, placed.elsewhere];
  return `select area, entry.indicator, period,
  case when not_recorded <= ${rule("most_not_recorded")} or entry.indicator = 'placement_not_recorded_share' then entry.value end as value,
  case when entry.value is null then coalesce(symbol, 'x')
    when not_recorded > ${rule("most_not_recorded")} and entry.indicator <> 'placement_not_recorded_share' then 'u' end as symbol,
  ${quote(source.period)} as period_kind, false as is_provisional, load_id
from (
  select *, unnest([${figures.join(",\n    ")}]) as entry
  from (
    select *, case when is_total_alone then 1 else 1 - recorded / nullif(whole, 0) end as not_recorded
    from (
      select *, kinds + elsewhere as recorded
      from (
        select *, beside + case when whole - kinds - not_recorded_plans = beside + others then others else 0 end as elsewhere
        from (${countedSql(source, placed, needed)})
      )
    )
  )
)`;
}

/** Counts of one row of the release, as numbers; a column that a year's layout lacks counts nothing. */
function countedSql(source: DfeTable, placed: PlacedColumns, needed: readonly string[]): string {
  const orNone = (column: string) => `coalesce(${numberSql(column)}, 0)`;
  const shared = new Set(
    source.indicators.flatMap(({ recorded }) =>
      typeof recorded === "object" && recorded.share !== "elsewhere" ? recorded.share : [],
    ),
  );
  return `select ${AREA_CODE} as area, ${periodSql(source)} as period, load_id,
          ${numberSql(placed.whole)} as whole,
          ${numberSql(placed.whole)} > 0 and ${placed.kinds.map((kind) => `${symbolSql(kind)} is not distinct from 'x'`).join(" and ")} as is_total_alone,
          ${placed.kinds.map(numberSql).join(" + ")} as kinds,
          ${[numberSql(placed.elsewhere), ...placed.apart.map(orNone)].join(" + ")} as beside,
          ${orNone(placed.insideOrBeside)} as others,
          ${orNone(placed.notRecorded)} as not_recorded_plans,
          coalesce(${needed.map(symbolSql).join(", ")}) as symbol,
          ${[...shared].map((column) => `${numberSql(column)} as n_${column}`).join(",\n          ")}
        from loaded_dfe_${source.table}`;
}

function valueSql(recorded: Recorded): string {
  if (recorded === "elsewhere") return "elsewhere";
  if (recorded === "not recorded") return "100 * not_recorded";
  const of =
    recorded.share === "elsewhere"
      ? "elsewhere"
      : recorded.share.map((column) => `n_${column}`).join(" + ");
  return `100 * (${of}) / nullif(recorded, 0)`;
}
