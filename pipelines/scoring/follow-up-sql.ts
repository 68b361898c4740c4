import type { Instrument } from "../../loaders/contract/instrument.ts";
import { rule } from "../rules.ts";
import { pairsTable, scoresTable } from "./names.ts";

/** Who had two readings to compare, and who had not and why. */
export function followUpSql(instruments: readonly Instrument[]): string {
  return `-- One row per child, instrument version and rater view.\n${instruments.map((instrument) => partSql(instrument, instruments)).join("\nunion all\n")}`;
}

function partSql(instrument: Instrument, instruments: readonly Instrument[]): string {
  const scores = scoresTable(instrument);
  const fewest = rule("pair_fewest_days");
  const others = instruments
    .filter((other) => other !== instrument)
    .map(
      (other) =>
        `select distinct child_id, rated_by from ${scoresTable(other)} where total_n is not null`,
    );
  const elsewhere = others.length
    ? others.join(" union ")
    : "select null as child_id, null as rated_by where false";
  return `select readings.child_id, readings.authority_code,
  '${instrument.instrument}' as instrument, '${instrument.version}' as version, readings.rated_by,
  readings.first_on, readings.first_need, readings.reading_count,
  case
    when pairs.child_id is not null then 'two readings'
    when readings.reading_count = 0 then 'no complete reading'
    when elsewhere.child_id is not null then 'readings with different instruments'
    when readings.reading_count > 1 and readings.last_on - readings.first_on < ${fewest} then 'readings too close together'
    when readings.reading_count > 1 then 'readings too far apart'
    when newest.newest_on - readings.first_on < ${fewest} then 'too recent'
    else 'one reading'
  end as status
from (
  select child_id, rated_by, arg_min(authority_code, assessed_on) as authority_code,
    min(assessed_on) filter (total_n is not null) as first_on,
    max(assessed_on) filter (total_n is not null) as last_on,
    arg_min(total_n, assessed_on) filter (total_n is not null) as first_need,
    count(total_n) as reading_count
  from ${scores} group by child_id, rated_by
) as readings
left join ${pairsTable(instrument)} as pairs using (child_id, rated_by)
left join (${elsewhere}) as elsewhere on elsewhere.child_id = readings.child_id and elsewhere.rated_by = readings.rated_by
cross join (select max(assessed_on) as newest_on from ${scores}) as newest`;
}
