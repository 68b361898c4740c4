import { TRIBUNAL_YEARS } from "../../../loaders/authority-spend.ts";
import { numberSql, symbolSql } from "../../warehouse/figure-sql.ts";
import { quote } from "../../warehouse/sql.ts";

const TRIBUNAL = [
  ["appeals", "send_tribunal_appeals", "SEND Tribunal appeals registered", "appeals"],
  ["decisions", "appealable_decisions", "Decisions that could be appealed", "decisions"],
  ["rate", "send_tribunal_appeal_rate", "SEND Tribunal appeal rate", "per cent"],
] as const;

/** Appeals and balances of the grant, in the columns of `indicators`. */
export function spendFiguresSql(): string {
  const cells = TRIBUNAL_YEARS.flatMap((year) =>
    TRIBUNAL.map(
      ([stem, indicator]) =>
        `{indicator: ${quote(indicator)}, period: ${quote(String(year))}, cell: case ${stem}_${year} when '-' then '0' else replace(replace(${stem}_${year}, ',', ''), '%', '') end}`,
    ),
  );
  return `select authority_code, entry.indicator, entry.period, ${numberSql("(entry.cell)")} as value,
  ${symbolSql("(entry.cell)")} as symbol, 'calendar year' as period_kind, false as is_provisional, load_id
from (
  select coalesce(la_code, '970') as code, unnest([${cells.join(",\n    ")}]) as entry, load_id
  from loaded_send_tribunal
)
join authority_codes using (code)
qualify bool_or(entry.cell is not null) over (partition by load_id, entry.indicator, entry.period)
union all
select authority_code, 'dsg_balance_share', areas.financial_year,
  ${numberSql("dsg_cumulative_balance_as_a_of_the_total_income")},
  ${symbolSql("dsg_cumulative_balance_as_a_of_the_total_income")},
  'financial year', false, load_id
from loaded_dsg_balance as balances
join authority_names as areas
  on areas.name = coalesce(la_name, region_name) and areas.financial_year = balances.financial_year`;
}

/** What they mean, in the columns of `indicator_catalogue`. */
export const spendCatalogueSql = (): string =>
  `select * from (values
  ${TRIBUNAL.map(([, indicator, title, unit]) => `(${quote(indicator)}, ${quote(title)}, ${quote(unit)}, 'neither', ${quote(`${title}; appealable decisions are plans in place, refusals to assess or to issue, and plans ceased as needs were met`)}, 'calendar year', 'HMCTS and DfE, SEND Tribunals and appeal rate', false)`).join(",\n  ")},
  ('dsg_balance_share', 'Balance of the dedicated schools grant', 'per cent', 'higher is better', 'Cumulative balance as a share of the grant''s income; below zero is a deficit', 'financial year', 'DfE, balance of the dedicated schools grant', false)
) as spend(indicator, title, unit, polarity, definition, period_kind, source, is_additive)`;
