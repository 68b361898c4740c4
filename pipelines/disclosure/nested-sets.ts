import { sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { SumsOfChildren } from "./sums-of-children.ts";

/** Children whom a table counts: a table or view of `child_id` and the columns they are counted by. */
export interface CountedChildren {
  name: string;
  from: string;
  by: readonly string[];
  /** Column with what each child contributes, in points, where that is more than being counted. */
  value?: string;
}

/** A set of children that lies in another, which has so few more that both counts bear on them. */
export interface Nested {
  part: string;
  whole: string;
  /** Children of the whole who are not of the part, and the set that they are, if it has a name. */
  rest: number;
  restIs: string | null;
}

/** A name for the children who are alike in some columns, as `SumsOfChildren` is told it. */
export const namedBy = (
  name: string,
  row: Readonly<Record<string, unknown>>,
  by: readonly string[],
): string => [name, ...by.map((column) => `${column} ${row[column]}`)].join(", ");

/** The same name, written by SQL. */
const namedBySql = (name: string, by: readonly string[]) =>
  sql`concat_ws(', ', ${sql.join([name, ...by.map((column) => sql`${`${column} `} || ${sql.id(column)}`)])})`;

/**
 * Sets of children behind the rows of a table that counts them, and of the wholes that its last column
 * divides, for `contributors`. A whole is compared with itself alone.
 */
export const countedSql = ({ name, from, by, value }: CountedChildren) => {
  const own = by.includes("authority_code") ? ["authority_code"] : [];
  const part =
    value === undefined ? sql`0` : sql`md5_number_lower(round(${sql.id(value)}, 4)::varchar)`;
  const sets = [
    { family: `counted by ${name}`, cell: by },
    { family: `all counted by ${name}`, cell: by.slice(0, -1) },
  ].map(
    ({ family, cell }) =>
      sql`{'family': ${namedBySql(family, own)}, 'cell': ${namedBySql(name, cell)}}`,
  );
  return sql`
    select unnest([${sql.join(sets)}], recursive := true), child_id, (${part})::ubigint as value
    from (select distinct child_id, ${sql.join([...by, ...(value === undefined ? [] : [value])].map((column) => sql.id(column)))} from ${sql.id(from)})`;
};

/** Those sets, and the wholes that each column divides, where every child is in one part alone. */
const withWholesSql = ({ name, from, by }: CountedChildren) => {
  const wholes = by.map((column) => by.filter((other) => other !== column));
  const cells = sql`select ${name} as counted, ${namedBySql(name, by)} as cell, child_id from ${sql.id(from)}`;
  const sums = wholes.map(
    (columns) => sql`
      select ${name} as counted, cell, child_id from (
        select cell, child_id, count(*) over (partition by cell) = count(distinct child_id) over (partition by cell) as is_divided
        from (select distinct ${namedBySql(name, columns)} as cell, child_id, ${sql.join(by.map((column) => sql.id(column)))} from ${sql.id(from)})
      ) where is_divided`,
  );
  return sql.join([cells, ...sums], " union ");
};

const MARK = "(md5_number_lower(child_id::varchar) & 274877906943)::hugeint";

/**
 * Sets of children that tables count and that lie in a set behind another published figure, or have
 * one in them, and differ from it by fewer than `closerThan`: found from the children themselves,
 * so that nobody needs to know which tables count the same.
 */
export async function nestedSets(
  warehouse: Warehouse,
  counted: readonly CountedChildren[],
  closerThan: number,
): Promise<Nested[]> {
  if (counted.length === 0) return [];
  return warehouse.rows<Nested & Record<string, never>>(sql`
    with own as (select distinct counted, cell, child_id from (${sql.join(counted.map(withWholesSql), " union ")})),
    every as (
      select distinct null as counted, cell, child_id from contributors union all select * from own
    ),
    sets as (select cell, count(*) as n, sum(${sql.raw(MARK)}) as marks from every group by cell),
    pairs as (
      select own.cell as one, every.cell as other, count(*) as common
      from own join every using (child_id)
      where own.counted is distinct from every.counted group by all
    ),
    nested as (
      select if(a.n <= b.n, one, other) as part, if(a.n <= b.n, other, one) as whole,
        abs(a.n - b.n) as rest, abs(a.marks - b.marks) as marks
      from pairs join sets as a on a.cell = one join sets as b on b.cell = other
      where common = least(a.n, b.n) and abs(a.n - b.n) < ${closerThan}
        and (a.n <> b.n or one < other)
    )
    select part, whole, rest::integer as rest, min(cell) as "restIs"
    from (select distinct * from nested) as nested left join sets on sets.n = rest and sets.marks = nested.marks
    group by part, whole, rest order by all`);
}

/** Tells the audit of sets within others, where tables say something of both. */
export function linkNested(sums: SumsOfChildren, nested: readonly Nested[]): void {
  for (const { part, whole, rest, restIs } of nested) {
    const [own, of] = [sums.nameOf(part), sums.nameOf(whole)];
    if (!sums.has(own) || !sums.has(of)) continue;
    const division = `being ${own}`;
    sums.link(of, division, own);
    if (rest === 0) continue;
    const named = restIs === null ? null : sums.nameOf(restIs);
    if (named !== null && sums.has(named)) sums.link(of, division, named);
    else sums.rest(of, division, `${of}, without ${own}`);
  }
}
