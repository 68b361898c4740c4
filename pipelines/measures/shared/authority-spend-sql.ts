import { SPEND_SOURCES } from "../../../loaders/authority-spend.ts";
import type { SpendLine, SpendSource } from "../../../loaders/contract/spend-line.ts";
import { numberSql, symbolSql } from "../../warehouse/figure-sql.ts";
import { quote } from "../../warehouse/sql.ts";

/**
 * Lines that place funding is part of. DfE recoups the places of academies before the outturn is
 * reported, and not before the budget is, so the two sides of these lines are of different things.
 */
const touchesPlaces = (line: string) =>
  line.startsWith("place_funding") || line === "total_high_needs";

const PLACES_CAVEAT =
  "The outturn leaves out places in academies and the budget has them: add the deduction for academies' places to the outturn before comparing";

/** Spend of authorities, one row per authority, line, year, kind and source. */
export function authoritySpendSql(): string {
  return `-- One row per authority, line, year, kind and source.
with published as (
${SPEND_SOURCES.map(sourceSql).join("\nunion all\n")}
)
select areas.authority_code, line, published.financial_year, kind,
  case when symbol is null then (${numberSql("cell")})::decimal(16, 2) end as amount_gbp, symbol,
  differs_by_academy_places,
  case when differs_by_academy_places then ${quote(PLACES_CAVEAT)} end as caveat,
  source, load_id
from published
join (
  select code as area, null as financial_year, authority_code from authority_codes
  union all
  select name, financial_year, authority_code from authority_names
) as areas
  on areas.area = published.area and coalesce(areas.financial_year, published.financial_year) = published.financial_year`;
}

/** The lines of one source, long: area (code or name), line, year, cell and symbol. */
function sourceSql(source: SpendSource): string {
  const line = (row: SpendLine) => {
    const isFlagged = touchesPlaces(row.line) && ["budget", "outturn"].includes(row.kind);
    return `{line: ${quote(row.line)}, kind: ${quote(row.kind)}, differs: ${isFlagged}, cell: "${row.column}"}`;
  };
  const absent = `when ${source.isAbsent ? "is_absent" : "false"} then 'z'`;
  return `select area, ${source.lineSql ?? "entry.line"} as line, financial_year, entry.kind, entry.cell,
  case ${absent} else ${symbolSql("(entry.cell)")} end as symbol,
  entry.differs as differs_by_academy_places, ${quote(source.title)} as source, load_id
from (
  select ${source.areaName ?? source.area} as area, ${source.year} as financial_year, ${source.lineSql ? "category, " : ""}${source.isAbsent ?? "false"} as is_absent, load_id,
    unnest([${source.lines.map(line).join(", ")}]) as entry
  from ${source.table}
)`;
}
