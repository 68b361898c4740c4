import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import { domains, pairsTable, scoresTable } from "./names.ts";

/** What is said of one child's change. */
export const IMPROVED = "improved";
export const NO_RELIABLE_CHANGE = "no reliable change";
export const WORSENED = "worsened";

interface PairOptions {
  /**
   * Only readings of these children, from these days on: a table (child_id, rated_by, starts_on). A
   * child that has two days there is paired for each of them.
   */
  startsFrom?: string;
  /** How many days after the first reading the second may lie, where that is not as everywhere. */
  window?: { fewest_days: number; most_days: number };
}

/**
 * Pairs each child's first complete reading with the last one within the stated limits, same
 * instrument version and same rater view. A child belongs to the authority of the first reading.
 * Where days are given from which readings count, the day is the column `starts_on`.
 */
export function pairSql(instrument: Instrument, { startsFrom, window }: PairOptions = {}): string {
  const scores = scoresTable(instrument);
  const fewest = window?.fewest_days ?? rule("pair_fewest_days");
  const most = window?.most_days ?? rule("pair_most_days");
  const eligible = startsFrom
    ? `${scores} join ${startsFrom} using (child_id, rated_by) where total_n is not null and assessed_on >= starts_on`
    : `${scores} where total_n is not null`;
  const per = startsFrom ? "child_id, rated_by, starts_on" : "child_id, rated_by";
  const columns = domains(instrument).flatMap((domain) => [
    `first.${domain}_n as ${domain}_first`,
    `last.${domain}_n as ${domain}_last`,
  ]);
  return `-- One row per child and rater view with two readings of ${instrument.instrument} ${instrument.version}.
with complete as (
  select assessment_id, ${per}, assessed_on from ${eligible}
), firsts as (
  select ${per}, min(assessed_on) as first_on, arg_min(assessment_id, assessed_on) as first_id
  from complete group by ${per}
), pairs as (
  select ${per}, any_value(first_on) as first_on, any_value(first_id) as first_id,
    max(assessed_on) as last_on, arg_max(assessment_id, assessed_on) as last_id
  from complete join firsts using (${per})
  where assessed_on between first_on + ${fewest} and first_on + ${most}
  group by ${per}
)
select pairs.child_id, first.authority_code, pairs.rated_by, ${startsFrom ? "pairs.starts_on, " : ""}pairs.first_on, pairs.last_on,
  pairs.last_on - pairs.first_on as days, pairs.first_id, pairs.last_id,
  ${columns.join(", ")}
from pairs
join ${scores} as first on first.assessment_id = pairs.first_id
join ${scores} as last on last.assessment_id = pairs.last_id`;
}

/** The public long form of change: one row per child, instrument version, rater view and domain. */
export function changesSql(instruments: readonly Instrument[]): string {
  const parts = instruments.flatMap((instrument) =>
    domains(instrument).map(
      (
        domain,
      ) => `select child_id, authority_code, ${quote(instrument.instrument)} as instrument, ${quote(instrument.version)} as version, rated_by, ${quote(domain)} as domain,
  first_id as first_assessment_id, last_id as last_assessment_id, first_on, last_on, days, ${domain}_first as first_need, ${domain}_last as last_need,
  ${domain}_last - ${domain}_first as change,
  null::varchar as bridge, null::double as link_error
from ${pairsTable(instrument)} where ${domain}_first is not null and ${domain}_last is not null`,
    ),
  );
  const linked = `select child_id, authority_code, instrument, version, rated_by, domain,
  first_assessment_id, last_assessment_id, first_on, last_on, days, first_need, last_need,
  change, bridge, link_error
from linked_changes`;
  return `-- One row per child, instrument version, rater view and domain with two readings (bridge: from an older version); no verdict where it is not known how far raters agree.
-- Kept as a view.
with paired as (
${[...parts, linked].join("\nunion all\n")}
)
select child_id, authority_code, instrument, version, rated_by, domain,
  first_assessment_id, last_assessment_id, first_on, last_on, days, first_need, last_need, change,
  ${judged("change / s_diff")} as reliable_change,
  ${judged(`case when change / s_diff <= -z then ${quote(IMPROVED)} when change / s_diff >= z then ${quote(WORSENED)}
    when change is not null and s_diff is not null then ${quote(NO_RELIABLE_CHANGE)} end`)} as verdict,
  bridge, link_error
from paired left join reliable_change_limits using (instrument, version, domain)`;
}

/** Agreement is of professionals, and a bridge has errors of its own: nothing is said of others. */
const judged = (what: string) =>
  `case when rated_by = 'professional' and bridge is null then ${what} end`;
