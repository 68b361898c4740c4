import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { StagedFile } from "../judge/stage-file.ts";

/**
 * Writes whose rows a load read and refused. A row whose own authority cannot be told (its cell is
 * refused, or the row could not be split) is the authority's that all other rows of the file name;
 * where they name several it is nobody's, and its authority stays null.
 *
 * Files of published figures are left out: they have no supplier to return rows to.
 */
export async function recordWhose(
  warehouse: Warehouse,
  { recognised: { contract, given }, staging, rowsRead, rowsRejected }: StagedFile,
  loadId: number,
): Promise<void> {
  if (!contract.isChildLevel) return;
  const { staged, refused, repeats } = staging;
  const sole = given?.authority_code ?? (await soleAuthority(warehouse, staged));
  const soleSql = sole === null ? "null::varchar" : quote(sole);
  await warehouse.run(`
    create or replace temp table refused_of as
    select source_row, coalesce(authority_code, ${soleSql}) as authority_code
    from (
      select slot, source_row from ${refused}
      union all select slot, source_row from ${repeats} where is_conflict
    ) as spoilt join (select rowid as slot, authority_code from ${staged}) using (slot);
    update rejected_rows set authority_code = coalesce(
      (select any_value(authority_code) from refused_of where source_row = rejected_rows."row"), ${soleSql})
    where load_id = ${loadId};
    insert into load_authorities
    with own as (
      select coalesce(authority_code, ${soleSql}) as authority_code, count(*) as n from ${staged} group by 1
    ), spoilt as (
      select authority_code, count(*) as n from refused_of group by 1
    ), unsplit as (
      select ${rowsRead} - (select count(*) from ${staged}) as n_read,
        ${rowsRejected} - (select count(*) from refused_of) as n_refused
    ), counted as (
      select authority_code, n as rows_read, 0 as rows_refused from own
      union all select authority_code, 0, n from spoilt
      union all select ${soleSql}, n_read, n_refused from unsplit where n_read > 0
    )
    select ${loadId}, authority_code, sum(rows_read), sum(rows_refused) from counted group by authority_code;
    drop table refused_of`);
}

async function soleAuthority(warehouse: Warehouse, staged: string): Promise<string | null> {
  const named = await warehouse.rows<{ authority_code: string }>(
    `select distinct authority_code from ${staged} where authority_code is not null limit 2`,
  );
  return named.length === 1 ? named[0]!.authority_code : null;
}
