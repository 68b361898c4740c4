import { SPEND_SOURCES } from "../../loaders/authority-spend.ts";
import type { SpendLine, SpendSource } from "../../loaders/contract/spend-line.ts";
import { quote } from "../load/verdict.ts";

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
  const parts = SPEND_SOURCES.flatMap((source) =>
    source.lines.map((line) => partSql(source, line)),
  );
  return `-- One row per authority, line, year, kind and source.\n${parts.join("\nunion all\n")}`;
}

function partSql(source: SpendSource, { column, line, kind }: SpendLine): string {
  const cell = `"${column}"`;
  const number = `try_cast(${cell} as double)`;
  const absent = source.isAbsent ? `when ${source.isAbsent} then 'z'` : "";
  const symbol = `case ${absent} when ${cell} is null or ${cell} in ('NULL', 'NA', ':') then 'x' when ${cell} = 'not applicable' then 'z' when ${number} is null then ${cell} end`;
  const isFlagged = touchesPlaces(line) && (kind === "budget" || kind === "outturn");
  const areas = source.areaName
    ? `join authority_names as areas on areas.name = ${source.areaName} and areas.financial_year = ${source.year}`
    : `join authority_codes as areas on areas.code = ${source.area}`;
  return `select areas.authority_code, ${source.lineSql ?? `'${line}'`} as line, ${source.year} as financial_year, '${kind}' as kind,
  case when ${symbol} is null then ${number}::decimal(16, 2) end as amount_gbp, ${symbol} as symbol,
  ${isFlagged} as differs_by_academy_places, ${isFlagged ? quote(PLACES_CAVEAT) : "null::varchar"} as caveat,
  ${quote(source.title)} as source, load_id
from ${source.table}
${areas}`;
}
