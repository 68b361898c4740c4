import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { csvFormatRows, csvParseRows } from "d3";
import { type Contract, columnName } from "../../loaders/contract/define-loader.ts";
import type { Sheet } from "../../loaders/contract/sheet.ts";
import type { Candidate } from "./files.ts";

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

/** The rows of the table alone, the contract's columns named in the first. */
export function sheetRows(
  rows: readonly (readonly string[])[],
  { headings, names, given }: SheetPlace,
  sheet: Sheet,
): string[][] {
  const taken = names.flatMap((name, i) => (name ? [i] : []));
  const extra = Object.entries(given);
  return [
    [...taken.map((i) => names[i]!), ...extra.map(([column]) => column)],
    ...rows
      .slice(headings)
      .filter((row) => sheet.isBody(cellsOf(row, names)))
      .map((row) => [...taken.map((i) => row[i] ?? ""), ...extra.map(([, value]) => value)]),
  ];
}

const MOST_BYTES = 20_000_000;

/**
 * A copy of a delimited file with the headings of one of the loaders' sheets made plain; the file
 * itself where no sheet is found in it. Row numbers in the ledger count the table's rows.
 */
export async function plainSheet(
  file: Candidate,
  contracts: readonly Contract[],
  workDir: string,
): Promise<Candidate> {
  const sheets = contracts.flatMap(({ sheet }) => (sheet ? [sheet] : []));
  if (sheets.length === 0 || (await stat(file.path)).size > MOST_BYTES) return file;
  const text = (await readFile(file.path, "utf8")).replace(/^\ufeff/, "");
  const head = csvParseRows(text.slice(0, 100_000)).slice(0, 2 * MOST_HEADINGS);
  const found = sheets.flatMap((sheet) => {
    const place = findSheet(head, sheet);
    return place ? [{ sheet, place }] : [];
  });
  const [match] = found;
  if (!match || found.length > 1) return file;
  const path = join(await mkdtemp(join(workDir, "table-")), basename(file.path));
  const rows = sheetRows(csvParseRows(text), match.place, match.sheet);
  await writeFile(path, `${csvFormatRows(rows)}\n`);
  return { ...file, path };
}
