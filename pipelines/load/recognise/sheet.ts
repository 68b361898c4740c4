import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dsvFormat } from "d3";
import { type Contract, columnName } from "../../../loaders/contract/define-loader.ts";
import type { Sheet } from "../../../loaders/contract/sheet.ts";
import { sheetRow } from "../read/formats/origin.ts";
import { csvLine } from "../read/formats/records.ts";
import type { Head, Origin, Table } from "../read/formats/table.ts";

/** Where the table of a sheet lies. */
export interface SheetPlace {
  /** How many rows of headings stand above it. */
  headings: number;
  /** For each cell of a row, the contract's column it belongs to, or "". */
  names: string[];
  /** Values read out of the headings, by column. */
  given: Record<string, string>;
}

const MOST_HEADINGS = 10;

/** Finds the table that a sheet describes among rows of cells; null where it is not there. */
export function findSheet(rows: readonly (readonly string[])[], sheet: Sheet): SheetPlace | null {
  for (let headings = 1; headings <= Math.min(MOST_HEADINGS, rows.length); headings++) {
    const above = rows.slice(0, headings);
    const names = matchColumns(above, sheet);
    if (!names) continue;
    const body = rows.slice(headings, headings + MOST_HEADINGS);
    if (!body.some((row) => sheet.isBody(cellsOf(row, names)))) continue;
    const given: Record<string, string> = {};
    if (sheet.fromHeadings) {
      const { column, pattern } = sheet.fromHeadings;
      const found = pattern.exec(above.flat().join(" ").replace(/\s+/g, " "));
      if (!found) continue;
      given[column] = found.slice(1).join("-");
    }
    return { headings, names, given };
  }
  return null;
}

function matchColumns(above: readonly (readonly string[])[], sheet: Sheet): string[] | null {
  const width = Math.max(...above.map((row) => row.length));
  const words = Array.from({ length: width }, (_, i) =>
    columnName(above.map((row) => row[i] ?? "").join(" ")),
  );
  const names = words.map(() => "");
  let from = 0;
  for (const column of sheet.columns) {
    if (column.onlyWith && !names.includes(column.onlyWith)) continue;
    const at = words.findIndex((text, i) => i >= from && text.includes(column.words));
    if (at < 0 && column.isSometimes) continue;
    if (at < 0) return null;
    names[at] = column.name;
    from = at + 1;
  }
  return names;
}

const cellsOf = (row: readonly string[], names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name, i) => (name ? [[name, (row[i] ?? "").trim()]] : [])));

const MOST_BYTES = 20_000_000;

/**
 * A table with the headings of one of the loaders' sheets made plain; the table itself where no
 * sheet is found in it. Every column stays where it stands, so that cells keep their names.
 */
export async function plainSheet(
  table: Table,
  contracts: readonly Contract[],
  workDir: string,
): Promise<Table> {
  const sheets = contracts.flatMap(({ sheet }) => (sheet ? [sheet] : []));
  if (sheets.length === 0 || (await stat(table.file.path)).size > MOST_BYTES) return table;
  const found = table.heads.flatMap((head) => {
    const rows = head.rows.slice(0, 2 * MOST_HEADINGS).map(({ cells }) => cells);
    return sheets.flatMap((sheet) => {
      const place = findSheet(rows, sheet);
      return place ? [{ head, sheet, place }] : [];
    });
  });
  const [match] = found;
  return match && found.length === 1 ? madePlain(table, match, workDir) : table;
}

interface Found {
  head: Head;
  sheet: Sheet;
  place: SheetPlace;
}

function madePlain(table: Table, { head, sheet, place }: Found, workDir: string): Table {
  const { headings, names, given } = place;
  const whole = (row: readonly string[]) => [
    ...names.map((_, i) => row[i] ?? ""),
    ...Object.values(given),
  ];
  const isBody = (row: readonly string[]) => sheet.isBody(cellsOf(row, names));
  const header = [...names, ...Object.keys(given)];
  const below = head.rows.slice(headings).filter(({ cells }) => isBody(cells));
  const top = { ...head.rows[headings - 1]!, cells: header };
  return {
    ...table,
    heads: [
      { delimiter: ",", rows: [top, ...below.map((row) => ({ ...row, cells: whole(row.cells) }))] },
    ],
    settle: async () => {
      const plain = await table.settle(head, { first: headings - 1, depth: 1, names });
      const rows = dsvFormat(head.delimiter)
        .parseRows((await readFile(plain.path, "utf8")).replace(/^\ufeff/, ""))
        .slice(1)
        .filter((row) => row.length > 1 || row[0] !== "");
      const numbers = rows.flatMap((row, i) => (isBody(row) ? [i + 1] : []));
      const path = join(await mkdtemp(join(workDir, "table-")), "table.csv");
      const body = numbers.map((number) => whole(rows[number - 1]!));
      await writeFile(path, [header, ...body].map(csvLine).join(""));
      return { ...plain, path, origin: { ...plain.origin, blanks: gaps(plain.origin, numbers) } };
    },
  };
}

/** Blanks of an origin when only some of its rows are kept: the others count as blank. */
function gaps(origin: Origin, kept: readonly number[]): number[] {
  let previous = origin.headerRow ?? 0;
  return kept.flatMap((number, before) => {
    const row = sheetRow(origin, number) ?? previous + 1;
    const gap = Array.from({ length: row - previous - 1 }, () => before);
    previous = row;
    return gap;
  });
}
