import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { quote } from "../../warehouse/sql.ts";
import { rawRange } from "../scoring/area-sql.ts";
import { scoresTable } from "../scoring/names.ts";
import { type Bridge, bridgedDomains } from "./bridges.ts";

/** Raw points of a need in a domain, turned so that more is more need: two polarities can be linked. */
export function rawSql(instrument: Instrument, domain: string, need: string): string {
  const { least, width } = rawRange(
    instrument,
    instrument.areas.filter(({ id }) => domain === "total" || id === domain),
  );
  return `${least} + ${need} * ${width} / 100`;
}

/** The children scored with both versions of a bridge within its days: their nearest two readings. */
export function bridgeSamplesSql(bridges: readonly Bridge[]): string {
  const none = `select null::varchar as bridge, null::varchar as domain, null::uuid as child_id,
  null::double as old_raw, null::double as new_raw, null::integer as days where false`;
  const parts = bridges.flatMap((bridge) =>
    bridgedDomains(bridge).map((domain) => partSql(bridge, domain)),
  );
  return `-- One row per bridge, domain and child scored with both versions, in raw points turned so that more is more need.
${[none, ...parts].join("\nunion all\n")}`;
}

function partSql({ name, from, to, withinDays }: Bridge, domain: string): string {
  const need = `${domain}_n`;
  return `select ${quote(name)} as bridge, ${quote(domain)} as domain, child_id,
  ${rawSql(from, domain, `old.${need}`)} as old_raw, ${rawSql(to, domain, `new.${need}`)} as new_raw,
  (new.assessed_on - old.assessed_on)::integer as days
from ${scoresTable(from)} as old join ${scoresTable(to)} as new using (child_id, rated_by)
where abs(new.assessed_on - old.assessed_on) <= ${withinDays} and old.${need} is not null and new.${need} is not null
qualify row_number() over (partition by child_id order by abs(new.assessed_on - old.assessed_on), old.assessment_id, new.assessment_id) = 1`;
}
