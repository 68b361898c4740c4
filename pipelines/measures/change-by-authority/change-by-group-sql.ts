import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { SEN2_NEED_TITLES } from "../../../loaders/contract/sen2-codes.ts";
import { markSql, marksSql } from "../../disclosure/noise.ts";
import { domains, pairsTable } from "../../instruments/scoring/names.ts";
import { quote } from "../../warehouse/sql.ts";
import { supportJoinsSql, supportSql } from "../shared/support-sql.ts";

/** One number of a child, or another: cells of it are grouped once for all of its kinds. */
const CUTS = ["child", "need", "place", "locality"] as const;

/** What children are grouped by. */
export const GROUP_KINDS = [
  "Everyone",
  "Age",
  "Sex",
  "Plan",
  "Primary need",
  "Placement",
  "Locality",
  "Trial",
  "Support",
] as const;

interface Grouping {
  kind: (typeof GROUP_KINDS)[number];
  cut: (typeof CUTS)[number];
  /** SQL of the group's name, over the columns of the cut; null where the authority is not divided so. */
  name: string;
}

export const GROUPINGS: readonly Grouping[] = [
  { kind: "Everyone", cut: "child", name: "'Everyone'" },
  {
    kind: "Age",
    cut: "child",
    name: "case age when 0 then 'Under 5' when 1 then '5 to 10' when 2 then '11 to 15' when 3 then '16 and over' else 'Not recorded' end",
  },
  {
    kind: "Sex",
    cut: "child",
    name: "case sex when 'F' then 'Girls' when 'M' then 'Boys' else 'Not recorded' end",
  },
  {
    kind: "Plan",
    cut: "child",
    name: "case plan when 'ehc_plan' then 'EHC plan' when 'sen_support' then 'SEN support' when 'none' then 'Neither' else 'Not recorded' end",
  },
  {
    kind: "Primary need",
    cut: "need",
    name: `case primary_need ${Object.entries(SEN2_NEED_TITLES)
      .map(([code, title]) => `when ${quote(code)} then ${quote(title)}`)
      .join(" ")} else 'Not recorded' end`,
  },
  { kind: "Placement", cut: "place", name: "placement" },
  { kind: "Locality", cut: "locality", name: "locality" },
  { kind: "Trial", cut: "place", name: "trial" },
  { kind: "Support", cut: "place", name: "support" },
];

/** Columns that the cells of a cut are grouped by, beside the authority. */
const COLUMNS: Record<Grouping["cut"], readonly string[]> = {
  child: ["sex", "plan", "age"],
  need: ["primary_need"],
  place: ["placement", "trial", "support"],
  locality: ["locality"],
};

/**
 * Mean change by group. The pairs are read once, wide, down to sums of the few cells of each cut;
 * groups and areas are then made of those. Areas and groups are lists and not branches of a union:
 * a select for each would take DuckDB longer to plan than to run.
 */
export function changeByGroupSql(instruments: readonly Instrument[]): string {
  const groups = CUTS.map((cut) => {
    const own = GROUPINGS.filter((grouping) => grouping.cut === cut);
    return `when is_by_${cut} then [${own.map(({ kind, name }) => `{'kind': ${quote(kind)}, 'name': ${name}}`).join(",\n    ")}]`;
  });
  const n = "sum(area.n)";
  return `-- One row per instrument version, authority, group of children and domain: change between two professional readings.
with cells as (
${instruments.map(areasSql).join("\nunion all\n")}
), groups as (
  select instrument, version, authority_code, area, unnest(case ${groups.join("\n    ")} end) as part from cells
)
select instrument, version, authority_code, area.domain as domain,
  part.kind as group_kind, part.name as group_name, ${n}::bigint as child_count, sum(area.moved)::bigint as moved_count,
  coalesce(min(area.least_setting) = max(area.most_setting), false) as is_one_setting,
  sum(area.first_sum) / ${n} as first_mean, sum(area.last_sum) / ${n} as last_mean, sum(area.change_sum) / ${n} as change_mean,
  case when ${n} > 1 then sqrt(greatest(0, sum(area.squares) - sum(area.change_sum) ** 2 / ${n}) / (${n} - 1)) end as change_sd,
  sum(area.first_marks)::varchar as first_marks, sum(area.change_marks)::varchar as change_marks,
  max(area.last_on) as as_of
from groups where part.name is not null group by all having ${n} > 0`;
}

