import { type PseudonymKey, pseudonym } from "../load/judge/pseudonym.ts";
import { dataError } from "../warehouse/errors.ts";
import { identifierSql, quote } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Which } from "./children.ts";
import { UUID_TEXT } from "./gone.ts";
import { keptTables } from "./kept-tables.ts";

/**
 * A number of which nothing is held is probably mistyped, and would be reported as forgotten.
 *
 * @throws VsendError that says which, by their place in the list: the numbers stay out of logs.
 */
export async function refuseAbsent(
  warehouse: Warehouse,
  { authority, ids }: Extract<Which, { ids: readonly string[] }>,
  key: PseudonymKey,
): Promise<void> {
  const named = (await keptTables(warehouse)).flatMap(({ name, uuids, texts }) => [
    ...uuids.map(
      (column) => `select ${identifierSql(column)} as child from ${identifierSql(name)}`,
    ),
    ...texts.map(
      (column) =>
        `select unnest(regexp_extract_all(${identifierSql(column)}, ${quote(UUID_TEXT)}))::uuid as child from ${identifierSql(name)}
         where rowid in (select slot from gone where table_name = ${quote(name)})`,
    ),
  ]);
  const rows = await warehouse.rows<{ child: string }>(
    `select distinct child from (${named.join(" union all ")}) where child in (from meant)`,
  );
  const held = new Set(rows.map(({ child }) => child));
  const absent = ids.flatMap((id, i) => (held.has(pseudonym(key, authority, id)) ? [] : [i + 1]));
  if (absent.length === 0) return;
  throw dataError({
    expected: "numbers of children of whom something is held",
    came:
      ids.length === 1
        ? "one of whom nothing is held"
        : `${absent.length} of ${ids.length} of whom nothing is held: number ${absent.slice(0, 20).join(", ")} of the list${absent.length > 20 ? ", …" : ""}`,
    where: `${warehouse.file}, authority ${authority}`,
    todo: "check the authority and how the number is written in its extracts (a return knows children by UPN); to keep the child out of later loads all the same, add --even-if-absent; nothing was changed",
  });
}
