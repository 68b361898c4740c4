import type { Instrument } from "../../loaders/contract/instrument.ts";
import { ANY_INSTRUMENT } from "../disclosure/sums-of-children.ts";
import { domains, pairsTable, scoresTable } from "../instruments/scoring/names.ts";
import { IMPROVED, WORSENED } from "../instruments/scoring/pair-sql.ts";
import {
  GROUPINGS,
  groupedChildrenSql,
} from "../measures/change-by-authority/change-by-group-sql.ts";
import { COST_LEDGER_CELLS } from "../measures/cost-ledger/measure.ts";
import { COST_WAYS_SQL } from "../measures/cost-ways/measure.ts";
import { GROUPS as ACCESS_GROUPS } from "../measures/fair-access/measure.ts";
import { BECAME } from "../measures/reintegration/measure.ts";
import { quote } from "../warehouse/sql.ts";

/**
 * Who is behind every published figure of children: one row per set of children that some figure is
 * made of (`cell`, named as the audit names it) and child in it, with a number of what the child
 * contributes. Sets of one `family` are compared with each other.
 */
export const contributorsSql = (
  instruments: readonly Instrument[],
): string => `-- One row per set of children that a published figure is made of, and child in it.
-- Kept as a view.
${instruments.flatMap((one) => [groupsSql(one), readingsSql(one)]).join("\nunion all\n")}
union all
${verdictsSql}
union all
${statusesSql}
union all
${placedSql}
union all
${costsSql}
union all
${everyoneSql}
union all
${costWaysSql}
union all
${needCostsSql}
union all
${movesSql}
union all
${waitsSql}
union all
${plansSql}
union all
${apartSql}
union all
${sustainedSql}
union all
${trialAreasSql}
union all
${accessSql}`;

/** SQL of a whole number of some columns, stable from one version of DuckDB to the next. */
const valueSql = (columns: readonly string[]): string =>
  `md5_number_lower(concat_ws('|', ${columns.map((column) => `coalesce((${column})::varchar, '-')`).join(", ")}))`;

/** The name that `childrenOf` gives. */
const OF = "authority_code || ', ' || instrument || ' ' || version";

/** The name that `pairedIn` and `groupIn` give. */
const AREA_CELL = `whose || if(part.cell = ': Everyone, Everyone', ': two readings of ' || area.domain, part.cell || ', read in ' || area.domain)`;

/**
 * Children with two readings, by group, setting, support and period of the last reading; and those of
 * each area of need by group, with the two levels alone: of one area fewer may differ than of the group.
 */
function groupsSql(instrument: Instrument): string {
  const kinds = GROUPINGS.map(
    ({ kind, name }) => `{'cell': ': ' || ${quote(kind)} || ', ' || ${name}}`,
  );
  const parts = `list_filter([${kinds.join(", ")}], part -> part.cell is not null)`;
  const values = valueSql([
    ...domains(instrument).flatMap((domain) => [`${domain}_first`, `${domain}_last`]),
    ...["sex", "plan", "primary_need", "age", "placement", "locality", "trial", "support"],
  ]);
  const areas = domains(instrument).map(
    (domain) =>
      `{'domain': ${quote(domain)}, 'value': if(${domain}_first is null or ${domain}_last is null, null, ${valueSql([`${domain}_first`, `${domain}_last`])})}`,
  );
  return `(with own as (
  select *, ${quote(instrument.instrument)} as instrument, ${quote(instrument.version)} as version, ${values} as value
  from (${groupedChildrenSql(pairsTable(instrument))})
), named as (
  select own.*, ${OF} as whose from own
)
select 'two readings of ' || whose as family, whose || part.cell as cell, child_id, value
from (select *, unnest(${parts}) as part from named)
union all
select 'read in ' || area.domain || ', ' || whose, ${AREA_CELL}, child_id, area.value
from (
  select child_id, whose, part, unnest([${areas.join(",\n    ")}]) as area
  from (select *, unnest(${parts}) as part from named)
) where area.value is not null
union all
select 'two readings with ' || instrument || ' ' || version, instrument || ' ' || version || ': ' || part, child_id, value
from (select *, unnest([support, 'everyone']) as part from named)
union all
select 'two readings of ' || whose, whose || ': change, ' || strftime(period, '%Y-%m-%d'), child_id, named.value
from named join need_by_period using (instrument, version, authority_code)
where measure = 'change' and ${within("last_on")}
union all
select 'two readings of ' || whose, whose || ': ' || coalesce(shown.title, if(setting_id is null, 'no setting', 'smaller settings')), child_id, value
from named join (select assessment_id, setting_id from assessments) as read on assessment_id = first_id
left join (
  select instrument, version, authority_code, setting_id, coalesce(settings.name, 'Setting ' || split_part(setting_id, '|', 2)) as title
  from change_by_setting left join settings using (setting_id) where kind = 'setting'
) as shown using (instrument, version, authority_code, setting_id))`;
}