/** The cells of an instrument, one row for each area of need. */
function areasSql(instrument: Instrument): string {
  const areas = domains(instrument).map(
    (domain) =>
      `{'domain': ${quote(domain)}, 'n': ${domain}_n, 'change_sum': ${domain}_change, 'squares': ${domain}_squares, 'first_sum': ${domain}_first, 'last_sum': ${domain}_last, 'first_marks': ${domain}_first_marks, 'change_marks': ${domain}_change_marks, 'moved': ${domain}_moved, 'least_setting': ${domain}_least_setting, 'most_setting': ${domain}_most_setting, 'last_on': ${domain}_on}`,
  );
  return `select ${quote(instrument.instrument)} as instrument, ${quote(instrument.version)} as version, authority_code,
  ${CUTS.map((cut) => `is_by_${cut}, ${COLUMNS[cut].join(", ")}`).join(", ")},
  unnest([${areas.join(",\n    ")}]) as area
from (${cellsSql(instrument)})`;
}

/** One row per authority and cell of each cut, with the sums of every domain. */
function cellsSql(instrument: Instrument): string {
  const sums = domains(instrument).map((domain) => {
    const [first, last] = [`${domain}_first`, `${domain}_last`];
    // Either reading may lack an area; the difference is then null, and what is summed with it.
    const change = `(${last} - ${first})`;
    return `count(${change}) as ${domain}_n, sum(${change}) as ${domain}_change, sum(${change} * ${change}) as ${domain}_squares,
    sum(${last} - ${change}) as ${domain}_first, sum(${first} + ${change}) as ${domain}_last,
    ${marksSql("mark", `(${last} - ${change})`)} as ${domain}_first_marks, ${marksSql("mark", change)} as ${domain}_change_marks,
    count(*) filter (abs(${change}) > 1e-9) as ${domain}_moved,
    min(setting_mark) filter (${change} is not null) as ${domain}_least_setting, max(setting_mark) filter (${change} is not null) as ${domain}_most_setting, max(last_on) filter (${change} is not null) as ${domain}_on`;
  });
  const sets = CUTS.map((cut) => `(authority_code, ${COLUMNS[cut].join(", ")})`);
  return `
  select authority_code, ${CUTS.flatMap((cut) => COLUMNS[cut]).join(", ")},
    ${CUTS.map((cut) => `grouping(${COLUMNS[cut][0]}) = 0 as is_by_${cut}`).join(", ")},
    ${sums.join(",\n    ")}
  from (${groupedChildrenSql(pairsTable(instrument))})
  group by grouping sets (${sets.join(", ")})`;
}

/** Every pair by a professional, with what its child is grouped by on the day of the first reading. */
export function groupedChildrenSql(pairs: string): string {
  const months = "date_diff('month', birth_month, assessed_on)";
  return `
    select pairs.* exclude (rated_by), ${markSql("pairs.child_id")} as mark, sex, plan, primary_need,
      (${months} >= 5 * 12)::tinyint + (${months} >= 11 * 12)::tinyint + (${months} >= 16 * 12)::tinyint as age,
      case when assessments.setting_id is null then 'No setting' else coalesce(placed.title, 'Not recorded') end as placement,
      case when assessments.setting_id is not null then hash(assessments.setting_id) end as setting_mark,
      case when divided.authority_code is not null then coalesce(setting_places.locality, 'Not recorded') end as locality,
      case when enrolled.setting_id is null then 'Setting not in a trial' else 'Setting in a trial' end as trial,
      ${supportSql("pairs.authority_code")} as support
    from (select * from ${pairs} where rated_by = 'professional') as pairs
    join assessments on assessment_id = first_id
    left join (
      select setting_id, title from settings join reference_setting_ladder using (setting_type)
    ) as placed on placed.setting_id = assessments.setting_id
    left join setting_places on setting_places.setting_id = assessments.setting_id
    left join (select distinct split_part(setting_id, '|', 1) as authority_code from setting_places) as divided
      on divided.authority_code = pairs.authority_code
    left join (
      select distinct pairs.first_id, enrolment.setting_id
      from ${pairs} as pairs join assessments on assessment_id = first_id
      join trial_enrolments as enrolment on enrolment.setting_id = assessments.setting_id
      where enrolled_on <= first_on and coalesce(withdrawn_on > first_on, true)
    ) as enrolled using (first_id)
    ${supportJoinsSql(pairs)}`;
}
