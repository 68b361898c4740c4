import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import { pairsTable, scoresTable } from "./names.ts";

/** Who had two readings to compare, and who had not and why: the first reason that holds. */
export function followUpSql(instruments: readonly Instrument[]): string {
  const latest = instruments.map(
    (instrument) => `select authority_code, assessed_on from ${scoresTable(instrument)}`,
  );
  const complete = instruments.map(
    (instrument) =>
      `select distinct child_id, rated_by from ${scoresTable(instrument)} where total_n is not null`,
  );
  return `-- One row per child, instrument version and rater view.
-- A child's authority is known by its own extracts alone: one that moved is there and here two children.
with latest as (
  select authority_code, max(assessed_on) as latest_on from (${latest.join(" union all ")}) group by authority_code
), several as materialized (
  select child_id, rated_by from (${complete.join(" union all ")}) group by child_id, rated_by having count(*) > 1
), births as (
  select child_id, birth_month from children where birth_month is not null
), left_area as (
  select child_id, max(ended_on) as left_on from placements where end_reason = 'left_area' group by child_id
), ceased as (
  select child_id, max(ended_on) as ceased_on from placements where end_reason = 'plan_ceased' group by child_id
), plans_ended as (
  select child_id, max(ceased_on) as ended_on, arg_max(cease_reason, ceased_on) as cease_reason
  from plans where ceased_on is not null group by child_id
)
${instruments.map(partSql).join("\nunion all\n")}`;
}

function partSql(instrument: Instrument): string {
  const scores = scoresTable(instrument);
  const fewest = rule("pair_fewest_days");
  const gone = (day: string) => `${day} >= readings.first_on`;
  return `select readings.child_id, readings.authority_code,
  ${quote(instrument.instrument)} as instrument, ${quote(instrument.version)} as version, readings.rated_by,
  readings.first_on, readings.first_need, readings.reading_count,
  case
    when pairs.child_id is not null then 'two readings'
    when readings.reading_count = 0 then 'no complete reading'
    when elsewhere.child_id is not null then 'readings with different instruments'
    when readings.reading_count > 1 and readings.last_on - readings.first_on < ${fewest} then 'readings too close together'
    when readings.reading_count > 1 then 'readings too far apart'
    when latest_on - readings.first_on < ${fewest} then 'too recent'
    when ${gone("ended_on")} and cease_reason = 'transferred' then 'moved to another authority'
    when ${gone("left_on")} or (${gone("ended_on")} and cease_reason = 'left England') then 'left the area'
    when ${gone("ceased_on")} or ${gone("ended_on")} then 'plan ceased'
    when birth_month + interval ${rule("oldest_with_plan")} year <= latest_on then ${quote(`turned ${rule("oldest_with_plan")}`)}
    else 'one reading'
  end as status
from (
  select child_id, rated_by, any_value(authority_code) as authority_code,
    min(assessed_on) filter (total_n is not null) as first_on,
    max(assessed_on) filter (total_n is not null) as last_on,
    arg_min(total_n, assessed_on) filter (total_n is not null) as first_need,
    count(total_n) as reading_count
  from ${scores} group by child_id, rated_by
) as readings
left join ${pairsTable(instrument)} as pairs using (child_id, rated_by)
left join several as elsewhere on elsewhere.child_id = readings.child_id and elsewhere.rated_by = readings.rated_by
left join latest on latest.authority_code = readings.authority_code
left join births on births.child_id = readings.child_id
left join left_area on left_area.child_id = readings.child_id
left join ceased on ceased.child_id = readings.child_id
left join plans_ended on plans_ended.child_id = readings.child_id`;
}