const within = (day: string): string =>
  `${day} >= period and ${day} < period + if(period_kind = 'month', interval 1 month, interval 3 month)`;

/** Children with a reading by a professional, with two of them, and with one of another view. */
function readingsSql(instrument: Instrument): string {
  const value = valueSql([
    "rated_by",
    "assessed_on",
    ...domains(instrument).map((domain) => `${domain}_n`),
  ]);
  const sum = (filter: string) =>
    `(coalesce(sum(value::hugeint) filter (${filter}), 0) % 9223372036854775807)::ubigint`;
  return `(with children as (
  select child_id, ${quote(instrument.instrument)} as instrument, ${quote(instrument.version)} as version,
    arg_min(authority_code, assessed_on) as authority_code,
    arg_min(assessed_on, assessed_on) filter (is_own and total_n is not null) as first_on,
    count(*) filter (is_own) as own_count, count(*) filter (not is_own) as other_count,
    count(*) filter (rated_by = 'moderator') as moderated_count,
    ${sum("is_own")} as own_value, ${sum("true")} as value
  from (select *, rated_by = 'professional' as is_own, ${value} as value from ${scoresTable(instrument)})
  group by child_id
), named as (
  select *, ${OF} as whose from children
)
select 'readings of ' || whose as family, whose || ': readings' as cell, child_id, own_value as value from named where own_count > 0
union all
select 'readings with ' || instrument || ' ' || version, instrument || ' ' || version || ': readings', child_id, value from named
union all
select 'scored twice with ' || instrument || ' ' || version, instrument || ' ' || version || ': scored twice', child_id, value
from named where own_count > 0 and moderated_count > 0
union all
select 'readings of ' || whose, whose || ': read again', child_id, own_value from named where own_count > 1
union all
select 'readings of ' || whose, whose || ': several views', child_id, value from named where own_count > 0 and other_count > 0
union all
select 'readings of ' || whose, whose || ': first need, ' || strftime(period, '%Y-%m-%d'), child_id, own_value
from named join need_by_period using (instrument, version, authority_code)
where measure = 'first need' and ${within("first_on")})`;
}

/** Children who changed by more than error. Those of one area are compared with themselves alone: few are near any few. */
const verdictsSql = `(with named as (
  select *, whose || ': ' || verdict || if(domain = 'total', '', ' in ' || domain) as cell
  from (select *, ${OF} as whose from changes)
  where rated_by = 'professional' and bridge is null and verdict in (${quote(IMPROVED)}, ${quote(WORSENED)})
)
select cell as family, cell, child_id, 0::ubigint as value from named)`;

/** Children with an assessment, by what became of the second reading. */
const statusesSql = `(with named as (
  select *, ${OF} as whose, ${valueSql(["status", "first_on", "first_need", "reading_count"])} as value
  from follow_up where rated_by = 'professional'
)
select 'status of ' || whose as family, whose || ': ' || part as cell, child_id, value
from (
  select *, unnest(if(status in ('too recent', 'no complete reading'), [status], [status, 'due'])) as part from named
))`;

