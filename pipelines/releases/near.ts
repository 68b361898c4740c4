import { type CountedChildren, countedSql } from "../disclosure/nested-sets.ts";
import { rule } from "../warehouse/rules.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** Two sets of children that differ by a few, or that are equal but for the values of a few. */
export interface Near {
  cell: string;
  /** The other set, and the release in which it was published; null where both are of this one. */
  other: string;
  release_id: number | null;
  /** How many children are in one of the two and not in the other. */
  children: number;
  /** How many of those in both have another value. */
  changed: number;
}

const BUCKETS = 64;
const MARK = "(md5_number_lower(child_id::varchar) & 274877906943)::bigint";

/** Sums by bucket of some sets of children: sets that differ by n children differ in n buckets at most. */
const sketchesSql = (of: string, id: string): string => `
  select ${id} as id, family, cell, ${MARK} & ${BUCKETS - 1} as bucket, count(*) as n,
    sum(${MARK}) as marks, sum(value::hugeint) as contributed
  from ${of} group by all`;

/** Whose each child is, as it stands now. */
export const AUTHORITIES_OF_CHILDREN =
  "(select child_id, any_value(authority_code) as authority_code from children group by child_id)";

/** Sets by sums of their sketches: alike where the same children contribute the same. */
export const signedSql = (sketches: string): string => `
  select id, family, cell, string_agg(bucket || ':' || marks || ':' || contributed, ' ' order by bucket) as signature
  from ${sketches} group by all`;

/**
 * Every set of children that is now behind a figure and differs by fewer children than the rule from
 * one that was published before, or from another of now; from one that was hidden before only itself. Sets of one family are compared, first by
 * sums, which may take a few more for near than are, then child by child.
 *
 * @param counted tables that count children and are not in `contributors`.
 */
export async function nearSets(
  warehouse: Warehouse,
  counted: readonly CountedChildren[] = [],
): Promise<Near[]> {
  const most = rule("fewest_different") - 1;
  await warehouse.run(`
    create or replace temp table behind_now as ${[NOW, ...counted.map(countedSql)].join(" union all ")};
    create or replace temp table members_now as
    select row_number() over (order by family, cell)::integer as id, family, cell, child_count
    from (select family, cell, count(*) as child_count from behind_now group by all);
    create or replace temp table children_now as
    select id, child_id, value from behind_now join members_now using (family, cell);
    drop table behind_now;
    create or replace temp table sketches_now as ${sketchesSql("(select * from children_now join members_now using (id))", "id")};
    create or replace temp table sketches_then as ${sketchesSql("(select * from release_children join release_cells using (version_id))", "version_id")};
    create or replace temp table latest_then as
    select family, cell, max(version_id) as version_id, arg_max(child_count, version_id) as child_count
    from release_cells group by all;
    create or replace temp table differing_now as ${DIFFERING};
    create or replace temp table near_pairs (one integer, other integer, is_then boolean);`);
  const pairs = (others: string, sizes: string, isThen: boolean, condition: string) => `
    insert into near_pairs
    select one, other, ${isThen} from (
      select a.id as one, b.id as other, count(*) as shared,
        count(*) filter (a.marks = b.marks) as alike,
        count(*) filter (a.marks = b.marks and a.contributed = b.contributed) as equal,
        any_value(size_a.child_count = size_b.child_count) as is_as_many
      from sketches_now as a join ${others} as b using (family, bucket)
      join members_now as size_a on size_a.id = a.id join ${sizes} as size_b on size_b.id = b.id
      where abs(size_a.child_count - size_b.child_count) <= ${most} ${condition}
      group by 1, 2
    )
    join (select id, count(*) as buckets from sketches_now group by id) as own on own.id = one
    join (select id, count(*) as buckets from ${others} group by id) as theirs on theirs.id = other
    where own.buckets + theirs.buckets - shared - alike <= ${most}
      and not (is_as_many and own.buckets = shared and theirs.buckets = shared and equal = shared)`;
  const then = "(select version_id as id, child_count from release_cells)";
  await warehouse.run(pairs("sketches_then", then, true, ""));
  await warehouse.run(pairs("sketches_now", "members_now", false, "and a.id < b.id"));
  const apart = await warehouse.rows<Near & Record<string, never>>(piecesSql(most));
  const near = await warehouse.rows<Near & Record<string, never>>(`
    with counted as (
      select one, other, near_pairs.is_then, count(*) as common, count(*) filter (a.value <> b.value) as changed
      from near_pairs join children_now as a on a.id = one
      join (
        select version_id as id, true as is_then, child_id, value from release_children
        union all select id, false, child_id, value from children_now
      ) as b on b.id = other and b.is_then = near_pairs.is_then and b.child_id = a.child_id
      group by 1, 2, 3
    )
    select own.cell, theirs.cell as other, theirs.release_id,
      own.child_count + theirs.child_count - 2 * common as children, changed
    from counted join members_now as own on own.id = one
    join (
      select version_id as id, true as is_then, cell, child_count, release_id, is_shown from release_cells
      union all select id, false, cell, child_count, null, true from members_now
    ) as theirs on theirs.id = other and theirs.is_then = counted.is_then
    where (children between 1 and ${most} or (children = 0 and changed between 1 and ${most}))
      and (is_shown or own.cell = theirs.cell)
    order by all`);
  const found = new Set(
    near.filter(({ release_id }) => release_id !== null).map(({ cell }) => cell),
  );
  return [...near, ...apart.filter(({ cell }) => !found.has(cell))];
}

