import { rule } from "../warehouse/rules.ts";
import { type Sql, sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { SPECIALIST_GROUPS } from "./placements.ts";
import { placedSql, profilesSql, readingsSql } from "./prompt-tables.ts";

/** What people may want to talk over about a child, each with the question that it answers. */
export const PROMPTS = {
  step_down: "Who could be ready to step down?",
  rising: "Whose need rose at two reviews running?",
  past_the_gap: "Whose plan may be aimed past the largest gap?",
  unlike: "Who is placed unlike children of a similar profile?",
} as const;

export type Prompt = keyof typeof PROMPTS;

/** A reason to talk about a child: never a decision, and never published. */
export interface Prompted {
  prompt: Prompt;
  /** The child's pseudonym. */
  child_id: string;
  /** Name or code of the setting of the latest reading. */
  setting: string | null;
  /** First day of the month of birth, and the day of the latest reading. */
  born: string | null;
  read_on: string;
  /** Why, in a sentence of what was recorded. */
  said: string;
}

export interface PromptList {
  prompted: Prompted[];
  /** How many children of the authority had what is needed to be looked at. */
  looked_at: number;
  /** Of how many of the children that were asked for anything is held. */
  held: number;
}

export const isPrompt = (word: string): word is Prompt => Object.hasOwn(PROMPTS, word);

/**
 * Prompts of an authority's children, or of some of them, from the latest readings of the version of
 * an instrument that each was read with last.
 *
 * @param children Pseudonyms of those who are asked for; null for all.
 */
export async function promptsOf(
  warehouse: Warehouse,
  authority: string,
  prompts: readonly Prompt[],
  children: readonly string[] | null,
): Promise<PromptList> {
  const isAsked = (column: Sql): Sql =>
    children === null ? sql`true` : sql`list_contains(${children}::uuid[], ${column})`;
  const tables = prompts.map((prompt) => QUESTIONS[prompt](isAsked));
  const looked = prompts.map(
    (prompt) => sql`select ${prompt} as prompt, child_id, said from ${sql.id(prompt)}`,
  );
  const found = await warehouse.rows<Looked & Record<string, never>>(
    sql`with ${readingsSql(authority)}, ${placedSql(authority)}, ${sql.join(tables)},
      looked as (${sql.join(looked, " union all ")})
      select prompt, looked.child_id::varchar as child_id, said,
        coalesce(settings.name, split_part(latest.setting_id, '|', 2)) as setting,
        strftime(latest.birth_month, '%Y-%m-%d') as born, strftime(latest.assessed_on, '%Y-%m-%d') as read_on
      from looked join latest using (child_id) left join settings using (setting_id)
      where ${isAsked(sql`looked.child_id`)}
      order by prompt, setting nulls last, born nulls last, child_id`,
  );
  const { held } = await warehouse.one<{ held: number }>(
    sql`select count(distinct child_id)::integer as held from assessments where authority_code = ${authority} and ${isAsked(sql`child_id`)}`,
  );
  return {
    prompted: found.flatMap(({ said, ...row }) => (said === null ? [] : [{ ...row, said }])),
    looked_at: new Set(found.map(({ child_id }) => child_id)).size,
    held,
  };
}

/** A child that was looked at; `said` is null where there is nothing to talk over. */
type Looked = Omit<Prompted, "said"> & { said: string | null };

/** For each prompt, tables of which the last has its name: a row per child that could be judged. */
const QUESTIONS: Record<Prompt, (isAsked: (column: Sql) => Sql) => Sql> = {
  step_down: () => sql`
    peaks as (
      select child_id, count(*) as readings, max(peak) as peak
      from totals where back <= ${rule("step_down_readings")} and is_complete group by child_id
    ), step_down as (
      select child_id, case when peak <= ${rule("step_down_peak")} then
        'Placed in ' || title || '; at the last ' || readings || ' readings no area was above ' || peak::integer || ' of 100.' end as said
      from peaks join placed using (child_id)
      where readings = ${rule("step_down_readings")} and placement_group in ${SPECIALIST_GROUPS}
    )`,
  rising: () => sql`
    steps as (
      select child_id, count(*) as readings, min(need - need_before) as least_rise,
        arg_min(need_before, assessed_on) as from_need, arg_max(need, assessed_on) as to_need, min(before_on) as from_on,
        min(assessed_on - before_on) as fewest_days
      from (
        select child_id, back, assessed_on, need,
          lag(need) over by_day as need_before, lag(assessed_on) over by_day as before_on
        from totals where is_complete window by_day as (partition by child_id order by assessed_on)
      ) where back <= ${rule("rising_reviews")} and need_before is not null group by child_id
    ), rising as (
      select child_id, case when least_rise > 0 then
        'Need over all areas rose at each of the last two reviews, from ' || round(from_need)::integer || ' on ' || strftime(from_on, '%-d %B %Y') || ' to ' || round(to_need)::integer
        || case when threshold is null then '; it is not known whether by more than error.'
          when to_need - from_need >= threshold then '; by more than two raters of one child would differ.'
          else '; by no more than two raters of one child would differ.' end end as said
      from steps join latest using (child_id)
      left join (select instrument, version, threshold from reliable_change_limits where domain = 'total') using (instrument, version)
      where readings = ${rule("rising_reviews")} and fewest_days >= ${rule("pair_fewest_days")}
    )`,
  past_the_gap: () => sql`
    aims as (
      select child_id, primary_need as aim from latest where primary_need is not null
      union
      select child_id, need from plan_needs join latest using (child_id) where is_primary
    ), gaps as (
      select child_id, title, gap,
        bool_or(list_contains(string_split(sen2_needs, '; '), aim)) as is_aimed
      from latest join scored using (assessment_id)
      join instrument_areas using (instrument, version, domain)
      join aims using (child_id)
      where latest.plan = 'ehc_plan' and gap is not null and readiness is not null
      group by child_id, title, gap
    ), past_the_gap as (
      select child_id, case when max(gap) - max(gap) filter (is_aimed) >= ${rule("gap_past_the_plan")} then
        'The plan’s first need is ' || arg_max(title, gap) filter (is_aimed) || ', where need is ' || (max(gap) filter (is_aimed))::integer
        || ' points above what the setting can meet; the largest gap is ' || max(gap)::integer || ' points, in ' || arg_max(title, gap) || '.' end as said
      from gaps group by child_id having bool_or(is_aimed)
    )`,
  unlike: (isAsked) => sql`
    ${profilesSql()}, pairs as (
      select own.child_id, own.placement_group, own.title, other.placement_group as other_group, other.title as other_title,
        row_number() over (partition by own.child_id order by list_distance(own.profile, other.profile), other.child_id) as place
      from profiles as own join profiles as other
        on own.instrument = other.instrument and own.version = other.version and own.child_id <> other.child_id
        and abs(date_diff('month', own.birth_month, other.birth_month)) <= ${rule("similar_most_months")}
      where own.placement_group <> 'alternative_provision' and ${isAsked(sql`own.child_id`)}
    ), nearest as (
      select child_id, placement_group, any_value(title) as title, other_group, any_value(other_title) as other_title, count(*) as n
      from pairs where place <= ${rule("similar_children")}
      group by child_id, placement_group, other_group
    ), summed as (
      select child_id, any_value(title) as title, sum(n) as like_count,
        coalesce(sum(n) filter (other_group = placement_group), 0) as alike,
        arg_max(other_title, n) as most_title, max(n) as most
      from nearest group by child_id
    ), unlike as (
      select child_id, case when alike <= ${rule("placed_alike_share")} * like_count then
        'In ' || title || ', as ' || if(alike = 0, 'none', alike::varchar) || ' of the ' || like_count || ' children of the authority most like it in profile and age; ' || most || ' are in ' || most_title || '.' end as said
      from summed where like_count = ${rule("similar_children")}
    )`,
};
