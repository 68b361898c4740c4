import type { Instrument } from "../../loaders/contract/instrument.ts";
import { domains, pairsTable } from "../scoring/names.ts";

const GROUPINGS = [
  { kind: "Everyone", name: "'Everyone'" },
  {
    kind: "Age",
    name: "case age when 0 then 'Under 5' when 1 then '5 to 10' when 2 then '11 to 15' when 3 then '16 and over' else 'Not recorded' end",
  },
  {
    kind: "Sex",
    name: "case sex when 'F' then 'Girls' when 'M' then 'Boys' else 'Not recorded' end",
  },
  {
    kind: "Plan",
    name: "case plan when 'ehc_plan' then 'EHC plan' when 'sen_support' then 'SEN support' when 'none' then 'Neither' else 'Not recorded' end",
  },
];

/**
 * Mean change by group. The pairs are read once, wide, down to sums of the few cells of authority,
 * age, sex and plan; groups and areas are then made of those.
 */
export function changeByGroupSql(instruments: readonly Instrument[]): string {
  const parts = instruments.flatMap((instrument, i) =>
    domains(instrument).flatMap((domain) =>
      GROUPINGS.map(({ kind, name }) => meansSql(instrument, `cells_${i}`, domain, kind, name)),
    ),
  );
  return `-- One row per instrument version, authority, group of children and domain: change between two professional readings.
with ${instruments.map((instrument, i) => `cells_${i} as materialized (${cellsSql(instrument)})`).join(", ")}
${parts.join("\nunion all\n")}`;
}

/** One row per authority, band of age, sex and plan, with the sums of every domain. */
function cellsSql(instrument: Instrument): string {
  const sums = domains(instrument).map((domain) => {
    const [first, last] = [`${domain}_first`, `${domain}_last`];
    // Either reading may lack an area; the difference is then null, and what is summed with it.
    const change = `(${last} - ${first})`;
    return `count(${change}) as ${domain}_n, sum(${change}) as ${domain}_change, sum(${change} * ${change}) as ${domain}_squares,
    sum(${last} - ${change}) as ${domain}_first, sum(${first} + ${change}) as ${domain}_last,
    max(last_on) filter (${change} is not null) as ${domain}_on`;
  });
  const months = "date_diff('month', birth_month, assessed_on)";
  return `
  select pairs.authority_code, sex, plan,
    (${months} >= 5 * 12)::tinyint + (${months} >= 11 * 12)::tinyint + (${months} >= 16 * 12)::tinyint as age,
    ${sums.join(",\n    ")}
  from ${pairsTable(instrument)} as pairs join assessments on assessment_id = first_id
  where pairs.rated_by = 'professional'
  group by all`;
}

function meansSql(
  { instrument, version }: Instrument,
  cells: string,
  domain: string,
  kind: string,
  name: string,
): string {
  const n = `sum(${domain}_n)`;
  return `select '${instrument}' as instrument, '${version}' as version, authority_code, '${domain}' as domain,
  '${kind}' as group_kind, ${name} as group_name, ${n}::bigint as child_count,
  sum(${domain}_first) / ${n} as first_mean, sum(${domain}_last) / ${n} as last_mean, sum(${domain}_change) / ${n} as change_mean,
  case when ${n} > 1 then sqrt(greatest(0, sum(${domain}_squares) - sum(${domain}_change) ** 2 / ${n}) / (${n} - 1)) end as change_sd,
  max(${domain}_on) as as_of
from ${cells} group by all having ${n} > 0`;
}
