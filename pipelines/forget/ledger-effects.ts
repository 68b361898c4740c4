import type { Contract } from "../../loaders/contract/define-loader.ts";
import { columnSql } from "../load/cells/verdict.ts";
import { standingSuperseded } from "../load/commit/superseded.ts";
import { identifierSql, quote, sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/**
 * Fills the temporary table `effects` (one row per load that had rows of `gone`): how many loaded,
 * refused and superseded rows go, their pounds, and the latest day among the rows that stay.
 */
export async function findEffects(warehouse: Warehouse, contracts: readonly Contract[]) {
  await warehouse.run(`
    create or replace temp table effects (
      load_id integer, loaded bigint, loaded_gbp decimal(18, 2), refused bigint, refused_gbp decimal(18, 2),
      superseded bigint, superseded_gbp decimal(18, 2), is_loaded_changed boolean, latest_on date)`);
  for (const contract of contracts) {
    if (!contract.isChildLevel) continue;
    const amount = contract.amount;
    const ofTable = `select slot from gone where table_name = ${quote(contract.table)}`;
    await warehouse.run(`
      insert into effects (load_id, loaded, loaded_gbp, refused, refused_gbp, is_loaded_changed)
      select load_id, count(*), ${amount ? `coalesce(sum(${identifierSql(amount)}), 0)` : "null"}, 0, 0, true
      from ${contract.table} where rowid in (${ofTable}) group by load_id;
      insert into effects (load_id, loaded, loaded_gbp, refused, refused_gbp, is_loaded_changed)
      select load_id, 0, 0, count(*), ${amount ? "coalesce(sum(pounds), 0)" : "null"}, false from (
        select load_id, "row", any_value(${refusedPounds(contract)}) as pounds
        from rejected_rows join loads using (load_id)
        where source_table = ${quote(contract.table)}
          and rejected_rows.rowid in (select slot from gone where table_name = 'rejected_rows')
        group by load_id, "row")
      group by load_id`);
    const kept = await standingSuperseded(warehouse, contract);
    if (kept !== null) {
      await warehouse.run(sql`
        insert into effects (load_id, superseded, superseded_gbp, is_loaded_changed)
        select load_id, count(*), ${amount ? sql`coalesce(sum(${sql.id(amount)}), 0)` : null}, false
        from ${sql.id(kept)}
        where rowid in (select slot from gone where table_name = ${kept}) group by load_id`);
    }
    if (!contract.asOf) continue;
    await warehouse.run(`
      update effects set latest_on = (
        select max(${contract.asOf}) from ${contract.table}
        where load_id = effects.load_id and rowid not in (${ofTable}))
      where is_loaded_changed and load_id in (select load_id from loads where source_table = ${quote(contract.table)})`);
  }
}

/** The pounds of a refused row, read from its text as they were when it was loaded. */
function refusedPounds({ amount, columns }: Contract): string {
  if (!amount) return "null::decimal(16, 2)";
  return columnSql(columns.shape[amount]!).value(
    `json_extract_string(raw, ${quote(`$.${amount}`)})`,
  );
}

/**
 * SQL for the lines of the ledger once the rows of `gone` are out of it: rows count as out of scope,
 * as they would if the file were loaded again, and their pounds are in no column.
 */
export const LEDGER_AFTER = `
  with effect as (
    select load_id, coalesce(sum(loaded), 0) as loaded, coalesce(sum(loaded_gbp), 0) as loaded_gbp,
      coalesce(sum(refused), 0) as refused, coalesce(sum(refused_gbp), 0) as refused_gbp,
      coalesce(sum(superseded), 0) as superseded, coalesce(sum(superseded_gbp), 0) as superseded_gbp,
      bool_or(is_loaded_changed) as is_loaded_changed, max(latest_on) as latest_on
    from effects group by load_id
  )
  select loads.* replace (
    rows_loaded - coalesce(loaded, 0) as rows_loaded,
    rows_rejected - coalesce(refused, 0) as rows_rejected,
    rows_superseded - coalesce(superseded, 0) as rows_superseded,
    rows_out_of_scope + coalesce(loaded + refused + superseded, 0) as rows_out_of_scope,
    amount_read - coalesce(loaded_gbp + refused_gbp + superseded_gbp, 0) as amount_read,
    amount_loaded - coalesce(loaded_gbp, 0) as amount_loaded,
    amount_rejected - coalesce(refused_gbp, 0) as amount_rejected,
    amount_superseded - coalesce(superseded_gbp, 0) as amount_superseded,
    case when is_loaded_changed then latest_on else as_of end as as_of)
  from loads left join effect using (load_id) order by loads.rowid`;