/**
 * Children of each set who are not in it as they were when it was published last, with their authority;
 * all of a set that was not published under its name. Of forgotten children only their number is known.
 */
const DIFFERING = `
  with own as (
    select family, cell, child_id, value, authority_code from children_now join members_now using (id)
    left join ${AUTHORITIES_OF_CHILDREN} using (child_id)
    where family in (select family from release_cells)
  ),
  theirs as (
    select family, cell, child_id, value, authority_code from release_children join latest_then using (version_id)
  )
  select family, cell, child_id, coalesce(own.authority_code, theirs.authority_code, 'none') as authority_code
  from own full join theirs using (family, cell, child_id) where own.value is distinct from theirs.value`;

/**
 * Sets over several authorities that are not as they were published last, where children of some
 * authority differ by a few: what is worked out from such a set can be taken apart by the rows of the
 * authorities that stand as they were. A few are counted in the set itself, in all sets of its family
 * over several authorities, and in everything: were a set made anew because these few are not in it,
 * and another not, this would say which group they are of. Forgotten children count with those of the
 * authority that they were of, where it was kept.
 */
const piecesSql = (most: number): string => `
  with latest as (
    select family, cell, version_id, not regexp_matches(cell, '[ENSWX][0-9]{8}') as is_several from latest_then
  ),
  known as (
    select version_id, coalesce(authority_code, 'none') as authority_code, count(*) as known
    from release_children group by all
  ),
  forgotten as (
    select family, cell, authority_code, child_count - coalesce(known, 0) as children
    from (
      select family, cell, version_id, authority_code, release_pieces.child_count
      from latest join release_pieces using (version_id)
    ) left join known using (version_id, authority_code)
    union all
    select family, cell, 'forgotten', any_value(child_count) - count(child_id)
    from latest join release_cells using (family, cell, version_id) left join release_children using (version_id)
    where version_id not in (select version_id from release_pieces) group by family, cell
  ),
  touched as (
    select family, cell, authority_code, child_id, 0 as forgotten from differing_now
    union all
    select family, cell, authority_code, null, children from forgotten where children > 0
  ),
  pieces as (
    select family, cell, authority_code, count(distinct child_id) + max(forgotten) as differing
    from touched join latest using (family, cell)
    group by grouping sets ((family, cell, authority_code), (authority_code))
    union all
    select family, null, authority_code, count(distinct child_id) + max(forgotten)
    from touched join latest using (family, cell) where is_several group by family, authority_code
  )
  select latest.cell, latest.cell as other, (select release_id from release_cells where version_id = any_value(latest.version_id)) as release_id,
    min(differing)::integer as children, 0 as changed
  from latest join pieces on (pieces.family is null or pieces.family = latest.family) and (pieces.cell is null or pieces.cell = latest.cell)
  where is_several and differing between 1 and ${most}
    and (latest.family, latest.cell) in (select (family, cell) from touched)
    and (latest.family, latest.cell) in (select (family, cell) from members_now)
  group by latest.cell order by latest.cell`;

