import { dataError } from "../warehouse/errors.ts";
import { rule } from "../warehouse/rules.ts";
import { sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** A load of one authority of whose rows a larger share was refused than in the load before. */
export interface Fall {
  load_id: number;
  loader: string;
  source_table: string;
  file: string;
  authority_code: string;
  rows_read: number;
  rows_refused: number;
  refused_share: number;
  last_load_id: number;
  last_refused_share: number;
}

/** Where loads are worse than the last of the same source and authority. Corrections are not compared. */
export const fallsOf = async (warehouse: Warehouse, ids: readonly number[]): Promise<Fall[]> =>
  warehouse.rows<Fall>(`
    select load_id, loader, source_table, file, authority_code, rows_read, rows_refused,
      refused_share, last_load_id, last_refused_share
    from quality_by_load
    where list_contains([${ids.join(", ")}]::integer[], load_id) and refused_share > last_refused_share
    order by refused_share - last_refused_share desc, load_id, authority_code`);

/**
 * Refuses loads that are worse than the last by more than the rule allows. To be called in their
 * transaction, so that nothing of the call is loaded.
 */
export async function holdToLast(warehouse: Warehouse, falls: readonly Fall[]): Promise<void> {
  const rise = rule("most_refused_rise");
  const beyond = falls.filter(
    (fall) => fall.refused_share > fall.last_refused_share + rise + Number.EPSILON,
  );
  const [worst] = beyond;
  if (!worst) return;
  const { load_id, authority_code, last_refused_share, last_load_id, loader } = worst;
  const commonest = await warehouse.rows<{
    column: string;
    rule: string;
    rows_refused: number;
  }>(sql`
    select "column", rule, rows_refused from quality_by_rule
    where load_id = ${load_id} and authority_code = ${authority_code} order by rows_refused desc, 1 limit 5`);
  throw dataError({
    expected: `at most ${percent(last_refused_share + rise)} of the rows of ${authority_code} in ${loader} to be refused: ${percent(last_refused_share)} as in load ${last_load_id}, and ${percent(rise)} more`,
    came: `${percent(worst.refused_share)}, which is ${worst.rows_refused} of ${worst.rows_read}`,
    where: worst.file,
    details: [
      ...commonest.map(
        ({ column, rule, rows_refused }) => `${rows_refused} rows: ${column || "row"}, ${rule}`,
      ),
      ...beyond
        .slice(1, 10)
        .map(
          (fall) =>
            `and ${fall.authority_code} in ${fall.loader}: ${percent(fall.refused_share)}, ${percent(fall.last_refused_share)} before`,
        ),
    ],
    todo: "correct the file or ask the supplier to, and load again; or load it without --no-worse-than-last; nothing was loaded",
  });
}

/** A share as per cent, with two decimals below one per cent. */
export const percent = (share: number): string =>
  `${(share * 100).toFixed(share > 0 && share < 0.01 ? 2 : 1)} per cent`;
