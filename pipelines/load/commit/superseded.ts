import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

/**
 * Where the rows go that a later load superseded, as they were, with the load that took their place
 * (`superseded_by`), so that taking that load back brings them back.
 *
 * Null for a file of a return. Below a person its records name no child but by numbers that mean
 * nothing in another export, so a child could not be forgotten in a pile of them; an export is
 * loaded whole, and loading the earlier one again gives exactly what it gave.
 */
export const supersededTable = ({ table, part }: Contract): string | null =>
  part ? null : `superseded_${table}`;

/** That table where it is there: it is made when the first row is superseded. */
export async function standingSuperseded(
  warehouse: Warehouse,
  contract: Contract,
): Promise<string | null> {
  const table = supersededTable(contract);
  const { is } = await warehouse.one<{ is: boolean }>(
    sql`select exists (select 1 from duckdb_tables() where schema_name = 'main' and table_name = ${table}) as "is"`,
  );
  return is ? table : null;
}

/**
 * Takes out the rows of earlier loads that `isGone` finds (a condition or join on `earlier`), keeps
 * them, and moves them in the lines of the ledger of their loads.
 */
export async function supersede(
  warehouse: Warehouse,
  contract: Contract,
  isGone: string,
  by: number,
): Promise<void> {
  const table = sql.id(contract.table);
  const { held } = await warehouse.one<{ held: boolean }>(
    sql`select exists (select 1 from ${table}) as held`,
  );
  if (!held) return;
  const amount = contract.amount
    ? sql`earlier.${sql.id(contract.amount)}`
    : sql`null::decimal(16, 2)`;
  await warehouse.run(sql`
    create or replace temp table gone as
    select earlier.load_id, earlier.source_row, ${amount} as amount
    from ${table} as earlier ${sql.raw(isGone)}`);
  await moveInLedger(warehouse, "loaded", "superseded");
  const kept = supersededTable(contract);
  const { some } = await warehouse.one<{ some: boolean }>("select exists (from gone) as some");
  if (kept !== null && some) {
    await warehouse.run(sql`
      create table if not exists ${sql.id(kept)} as
      select *, null::integer as superseded_by from ${table} limit 0;
      insert into ${sql.id(kept)} by name
      select *, ${by} as superseded_by from ${table} semi join gone using (load_id, source_row)`);
  }
  await warehouse.run(sql`
    delete from ${table} using gone
    where ${table}.load_id = gone.load_id and ${table}.source_row = gone.source_row;
    drop table gone`);
}

/**
 * Brings back what a load had superseded, once the load's own rows are gone. A row whose key a
 * standing row has stays superseded, by that one; of several of one key the last comes back, and
 * the others are superseded by it.
 *
 * @returns how many rows came back.
 */
export async function bringBack(
  warehouse: Warehouse,
  contract: Contract,
  loadId: number,
): Promise<number> {
  const kept = await standingSuperseded(warehouse, contract);
  if (kept === null) return 0;
  const [table, from] = [sql.id(contract.table), sql.id(kept)];
  const key = sql.join(contract.key.map((column) => sql.id(column)));
  const same = sql.join(
    contract.key.map(
      (column) => sql`candidate.${sql.id(column)} is not distinct from standing.${sql.id(column)}`,
    ),
    " and ",
  );
  const amount = contract.amount ? sql.id(contract.amount) : sql`null::decimal(16, 2)`;
  await warehouse.run(sql`
    update ${from} as candidate set superseded_by = standing.load_id
    from ${table} as standing where candidate.superseded_by = ${loadId} and ${same};
    create or replace temp table gone as
    select load_id, source_row, ${amount} as amount, max(load_id) over (partition by ${key}) as last
    from ${from} where superseded_by = ${loadId};
    update ${from} as candidate set superseded_by = gone.last
    from gone where candidate.superseded_by = ${loadId} and gone.load_id < gone.last
      and candidate.load_id = gone.load_id and candidate.source_row = gone.source_row;
    delete from gone where load_id < last`);
  await moveInLedger(warehouse, "superseded", "loaded");
  const { n } = await warehouse.one<{ n: number }>("select count(*) as n from gone");
  await warehouse.run(sql`
    insert into ${table} by name
    select * exclude (superseded_by) from ${from} where superseded_by = ${loadId};
    delete from ${from} where superseded_by = ${loadId};
    drop table gone`);
  return n;
}

/** Moves the rows and pounds of the temporary table `gone` from one column of the ledger to another. */
async function moveInLedger(
  warehouse: Warehouse,
  from: "loaded" | "superseded",
  to: "loaded" | "superseded",
): Promise<void> {
  const column = (of: "rows" | "amount", name: string) => sql.id(`${of}_${name}`);
  await warehouse.run(sql`
    update loads set
      ${column("rows", from)} = ${column("rows", from)} - moved.n,
      ${column("rows", to)} = ${column("rows", to)} + moved.n,
      ${column("amount", from)} = ${column("amount", from)} - moved.pounds,
      ${column("amount", to)} = ${column("amount", to)} + moved.pounds
    from (select load_id, count(*) as n, coalesce(sum(amount), 0) as pounds from gone group by load_id) as moved
    where loads.load_id = moved.load_id`);
}
