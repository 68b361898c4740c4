import { columnName } from "../../loaders/contract/define-loader.ts";
import { openLedgerLines } from "../../pipelines/load/commit/ledger.ts";
import { formOf } from "../../pipelines/load/judge/masking.ts";
import { type PseudonymKey, pseudonym } from "../../pipelines/load/judge/pseudonym.ts";
import type { Value } from "../../pipelines/warehouse/row.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { isOfTheFile, type Planted } from "./planted.ts";
import { loadedRows } from "./same-stored.ts";

/** What a loaded file got wrong, in words; nothing when all is well. */
export async function judge(
  warehouse: Warehouse,
  planted: Planted,
  {
    altered,
    grid,
    key,
  }: { altered: number; grid: readonly (readonly string[])[] | null; key: PseudonymKey },
): Promise<string[]> {
  const { contract, expected, keyOf, home } = planted;
  const wrong: string[] = [];
  for (const { file } of await openLedgerLines(warehouse))
    wrong.push(`the ledger of ${file} does not close`);
  const loaded = await loadedRows(warehouse, contract);
  const strangers = pseudonymsOfStrangers(planted, key);
  let differing = 0;
  const kept = [...expected.values()];
  for (const row of loaded) {
    const likeliest = expected.get(keyOf(row)) ?? closest(kept, row);
    for (const [column, value] of Object.entries(row)) {
      // Such a column is worked out from others, so it need not be what its cell says.
      if (contract.stored?.[column] || isOfTheFile(column)) continue;
      const from = home.get(String(value)) ?? strangers.get(String(value));
      if (from !== undefined && from !== column)
        wrong.push(`a value of ${from} stands in ${column}`);
      if (value !== likeliest[column] && value !== null) differing++;
    }
  }
  if (contract.keepsRest) wrong.push(...strayed(planted, loaded));
  if (differing > altered)
    wrong.push(`${differing} values differ, at most ${altered} were altered`);
  wrong.push(...(await wronglyRefused(warehouse, grid)));
  return wrong;
}

/** Of the columns that no contract names: values of one that stand under another's name. */
function strayed({ header, home }: Planted, rows: readonly Record<string, Value>[]): string[] {
  return rows.flatMap((row) =>
    Object.entries({
      ...JSON.parse(String(row.filters ?? "{}")),
      ...JSON.parse(String(row.figures ?? "{}")),
    }).flatMap(([column, value]) => {
      const from = home.get(String(value));
      const isAway = from !== undefined && from !== column && header.includes(column);
      return isAway ? [`a value of ${from} stands in ${column}`] : [];
    }),
  );
}

function pseudonymsOfStrangers(
  { contract, header, rows, home, given }: Planted,
  key: PseudonymKey,
) {
  const found = new Map<string, string>();
  const isHashed = (column: string) => contract.privacy?.[column] === "pseudonym";
  if (!header.some(isHashed)) return found;
  const authorities = new Set(
    rows.map((row) => given.authority_code ?? row[header.indexOf("authority_code")]!),
  );
  for (const [value, column] of home) {
    if (isHashed(column)) continue;
    for (const authority of authorities) found.set(pseudonym(key, authority, value), column);
  }
  return found;
}

function closest(rows: readonly Record<string, Value>[], row: Record<string, Value>) {
  const likeness = (other: Record<string, Value>) =>
    Object.entries(row).filter(([column, value]) => other[column] === value).length;
  return rows.reduce((best, other) => (likeness(other) > likeness(best) ? other : best));
}

/** Each refusal must name the cell it is about, and give no identifier away. */
async function wronglyRefused(warehouse: Warehouse, grid: readonly (readonly string[])[] | null) {
  const wrong: string[] = [];
  const rows = await warehouse.rows<{
    cell: string | null;
    column: string;
    value: string | null;
    all: string;
  }>(
    `select cell, "column", value, concat_ws(' ', value, message, raw) as "all" from rejected_rows`,
  );
  for (const { cell, column, value, all } of rows) {
    if (/child_id-[0-9]/.test(all)) wrong.push(`a refusal gives an identifier away: ${all}`);
    const [, letters, number] = /^([A-Z]+)([0-9]+)$/.exec(cell ?? "") ?? [];
    if (!grid || !letters || !number) continue;
    const at = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
    const text = (grid[Number(number) - 1]?.[at] ?? "").replace(/^[ \t\u00a0]+|[ \t\u00a0]+$/g, "");
    // Line breaks within cells are made those that end the rows.
    const isSame = value?.replaceAll("\r\n", "\n") === text.replaceAll("\r\n", "\n");
    const isThere =
      value === null
        ? text === ""
        : value === "(withheld)" ||
          isSame ||
          value === `(text of ${text.length} characters: ${formOf(text)})`;
    if (!isThere) wrong.push(`${column} ${value} is said to be in ${cell}, where "${text}" is`);
    const isHeaded = grid.some(
      (row, i) => i < Number(number) - 1 && headed(grid, i, at).includes(column) && row.length > 0,
    );
    if (!isHeaded) wrong.push(`${cell} is said to be in column ${column}`);
  }
  return wrong;
}

const headed = (grid: readonly (readonly string[])[], row: number, at: number): string[] => {
  const [above, here] = [grid[row - 1]?.[at] ?? "", grid[row]?.[at] ?? ""];
  return [columnName(here), columnName(`${above} ${here}`)];
};
