import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { domains, scoresTable } from "../../instruments/scoring/names.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";

/**
 * Children scored by two people. A child counts once an instrument, with the professional's and the
 * moderator's readings that lie nearest each other.
 */
export function moderatedSql(instruments: readonly Instrument[]): string {
  const parts = instruments.flatMap((instrument, i) =>
    domains(instrument).map(
      (
        domain,
      ) => `select ${quote(instrument.instrument)} as instrument, ${quote(instrument.version)} as version,
  authority_code, child_id, ${quote(domain)} as domain, ${domain}_own as first_need, ${domain}_other as second_need, days_apart
from twice_${i} where ${domain}_own is not null and ${domain}_other is not null`,
    ),
  );
  return `-- One row per child, instrument version and domain scored by a professional and a moderator within a month.
with ${instruments.map((instrument, i) => `twice_${i} as materialized (${twiceSql(instrument)})`).join(", ")}
${parts.join("\nunion all\n")}`;
}

function twiceSql(instrument: Instrument): string {
  const scores = scoresTable(instrument);
  return `
  select own.child_id, own.authority_code, abs(own.assessed_on - other.assessed_on) as days_apart,
    ${domains(instrument)
      .map((domain) => `own.${domain}_n as ${domain}_own, other.${domain}_n as ${domain}_other`)
      .join(", ")}
  from ${scores} as other join ${scores} as own using (child_id)
  where other.rated_by = 'moderator' and own.rated_by = 'professional'
    and abs(own.assessed_on - other.assessed_on) <= ${rule("moderation_most_days")}
  qualify row_number() over (
    partition by child_id order by abs(own.assessed_on - other.assessed_on), own.assessed_on, other.assessed_on, own.assessment_id
  ) = 1`;
}
