import { quote } from "../../pipelines/warehouse/sql.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";

const AREAS = ["cl", "sl", "ca", "se", "pn", "hi", "vi", "ms"];
const READINGS = ["need", "setting_readiness", "family_readiness"];

/** The 24 item columns of the core instrument. */
export const ITEMS = AREAS.flatMap((area) => READINGS.map((reading) => `${area}_${reading}`));

/** Writes `count` assessments of 24 items, three readings a child, as CSV. */
export async function writeAssessments(warehouse: Warehouse, file: string, count: number) {
  const items = ITEMS.map(
    (name, i) =>
      `case when hash(i * 31 + ${i}) % 25 = 0 then null else (hash(i, ${i}) % 6)::integer end as ${name}`,
  );
  await warehouse.run(`
    copy (
      select 'X1000000' || (1 + (i // 3) % 6) as authority_code, 'C' || (i // 3) as child_id,
        date '2008-01-01' + ((i // 3) % 5000)::integer as date_of_birth,
        case when (i // 3) % 2 = 0 then 'F' else 'M' end as sex, 'S' || (i % 500) as setting_id,
        'ehc_plan' as plan, 'ASD' as primary_need,
        date '2023-09-01' + ((i % 3) * 300 + hash(i) % 60)::integer as assessed_on,
        'vsend-core' as instrument, '2026.1' as version, 'professional' as rated_by,
        ${items.join(", ")}
      from range(${count}) as numbers(i)
    ) to ${quote(file)} (header)`);
}

/** The floor of loading: DuckDB reading the same file with a bare typed `read_csv` into a table. */
export async function floorLoad(warehouse: Warehouse, file: string) {
  const text = [
    "authority_code",
    "child_id",
    "date_of_birth",
    "sex",
    "setting_id",
    "plan",
    "primary_need",
    "assessed_on",
    "instrument",
    "version",
    "rated_by",
  ].map((name) => `'${name}': '${/date|_on$/.test(name) ? "date" : "varchar"}'`);
  const items = ITEMS.map((name) => `'${name}': 'tinyint'`);
  await warehouse.run(`
    create table floor as select * from read_csv(${quote(file)}, auto_detect = false, header = true,
      delim = ',', quote = '"', columns = {${[...text, ...items].join(", ")}})`);
}

/** The floor of building: the same scores, pairs and follow-up, written by hand over that table. */
export async function floorBuild(warehouse: Warehouse) {
  await floorScores(warehouse);
  await warehouse.run(`
    create table floor_follow_up as
    select child_id, rated_by, min(assessed_on) filter (total_n is not null) as first_on,
      max(assessed_on) filter (total_n is not null) as last_on,
      arg_min(total_n, assessed_on) filter (total_n is not null) as first_need, count(total_n) as readings
    from floor_scores group by child_id, rated_by;
    create table floor_change as ${DOMAINS.map(
      (domain) =>
        `select authority_code, '${domain}' as domain, count(*) as n, avg(${domain}_last - ${domain}_first) as change
           from floor_pairs join floor_scores on id = first_id group by authority_code`,
    ).join(" union all ")}`);
}

const DOMAINS = [...AREAS, "total"];

/** The floor of scoring and pairing alone. */
export async function floorScores(warehouse: Warehouse) {
  const percent = AREAS.flatMap((area) =>
    [
      ["need", "n"],
      ["setting_readiness", "r"],
      ["family_readiness", "f"],
    ].map(([item, short]) => `20.0 * ${area}_${item} as ${area}_${short}`),
  );
  const total = (short: string) =>
    `case when ${AREAS.map((area) => `(${area}_${short} is not null)::integer`).join(" + ")} >= 6
      then (${AREAS.map((area) => `coalesce(${area}_${short}, 0)`).join(" + ")}) / (${AREAS.map((area) => `(${area}_${short} is not null)::integer`).join(" + ")}) end as total_${short}`;
  await warehouse.run(`
    create table floor_scores as
    with levels as (
      select row_number() over () as id, child_id, authority_code, assessed_on, rated_by, ${percent.join(", ")} from floor
    ), gaps as (
      select *, ${AREAS.map((area) => `greatest(0, ${area}_n - ${area}_r) as ${area}_g`).join(", ")} from levels
    )
    select *, ${["n", "r", "f", "g"].map(total).join(", ")} from gaps;
    create table floor_pairs as
    with complete as (
      select id, child_id, rated_by, assessed_on from floor_scores where total_n is not null
    ), firsts as (
      select child_id, rated_by, min(assessed_on) as first_on, arg_min(id, assessed_on) as first_id
      from complete group by child_id, rated_by
    ), lasts as (
      select child_id, rated_by, any_value(first_id) as first_id, arg_max(id, assessed_on) as last_id
      from complete join firsts using (child_id, rated_by)
      where assessed_on between first_on + 90 and first_on + 550
      group by child_id, rated_by
    )
    select lasts.*, ${DOMAINS.map((domain) => `a.${domain}_n as ${domain}_first, b.${domain}_n as ${domain}_last`).join(", ")}
    from lasts join floor_scores as a on a.id = first_id join floor_scores as b on b.id = last_id`);
}
