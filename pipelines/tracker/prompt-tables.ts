import { type Sql, sql } from "../warehouse/sql.ts";
import { COMPARED_GROUPS } from "./placements.ts";

/**
 * `latest`, a row per child of an authority with its latest professional reading, `scored`, the areas
 * of all of them, and `totals`, a row per reading with the same version of the instrument, the latest
 * being the first back.
 */
export const readingsSql = (authority: string): Sql => sql`
  own as materialized (
    select * from assessments where authority_code = ${authority} and rated_by = 'professional'
  ), latest as materialized (
    select * from own
    qualify row_number() over (partition by child_id order by assessed_on desc, assessment_id desc) = 1
  ), scored as materialized (
    select assessment_id, domain, need, readiness, gap, peak, is_complete
    from assessment_scores semi join own using (assessment_id)
  ), totals as (
    select own.child_id, own.assessed_on, need, peak, is_complete,
      row_number() over (partition by own.child_id order by own.assessed_on desc, own.assessment_id desc) as back
    from own join latest using (child_id, instrument, version)
    join scored on scored.assessment_id = own.assessment_id and domain = 'total'
  )`;

/** `placed`: where each child is on the last day that the authority's placements are known for. */
export const placedSql = (authority: string): Sql => sql`
  placed as (
    select child_id, placement_group, case placement_group
      when 'mainstream' then 'a mainstream school' when 'alternative_provision' then 'alternative provision'
      when 'state_special' then 'a state special school' when 'independent_special' then 'an independent special school' end as title
    from placement_spells join extract_spans using (authority_code)
    where authority_code = ${authority} and started_on <= last_on and coalesce(ended_on, last_on) >= last_on
  )`;

/**
 * `profiles`: need in each area as a list, for children of school age whose place is known. An area
 * that was not read counts as the mean of the authority's children, so that it parts nobody.
 */
export const profilesSql = (): Sql => sql`
  usual as (
    select instrument, version, domain, avg(need) as usual
    from latest join scored using (assessment_id)
    where domain <> 'total' group by all
  ), profiles as (
    select child_id, instrument, version, birth_month, placement_group, any_value(placed.title) as title,
      list(coalesce(need, usual) order by domain) as profile
    from latest join scored using (assessment_id)
    join usual using (instrument, version, domain)
    join placed using (child_id)
    join (select assessment_id, is_complete as is_whole from scored where domain = 'total') using (assessment_id)
    where is_whole and placement_group in ${COMPARED_GROUPS}
    group by child_id, instrument, version, birth_month, placement_group
  )`;