/** Sets of now that have the same children with the same values as when they were last published; after `nearSets`. */
export async function unchangedSets(warehouse: Warehouse): Promise<Set<string>> {
  const rows = await warehouse.rows<{ cell: string }>(`
    select own.cell from (${signedSql("sketches_now")}) as own
    join members_now using (id)
    join latest_then as latest on latest.family = own.family and latest.cell = own.cell
    join (${signedSql("sketches_then")}) as kept on kept.id = latest.version_id and kept.signature = own.signature
    join release_cells on release_cells.version_id = latest.version_id and release_cells.child_count = members_now.child_count`);
  return new Set(rows.map(({ cell }) => cell));
}

/** How many children differ of sets that have a name in one release alone. */
export interface ComeAndGone {
  /** Of sets of now that no release had: children who were in no set of the family with what they contribute. */
  come: ReadonlyMap<string, number>;
  /** Of sets that were published and are no more: children who are in none of the family as they were. */
  gone: ReadonlyMap<string, number>;
}

/**
 * Sets that came or went under their names; after `nearSets`. A group that fell below the fewest that
 * are shown by themselves, and is now part of another, is gone although few of its children are.
 */
export async function comeAndGone(warehouse: Warehouse): Promise<ComeAndGone> {
  const rows = await warehouse.rows<{ cell: string; differing: number; has_come: boolean }>(`
    with were as (select family, cell, child_id, value from latest_then join release_children using (version_id)),
    are as (select family, cell, child_id, value from children_now join members_now using (id))
    select cell, (any_value(child_count) - count(still.child_id))::integer as differing, false as has_come
    from latest_then as latest left join (
      select were.* from were semi join are on are.family = were.family and are.child_id = were.child_id and are.value = were.value
    ) as still using (family, cell)
    where not exists (from members_now where members_now.family = latest.family and members_now.cell = latest.cell)
    group by family, cell
    union all
    select cell, (count(*) - count(known.child_id))::integer, true
    from are left join (select distinct family, child_id, value from were) as known using (family, child_id, value)
    where family in (select family from latest_then)
      and not exists (from latest_then as latest where latest.family = are.family and latest.cell = are.cell)
    group by family, cell`);
  const of = (hasCome: boolean) =>
    new Map(
      rows
        .filter(({ has_come }) => has_come === hasCome)
        .map(({ cell, differing }) => [cell, differing]),
    );
  return { come: of(true), gone: of(false) };
}

/** Whether two figures differ, and by fewer children than they must. */
export const isFew = (children: number): boolean =>
  children > 0 && children < rule("fewest_different");

/** A set as it is near what it was, by how many children it differs. */
export const nearItself = (cell: string, children: number): Near => ({
  cell,
  other: cell,
  release_id: null,
  children,
  changed: 0,
});

/** Sets that a few children came into where nobody was, or left to nobody. */
export const movedByFew = ({ come, gone }: ComeAndGone): Map<string, Near> =>
  new Map(
    [...come, ...gone]
      .filter(([, children]) => isFew(children))
      .map(([cell, children]) => [cell, nearItself(cell, children)]),
  );

/** Sets of now, those of trials included. */
const NOW = `
  select family, cell, child_id, value from contributors
  union all
  select 'trials', 'trial ' || evaluation || part, child_id, value
  from (select *, unnest(['', ': ' || authority_code]) as part from trial_children)`;
