import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import { pairsTable, scoresTable } from "../scoring/names.ts";
import { type Bridge, bridgedDomains } from "./bridges.ts";
import { rawSql } from "./sample-sql.ts";

/**
 * Change from a reading with an older version to one with a newer, the first put on the newer
 * scale. Only for children without two readings of one version, only over a bridge that is good
 * enough, and only from scores that the bridge was made from.
 */
export function linkedChangesSql(bridges: readonly Bridge[]): string {
  const none = `select null::uuid as child_id, null::varchar as authority_code, null::varchar as instrument, null::varchar as version,
  null::varchar as rated_by, null::varchar as domain, null::varchar as bridge,
  null::bigint as first_assessment_id, null::bigint as last_assessment_id, null::date as first_on, null::date as last_on,
  null::bigint as days, null::double as first_need, null::double as last_need, null::double as change,
  null::double as link_error where false`;
  const parts = bridges.flatMap((bridge) =>
    bridgedDomains(bridge).map((domain) => partSql(bridge, domain)),
  );
  return `-- One row per child, rater view, bridge and domain with a reading either side of the bridge.
${[none, ...parts].join("\nunion all\n")}`;
}

function partSql({ name, from, to }: Bridge, domain: string): string {
  const raw = rawSql(from, domain, `first.${domain}_n`);
  const linked = `point.need + point.slope * (${raw} - point.old_raw)`;
  return `select first.child_id, first.authority_code, ${quote(to.instrument)}, ${quote(to.version)}, first.rated_by, ${quote(domain)}, ${quote(name)},
  first.assessment_id, last.assessment_id, first.assessed_on, last.assessed_on, last.assessed_on - first.assessed_on,
  ${linked}, last.${domain}_n, last.${domain}_n - (${linked}), point.error
from (
  select * from ${scoresTable(from)} where total_n is not null
  qualify row_number() over (partition by child_id, rated_by order by assessed_on, assessment_id) = 1
) as first
join (
  ${lastSql(from, to)}
) as last using (child_id, rated_by)
join (
  select unnest(points) as point from bridge_links where bridge = ${quote(name)} and domain = ${quote(domain)} and is_linkable
) on point.old_raw = round(${raw})
anti join ${pairsTable(from)} as plain_from on plain_from.child_id = first.child_id and plain_from.rated_by = first.rated_by
anti join ${pairsTable(to)} as plain_to on plain_to.child_id = first.child_id and plain_to.rated_by = first.rated_by
where last.${domain}_n is not null`;
}

const lastSql = (
  from: Instrument,
  to: Instrument,
): string => `select later.* from ${scoresTable(to)} as later
  join (select child_id, rated_by, min(assessed_on) as began_on from ${scoresTable(from)} where total_n is not null group by child_id, rated_by) as begun using (child_id, rated_by)
  where total_n is not null and assessed_on between began_on + ${rule("pair_fewest_days")} and began_on + ${rule("pair_most_days")}
  qualify row_number() over (partition by child_id, rated_by order by assessed_on desc, assessment_id desc) = 1`;
