import { fewestNoisy, markSql, marksSql } from "../../disclosure/noise.ts";
import type { Figure } from "../../disclosure/protect.ts";
import { SHARED } from "../../measures/define/means.ts";
import { CHANGE, FIRST } from "../../measures/shared/statistics.ts";
import { callError, dataError } from "../../warehouse/errors.ts";
import { sql as sqlText } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

const IS_NUMBER = /^(DOUBLE|FLOAT|DECIMAL\(.*|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)$/;

/** @throws VsendError for what is no number of a child's, or divides the children too. */
export function judgeAveraged(
  mean: string,
  types: ReadonlyMap<string, string>,
  by: readonly string[],
  id: string,
): void {
  const type = types.get(mean);
  if (type === undefined) throw noColumn(id, mean, [...types.keys()], "--mean");
  if (by.includes(mean) || !IS_NUMBER.test(type)) throw notAveraged(mean, type);
}

type Averaged = Figure & {
  child_count: number;
  averaged_mean: number;
  averaged_sd: number;
  alike_count: number;
  averaged_marks: string;
};

/** The cells of a mean as the measure will have them. @throws VsendError for values that are no points. */
export async function averagedOf(
  warehouse: Warehouse,
  inner: ReturnType<typeof sqlText>,
  by: readonly string[],
  mean: string,
): Promise<Averaged[]> {
  const value = sqlText.id(mean);
  const { outside } = await warehouse.one<{ outside: number }>(
    sqlText`select count(*) filter (not (${value} between -100 and 100)) as outside from ${inner}`,
  );
  if (outside > 0) throw notPoints(mean);
  const names = sqlText.join(by.map((column) => sqlText.id(column)));
  const parts = by.map(
    (column) =>
      sqlText`coalesce(${sqlText.id(column)}::varchar, 'Not recorded') as ${sqlText.id(column)}`,
  );
  return warehouse.rows<Averaged>(sqlText`
    select ${names}, count(*) as child_count, avg(averaged) as averaged_mean,
      coalesce(stddev_samp(averaged), 0) as averaged_sd, max(alike) as alike_count,
      ${sqlText.raw(marksSql(markSql(), "averaged"))}::varchar as averaged_marks
    from (
      select *, count(*) over (partition by ${names}, averaged) as alike from (
        select child_id, ${sqlText.join(parts)}, ${value}::double as averaged from ${inner} where ${value} is not null
      )
    ) group by all`);
}

/**
 * By which the noise of a mean is drawn: where every value is a child's change or first need of one
 * area, as the tables of the program draw it, so that two tables never show two draws of one mean.
 */
export async function statisticOf(
  warehouse: Warehouse,
  inner: ReturnType<typeof sqlText>,
  mean: string,
): Promise<string> {
  const value = sqlText.id(mean);
  const [known] = await warehouse.rows<{ domain: string; is_change: boolean }>(sqlText`
    with own as (select child_id, ${value}::double as averaged from ${inner} where ${value} is not null)
    select domain, is_change, count(distinct child_id) as n from (
      select child_id, domain, unnest([true, false]) as is_change, unnest([change, first_need]) as points
      from changes where rated_by = 'professional'
    ) join own using (child_id)
    where abs(points - averaged) < 0.00005
    group by domain, is_change having n = (select count(*) from own)
    order by if(domain = 'total', 0, 1), domain, is_change desc limit 1`);
  if (!known) return SHARED;
  return known.is_change ? CHANGE(known.domain) : FIRST(known.domain);
}

export const noColumn = (id: string, column: string, columns: readonly string[], option = "--by") =>
  callError({
    expected: `a column of ${id}: ${columns.join(", ")}`,
    came: column,
    todo: `name one of them after ${option}; nothing was written`,
  });

const notAveraged = (column: string, type: string) =>
  callError({
    expected: "a column of numbers to average, other than those after --by",
    came: `${column} (${type})`,
    todo: "name another after --mean, or leave it out to count the children; nothing was written",
  });

const notPoints = (column: string) =>
  dataError({
    expected: "points from -100 to 100, for which the noise of means is made",
    came: `${column}, with values beyond`,
    todo: "of pounds, days and other amounts one child can be most of a mean: make bands of them in the cell, and count; nothing was written",
  });

export const noMean = (column: string, by: readonly string[]) =>
  dataError({
    expected: `${fewestNoisy()} children with a value in at least one group, who are not all alike`,
    came: `no such group of ${by.join(" and ")}, so that every mean of ${column} would be hidden`,
    todo: "share by fewer columns, or count the children instead; nothing was written",
  });
