import { createHash } from "node:crypto";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

/** Makes what is known of the quality of loads: whose rows were refused, and what became of them. */
export async function createQuality(warehouse: Warehouse): Promise<void> {
  await warehouse.run(`
    alter table rejected_rows add column if not exists authority_code varchar;
    alter table rejected_rows add column if not exists suppliers_column varchar;
    alter table rejected_rows add column if not exists suggestion varchar;
    create table if not exists load_authorities (
      load_id integer not null, authority_code varchar, rows_read bigint not null, rows_refused bigint not null);
    create table if not exists corrections (
      load_id integer not null, corrects_load_id integer not null,
      corrected_by varchar not null, reason varchar not null, corrected_at timestamp not null,
      authorities varchar[] not null, is_of_all boolean not null,
      rows_refused_before bigint not null, rows_refused_after bigint not null,
      rows_superseded bigint not null, rows_mended bigint not null,
      rows_not_returned bigint not null, rows_still_held bigint not null);`);
  const made = createHash("sha256").update(VIEWS).digest("hex");
  const { held } = await warehouse.one<{ held: boolean }>(sql`
    select count(*) = 3 and (select count(*) from warehouse_facts where fact = ${FACT} and value = ${made}) = 1 as held
    from duckdb_views() where schema_name = 'main' and list_contains(['open_faults', 'quality_by_load', 'quality_by_rule'], view_name)`);
  if (held) return;
  // A view that is made anew has no comments, and open notebooks take the file for changed.
  await warehouse.run(VIEWS);
  await warehouse.run(sql`insert or replace into warehouse_facts values (${FACT}, ${made})`);
}

const FACT = "views of quality";

/**
 * A fault is closed by a correction of its load (of its authority, or of all of the load's) or, where
 * its load was itself a correction, by a later correction of the same; and when later loads have
 * superseded every row that its load had brought in.
 */
const VIEWS = `
  create or replace view open_faults as
  with standing as (
    from corrections where load_id not in (select load_id from unloads)
  ), answers as (
    select corrects_load_id as load_id, is_of_all, authorities from standing
    union all
    select own.load_id, later.is_of_all, later.authorities
    from standing as own join standing as later
      on later.corrects_load_id = own.corrects_load_id and later.load_id > own.load_id
  )
  select rejected_rows.load_id, loads.loader, loads.file, loads.source_table, loads.loaded_at,
    rejected_rows.authority_code, sheet, "row", cell, "column", suppliers_column, value, rule,
    message, suggestion
  from rejected_rows join loads using (load_id)
  where not (loads.rows_loaded = 0 and loads.rows_superseded > 0)
    and not exists (
      select 1 from answers
      where answers.load_id = rejected_rows.load_id
        and (is_of_all or list_contains(authorities, rejected_rows.authority_code)));

  create or replace view quality_by_load as
  with shares as (
    select load_id, loads.loader, loads.source_table, loads.file, loads.loaded_at,
      load_authorities.authority_code, load_authorities.rows_read, load_authorities.rows_refused,
      load_authorities.rows_refused / nullif(load_authorities.rows_read, 0) as refused_share,
      load_id in (select load_id from corrections) as is_correction
    from load_authorities join loads using (load_id)
    where load_authorities.authority_code is not null
      -- A file judged again by a changed loader is one delivery still: the judgement that holds.
      and not exists (
        select 1 from loads as again
        where coalesce(again.sha256, again.keyed_digest) = coalesce(loads.sha256, loads.keyed_digest) and again.source_table = loads.source_table and again.load_id > loads.load_id
          and again.unloaded_at is null)
  )
  select *,
    case when not is_correction then lag(load_id) over deliveries end as last_load_id,
    case when not is_correction then lag(refused_share) over deliveries end as last_refused_share
  from shares
  window deliveries as (partition by source_table, authority_code, is_correction order by load_id);

  create or replace view quality_by_rule as
  with counted as (
    select load_id, authority_code, "column", rule, count(distinct "row") as rows_refused
    from rejected_rows group by load_id, authority_code, "column", rule
  )
  select counted.load_id, loads.loader, loads.source_table, loads.file, loads.loaded_at,
    counted.authority_code, "column", rule, counted.rows_refused, load_authorities.rows_read,
    case when counted.authority_code is not null
      then counted.rows_refused / load_authorities.rows_read end as refused_share
  from counted join loads on loads.load_id = counted.load_id
  join load_authorities on load_authorities.load_id = counted.load_id
    and load_authorities.authority_code is not distinct from counted.authority_code;`;