/** Children placed on a 15 January, by group of placement. */
const placedSql = `(select 'placed in ' || authority_code || ', ' || period as family,
  authority_code || ', ' || period || ': placed, ' || unnest([placement_group, 'all']) as cell, child_id,
  ${valueSql(["placement_group"])} as value
from (
  select distinct authority_code, period, spells.placement_group, child_id
  from placement_spells as spells
  join (select distinct authority_code, period, make_date(period::integer, 1, 15) as census_on from placements_by_authority) as dates using (authority_code)
  where started_on <= census_on and coalesce(ended_on, census_on) >= census_on
))`;

/** Children in one kind of placement for a whole financial year, in each authority and all. */
const costsSql = `(select 'cost in ' || financial_year as family,
  unnest([authority_code, 'all']) || ', ' || financial_year || ': cost, ' || placement_group as cell, child_id,
  ${valueSql(["support_gbp", "transport_gbp"])} as value
from cost_by_child_year where is_full_year and placement_group is not null)`;

/** The same by other answers to who counts, and the parts of all children placed or paid for. */
const costWaysSql = `(select 'cost in ' || financial_year as family,
  'all, ' || financial_year || ': cost ways, ' || placement_group || ', ' || who as cell, child_id, ${valueSql(["support_gbp"])} as value
from ${COST_WAYS_SQL}
union all
select 'cost ledger in ' || financial_year, 'all, ' || financial_year || ': cost ledger, ' || step, child_id, ${valueSql(["support_gbp"])}
from (${COST_LEDGER_CELLS}))`;

/** The same of the latest year by how much need they have. */
const needCostsSql = `(with named as (
  select *, unnest([authority_code, 'all']) || ', ' || financial_year || ': need and cost, ' as whose,
    ${valueSql(["support_gbp"])} as value
  from costed_needs
)
select 'cost in ' || financial_year as family,
  unnest([whose || need_third || ', ' || placement_group, whose || need_third]) as cell, child_id, value
from named)`;

/** Children placed on either of two Januaries, by where they were on both. */
const movesSql = `(with named as (
  select year, child_id, from_group, ${valueSql(["from_group", "to_group"])} as value,
    unnest([
      {'whose': authority_code, 'shown': shown_to}, {'whose': 'all', 'shown': shown_to_all}
    ]) as part
  from placement_moves
), started as (
  select *, part.whose || ', ' || year || ': moved from ' || from_group as start from named
)
select 'moved in ' || year as family, unnest([start, start || ' to ' || part.shown]) as cell, child_id, value from started)`;

/** Children whose wait began, by what they wait for, of all and by locality. */
const waitsSql = `(with named as (
  select wait, child_id, ': waits for a ' || wait as what, authority_code, locality,
    ${valueSql(["from_on", "until_on", "is_over", "locality"])} as value
  from waits
)
select 'waits for a ' || wait as family,
  unnest([authority_code || what, 'all' || what] || if(locality is null, [], [authority_code || what || ', in ' || locality])) as cell,
  child_id, value
from named)`;

/** Children with a plan issued in a year or a request open at its end, by how long it took. */
const plansSql = `(with asked as (
  select requests.*, first_on, last_on, unnest(range(year(requested_on), 1 + year(least(last_on,
    coalesce(if(assessment_outcome = 'Y', assessment_outcome_on, null), last_on))))) as year
  from requests
  join (select authority_code, min(from_on) as first_on, max(as_of) as last_on from waits where wait = 'plan' group by all) as spans using (authority_code)
  where request_outcome in ('Y', 'A') and coalesce(assessment_outcome, 'A') in ('Y', 'A')
), dated as (
  select *, coalesce(assessment_outcome = 'Y' and year(assessment_outcome_on) = year, false) as is_issued,
    if(assessment_outcome = 'Y' and year(assessment_outcome_on) = year, assessment_outcome_on,
      least(make_date(year::integer, 12, 31), last_on)) - requested_on as days
  from asked where make_date(year::integer, 1, 1) between first_on and last_on
), timed as (
  select *, case
    when not is_issued then if(days > (select value from reference_rules where rule = 'final_plan_days'), 'open, late', 'open')
    when days <= (select value from reference_rules where rule = 'final_plan_days') then 'in time'
    else 'late' end as time
  from dated
), named as (
  select year, child_id, time, days, ${valueSql(["requested_on", "assessment_outcome_on", "time"])} as value,
    part.whose || ', ' || part.period || ': ' || if(is_issued, 'plans issued', 'open requests') || ', ' || part.clock as whole
  from (
    select *, unnest([
      {'whose': authority_code, 'period': year::varchar, 'clock': 'without exceptions'},
      {'whose': 'all', 'period': year::varchar, 'clock': 'without exceptions'},
      {'whose': 'all', 'period': 'all years', 'clock': 'without exceptions'},
      {'whose': 'all', 'period': 'all years', 'clock': 'with exceptions'}
    ]) as part
    from timed
  )
  where (part.clock = 'with exceptions' or not has_exception or not is_issued) and (part.period <> 'all years' or is_issued)
)
select 'plans issued in time' as family,
  unnest([whole, whole || ': ' || time] || if(days > 364 and time = 'late', [whole || ': over a year'], [])) as cell, child_id, value
from named)`;

