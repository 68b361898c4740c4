import { type Figure, nearestFive } from "../../disclosure/protect.ts";
import { countsOfChildren } from "../../measures/define/counts.ts";
import { meansOfChildren } from "../../measures/define/means.ts";
import { callError, dataError } from "../../warehouse/errors.ts";
import { rule } from "../../warehouse/rules.ts";
import { sql as sqlText } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { averagedOf, judgeAveraged, noColumn, noMean, statisticOf } from "./judge-mean.ts";

/** What may divide children: names and codes. */
const DIVIDES = /^(VARCHAR|ENUM\(.*|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/s;

/** What gives another answer each time it is asked, or asks elsewhere. */
const UNSTEADY =
  /\b(random|uuid|gen_random_uuid|now|today|current_date|current_time|current_timestamp|localtimestamp|get_current_timestamp|transaction_timestamp|getvariable|getenv|query|query_table|nextval)\b\s*(\(|(?<=current_date|current_time|current_timestamp|localtimestamp))/i;

/** Values that may be a child's number or pseudonym. ONS codes, a letter and eight digits, are none. */
const A_NUMBER = "[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{32}|[0-9]{9,}|(^|[^a-z0-9])[0-9]{7,}";

export interface Judged {
  /** Children in the cell, to the nearest five. */
  children: number;
  /** Rows that would be published, and what of them is hidden. */
  rows: number;
  hidden: { rule: string; rows: number }[];
  /** By which the noise of means is drawn; null for counts. */
  statistic: string | null;
}

/** A cell as the judge sees it. */
export interface Cell {
  /** Its name in the notebook. */
  id: string;
  sql: string;
}

/** What is to be shared of it. */
export interface Wanted {
  /** What the measure will be called. */
  name: string;
  by: readonly [string, ...string[]];
  /** The column to be averaged; children are counted without it. */
  mean?: string;
}

/**
 * Whether a cell's rows may be shared by some of their columns: one row a child, with child_id, and
 * columns of few values that many children share. The program counts and averages, never the analyst.
 *
 * @param warehouse open read only and shut in, since the SQL is somebody else's.
 * @throws VsendError with the reason where they may not.
 */
export async function judgeCell(
  warehouse: Warehouse,
  { id, sql }: Cell,
  { name, by, mean }: Wanted,
): Promise<Judged> {
  if (sql.includes("${")) throw withInputs(id);
  const unsteady = UNSTEADY.exec(sql.replace(/'(?:[^']|'')*'/g, "''"));
  if (unsteady) throw notSteady(id, unsteady[1]!);
  const inner = sqlText.raw(`(\n${sql}\n)`);
  const described = await warehouse.rows<{ name: string; type: string }>(
    sqlText`select column_name as name, column_type as type from (describe ${inner})`,
  );
  const types = new Map(described.map((column) => [column.name, column.type]));
  if (types.get("child_id") !== "UUID") throw noChild(id, [...types.keys()]);
  for (const column of by) {
    const type = types.get(column);
    if (type === undefined) throw noColumn(id, column, [...types.keys()]);
    if (column === "child_id" || !DIVIDES.test(type)) throw divides(column, type);
  }
  if (mean !== undefined) judgeAveraged(mean, types, by, id);
  const all = await warehouse.one<{ rows: number; children: number }>(
    sqlText`select count(*) as rows, count(distinct child_id) as children from ${inner}`,
  );
  if (all.rows !== all.children) throw notAChildEach(id, all);
  for (const column of by) await judgeLevels(warehouse, inner, column, all.children);
  const cells = await cellsOf(warehouse, inner, by);
  if (all.children < cells.length * rule("smallest_mean")) throw tooFine(by, cells.length);
  if (mean === undefined) {
    const { rows, hidden } = countsOfChildren(name, by).protect(cells);
    return { children: nearestFive(all.children), rows: rows.length, hidden, statistic: null };
  }
  const averaged = await averagedOf(warehouse, inner, by, mean);
  const statistic = await statisticOf(warehouse, inner, mean);
  const { rows, hidden } = meansOfChildren(name, by, statistic).protect(averaged);
  if (rows.every((row) => row.mean === null)) throw noMean(mean, by);
  const children = averaged.reduce((sum, { child_count }) => sum + child_count, 0);
  return { children: nearestFive(children), rows: rows.length, hidden, statistic };
}

async function judgeLevels(
  warehouse: Warehouse,
  inner: ReturnType<typeof sqlText>,
  column: string,
  children: number,
) {
  const { levels, numbers } = await warehouse.one<{ levels: number; numbers: number }>(
    sqlText`select count(distinct ${sqlText.id(column)}) as levels,
      count(*) filter (regexp_matches(lower(${sqlText.id(column)}::varchar), ${A_NUMBER})) as numbers
    from ${inner}`,
  );
  if (numbers > 0) throw likeNumbers(column);
  if (levels > rule("most_share_levels") || children < levels * rule("smallest_mean")) {
    throw tooFine([column], levels);
  }
}

type Counted = Figure & { child_count: number; all_count: number };

const cellsOf = (
  warehouse: Warehouse,
  inner: ReturnType<typeof sqlText>,
  by: readonly string[],
): Promise<Counted[]> => {
  const parts = by.map(
    (column) =>
      sqlText`coalesce(${sqlText.id(column)}::varchar, 'Not recorded') as ${sqlText.id(column)}`,
  );
  const within = by.slice(0, -1).map((column) => sqlText.id(column));
  const over = within.length > 0 ? sqlText`partition by ${sqlText.join(within)}` : sqlText.raw("");
  return warehouse.rows<Counted>(
    sqlText`select *, sum(child_count) over (${over})::bigint as all_count from (
      select ${sqlText.join(parts)}, count(distinct child_id) as child_count from ${inner} group by all)`,
  );
};

const withInputs = (id: string) =>
  callError({
    expected: "a cell whose answer is always the same",
    came: `${id}, which takes an input`,
    todo: "put the input's levels into a column, and share by that column; nothing was written",
  });

const notSteady = (id: string, word: string) =>
  callError({
    expected: "a cell whose answer is the same until new data are loaded",
    came: `${id}, which asks for ${word}`,
    todo: "write the day or the number out, or read it from a table; nothing was written",
  });

const noChild = (id: string, columns: readonly string[]) =>
  callError({
    expected: "one row a child, with its child_id: the program counts children, and nobody else",
    came: `${id}, with ${columns.join(", ")}`,
    todo: "select child_id, and the columns to count by, without counting; nothing was written",
  });

const divides = (column: string, type: string) =>
  callError({
    expected: "columns of names or codes that many children share",
    came: `${column} (${type}), which tells children apart or is an amount or a day`,
    todo: "make bands of it in the cell, such as a year or low, middle and high; nothing was written",
  });

const notAChildEach = (id: string, { rows, children }: { rows: number; children: number }) =>
  dataError({
    expected: "one row a child",
    came: `${nearestFive(rows)} rows of ${nearestFive(children)} children, in ${id}`,
    todo: "choose one row of each child, such as the total's or the latest; nothing was written",
  });

const likeNumbers = (column: string) =>
  dataError({
    expected: "columns whose values could be no child's number",
    came: `${column}, with values that could`,
    todo: "share by another column; nothing was written",
  });

const tooFine = (by: readonly string[], levels: number) =>
  dataError({
    expected: `columns that many children share: at least ${rule("smallest_mean")} for each value, on average`,
    came: `${by.join(" and ")}, with ${levels} values`,
    todo: "take values together in the cell, or share by fewer columns; nothing was written",
  });
