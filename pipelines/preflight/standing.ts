import { existsSync } from "node:fs";
import { sameKey } from "../load/commit/load-file.ts";
import { digestsOf, loadedBefore } from "../load/commit/loaded-before.ts";
import { inPounds } from "../load/commit/replaced.ts";
import { rowsOfReturn } from "../load/commit/returns.ts";
import { heldKey, type PseudonymKey } from "../load/judge/pseudonym.ts";
import { goodRowsSql, type StagedFile } from "../load/judge/stage-file.ts";
import type { Recognised } from "../load/recognise/recognised.ts";
import { VsendError } from "../warehouse/errors.ts";
import { sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** What stands in a warehouse, for saying what a load of files would do to it. Nothing of it is changed. */
export interface Standing {
  /** The key that its children's numbers are hashed with; null where the warehouse has no children. */
  key: PseudonymKey | null;
  /** What a load of a file would replace, in words. */
  wouldReplace(match: Recognised, staged: StagedFile): Promise<string[]>;
}

const WITHIN = "standing";

/**
 * Looks into the warehouse at `file` beside the one of a dry run.
 *
 * @returns null where there is none yet, and words where it cannot be looked into.
 */
export async function standingIn(
  warehouse: Warehouse,
  file: string | undefined,
): Promise<Standing | string | null> {
  if (file === undefined || !existsSync(file)) return null;
  try {
    await warehouse.run(sql`attach ${file} as ${sql.id(WITHIN)} (read_only)`);
  } catch {
    return "what stands in the warehouse was not looked at: another program has it open, or it is no warehouse";
  }
  const tables = new Set(
    (
      await warehouse.rows<{ name: string }>(
        sql`select table_name as name from duckdb_tables() where database_name = ${WITHIN} and schema_name = 'main'`,
      )
    ).map(({ name }) => name),
  );
  if (!tables.has("loads")) return null;
  const facts = tables.has("warehouse_facts")
    ? await warehouse.rows<{ value: string }>(
        sql`select value from ${sql.id(WITHIN, "main", "warehouse_facts")} where fact = 'pseudonym key'`,
      )
    : [];
  const held = facts[0] ? keyOf(facts[0].value) : null;
  if (typeof held === "string") return held;
  return {
    key: held,
    wouldReplace: async (match, staged) => {
      const { contract } = match;
      if (!tables.has(contract.table)) return [];
      // Without a key there are no children in it, and nothing of theirs to replace.
      if (contract.isChildLevel && held === null) return [];
      const key = held ?? { bytes: Buffer.alloc(32), fingerprint: "" };
      const before = await loadedBefore(warehouse, match, await digestsOf(key, match), WITHIN);
      if (before.at(-1)?.is_same) return ["was loaded before, so a load would leave it alone"];
      const good = await goodRowsSql(warehouse, contract, staged.staging);
      const gone = contract.part
        ? rowsOfReturn(contract, match.given ?? {})
        : sameKey(contract, good);
      const again = before.map(({ load_id }) => load_id);
      const pounds = contract.amount
        ? sql`sum(earlier.${sql.id(contract.amount)})::double`
        : sql`null::double`;
      const replaced = await warehouse.rows<{
        load_id: number;
        file: string;
        rows: number;
        pounds: number | null;
      }>(sql`
        select earlier.load_id, any_value(loads.file) as file, count(*) as rows, ${pounds} as pounds
        from (select earlier.* from ${sql.id(WITHIN, "main", contract.table)} as earlier ${sql.raw(gone)}) as earlier
        join ${sql.id(WITHIN, "main", "loads")} as loads using (load_id)
        group by earlier.load_id order by earlier.load_id`);
      return replaced.map(
        ({ load_id, file, rows, pounds }) =>
          `would replace ${rows} ${rows === 1 ? "row" : "rows"}${inPounds(pounds)} of load ${load_id} (${file})${again.includes(load_id) ? ", which is the same file, judged again" : ""}`,
      );
    },
  };
}

/** The key of a warehouse, or why it cannot be used. */
function keyOf(fingerprint: string): PseudonymKey | string {
  try {
    const key = heldKey();
    return key.fingerprint === fingerprint
      ? key
      : "what a load would replace is not known: the pseudonym key is not the one that the warehouse was begun with";
  } catch (error) {
    if (!(error instanceof VsendError)) throw error;
    return "what a load would replace is not known: the pseudonym key of the warehouse is not here";
  }
}