/** Children apart from mainstream until tried there, and from then on; and those of whom something became, compared with themselves alone. */
const apartSql = `(with timed as (
  select stage, cause, child_id, ${valueSql(["from_on", "until_on", "cause"])} as value,
    unnest(if(side is null, [authority_code, 'all'], [authority_code, 'all', side])) as whose
  from reintegration_times left join trial_sides using (authority_code) where stage <> 'left out'
  union all
  select stage, cause, child_id, ${valueSql(["from_on", "until_on", "cause"])}, evaluation || ', ' || comparison || ', ' || side
  from reintegration_trial_children
), named as (
  select *, 'apart from mainstream, ' || stage as family, whose || ': apart from mainstream, ' || stage as cell from timed
)
select family, cell, child_id, value from named
union all
select cell || became as family, cell || became, child_id, value
from (select *, ', ' || [${BECAME.map(quote).join(", ")}][cause] as became from named) where cause > 0)`;

/** Children of a trial's estimates who were read twice in an area of need, with the two levels alone. */
const trialAreasSql = `(with read as (
  select evaluation, authority_code, child_id, domain, ${valueSql(["first_need", "last_need"])} as value
  from trial_children join changes using (authority_code, child_id)
  where rated_by = 'professional' and bridge is null and domain <> 'total'
)
select 'trials, ' || domain as family, 'trial ' || evaluation || unnest(['', ': ' || authority_code]) || ', read in ' || domain as cell, child_id, value
from read)`;

/** Children back in mainstream after 26 weeks, by where they had been. */
const sustainedSql = `(select 'apart from mainstream, held' as family,
  unnest([authority_code, 'all']) || ': sustained in mainstream, ' || money as cell, child_id,
  ${valueSql(["days", "support_gbp"])} as value
from sustained_moves_counted)`;

/** Children of each group and all of them, and those of them to whom something happened. */
const accessSql = `(with named as (
  select child_id, outcome, is_so, ${valueSql(["is_so", ...ACCESS_GROUPS])} as value,
    unnest([authority_code, 'all']) || ': ' || outcome as start,
    list_filter([${ACCESS_GROUPS.map((kind) => `${quote(`${kind} `)} || ${kind}`).join(", ")}], part -> part is not null) as parts
  from access_outcomes
), grouped as (
  select child_id, outcome, is_so, value, start || ', ' || unnest(parts) as own from named
)
select 'access, ' || outcome as family, unnest(if(is_so, [own, own || ': so'], [own])) as cell, child_id, value
from (from grouped union all select child_id, outcome, is_so, value, start from named))`;

/** Children with two readings, with whatever instrument. */
const everyoneSql = `(select 'two readings with any instrument' as family, ${quote(ANY_INSTRUMENT)} as cell, child_id,
  (sum(md5_number_lower(concat_ws('|', instrument, version, domain, change::varchar))::hugeint) % 9223372036854775807)::ubigint as value
from changes where rated_by = 'professional' group by child_id)`;
