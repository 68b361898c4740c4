import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { STRIPS, type Strip, stripsOf } from "../cells/strip.ts";
import { alikeMarkSql, childColumn } from "../judge/alike.ts";
import type { PseudonymKey } from "../judge/pseudonym.ts";

/** How many children of one source are in another, in the authorities that both are of. */
export interface Join {
  one: string;
  other: string;
  one_children: number;
  other_children: number;
  both_children: number;
  /** Children of the first that are in the second only under an identifier that differs in its form. */
  alike_children: number;
  /** What would have to be stripped from the identifiers of each for them to join. */
  one_strips: Strip[];
  other_strips: Strip[];
}

/**
 * How the children of sources that have just been loaded are known from the other sources. Nothing
 * is joined by it: whether 001 and 1 are one child is for a person to say, in a mapping.
 */
export async function joinsOf(
  warehouse: Warehouse,
  key: PseudonymKey,
  known: readonly Contract[],
  loadIds: readonly number[],
): Promise<Join[]> {
  const sources = known.flatMap((contract) => {
    const column = childColumn(contract);
    // Below its persons a return names no child.
    if (!contract.isChildLevel || column === null) return [];
    return [
      sql`select ${contract.name} as source, authority_code, ${sql.id(column)} as child_id
        from ${sql.id(contract.table)} where ${sql.id(column)} is not null`,
    ];
  });
  await warehouse.run(sql`
    create or replace temp table of_sources as
    select distinct source, authority_code, child_id from (${sql.join(sources, " union all ")})`);
  const rows = await warehouse.rows<
    Omit<Join, "alike_children" | "one_strips" | "other_strips">
  >(sql`
    with counts as (
      select source, authority_code, count(*) as n from of_sources group by all
    ), touched as (
      select distinct loader from loads where load_id in ${loadIds}
    ), pairs as (
      select one.source as one, other.source as other, sum(one.n) as one_children, sum(other.n) as other_children
      from counts as one join counts as other using (authority_code)
      where one.source < other.source and (one.source in (from touched) or other.source in (from touched))
      group by all
    ), shared as (
      select one.source as one, other.source as other, count(*) as both_children
      from of_sources as one join of_sources as other using (authority_code, child_id)
      where one.source < other.source group by all
    )
    select one, other, one_children::bigint as one_children, other_children::bigint as other_children,
      coalesce(both_children, 0) as both_children
    from pairs left join shared using (one, other) order by one, other`);
  const alike = await alikeOf(warehouse, key);
  await warehouse.run("drop table of_sources");
  return rows.map((row) => ({
    ...row,
    ...(alike.get(`${row.one}|${row.other}`) ?? {
      alike_children: 0,
      one_strips: [],
      other_strips: [],
    }),
  }));
}

async function alikeOf(warehouse: Warehouse, key: PseudonymKey) {
  const { any } = await warehouse.one<{ any: boolean }>(
    'select exists (from identifier_forms) as "any"',
  );
  if (!any) return new Map<string, Pick<Join, "alike_children" | "one_strips" | "other_strips">>();
  const rows = await warehouse.rows<{
    one: string;
    other: string;
    n: number;
    one_strips: number;
    other_strips: number;
  }>(sql`
    with marked as (
      select of_sources.*, coalesce(mark, ${sql.raw(alikeMarkSql(key, "of_sources.child_id"))}) as mark,
        coalesce(strips, 0)::integer as strips
      from of_sources left join identifier_forms using (child_id)
    )
    select one.source as one, other.source as other, count(distinct one.child_id) as n,
      bit_or(one.strips) as one_strips, bit_or(other.strips) as other_strips
    from marked as one join marked as other using (authority_code, mark)
    where one.source < other.source and one.child_id <> other.child_id
      and one.child_id not in (select child_id from of_sources as s where s.source = other.source)
    group by all`);
  return new Map(
    rows.map((row) => [
      `${row.one}|${row.other}`,
      { alike_children: row.n, ...differing(row.one_strips, row.other_strips) },
    ]),
  );
}

/** What stands on one side alone; what stands on both, such as zeros of differing number, on both. */
function differing(one: number, other: number) {
  const sides = one === other ? [one, other] : [one & ~other, other & ~one];
  return { one_strips: stripsOf(sides[0]!), other_strips: stripsOf(sides[1]!) };
}

const number = (n: number): string => n.toLocaleString("en-GB");

/** A line or two for each pair of sources. */
export function joinsReport(joins: readonly Join[]): string[] {
  return joins.flatMap((join) => {
    const { one, other, one_children, other_children, both_children, alike_children } = join;
    const line = `Children: ${number(both_children)} of ${number(one_children)} in ${one} are in ${other}, and ${number(both_children)} of ${number(other_children)} in ${other} are in ${one}`;
    if (alike_children > 0) return [line, `  ${offer(join)}`];
    return both_children === 0
      ? [line, "  None joins: compare how the two extracts write the children's numbers."]
      : [line];
  });
}

function offer({ one, other, alike_children, one_strips, other_strips }: Join): string {
  const sides: [string, Strip[]][] = [
    [one, one_strips],
    [other, other_strips],
  ];
  const found = sides.filter(([, strips]) => strips.length > 0);
  const what = found.map(
    ([source, strips]) => `${strips.map((strip) => STRIPS[strip]).join(" and ")} in ${source}`,
  );
  const rules = found.map(
    ([source, strips]) =>
      `for ${source} child_id: { from: THEIR COLUMN, strip: [${strips.join(", ")}] }`,
  );
  return `${number(alike_children)} more would be the same but for ${what.join(" and ")}. Nothing was joined; if they are the same children, say so in a mapping of the file, ${rules.join("; ")}, and load it again.`;
}
