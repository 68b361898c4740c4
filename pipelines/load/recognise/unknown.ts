import { readFileSync, statSync } from "node:fs";
import { csvParse } from "d3";
import { columnName } from "../../../loaders/contract/define-loader.ts";
import { dataError } from "../../warehouse/errors.ts";
import { projectFile } from "../../warehouse/installation.ts";
import { type Candidate, shortName } from "../read/formats/candidate.ts";
import { isBlankRow } from "../read/formats/records.ts";
import type { Table } from "../read/formats/table.ts";
import { dryRunOf } from "./nearly-known.ts";

/** A kind of table that is known, and of which nothing is loaded. */
interface NotLoaded {
  columns: readonly string[];
  /** Whether the table may have other columns besides. */
  hasOthers: boolean;
  what: string;
  todo: string;
}

/** The rows of data/reference/not_loaded.csv. */
const NOT_LOADED: readonly NotLoaded[] = csvParse(
  readFileSync(projectFile("data/reference/not_loaded.csv"), "utf8"),
).map(({ columns = "", others = "", what = "", todo = "" }) => ({
  columns: columns.split(" "),
  hasOthers: others === "any",
  what,
  todo,
}));

/** What tables that no loader knows are, where that is known. */
export function notLoaded(tables: readonly Table[]): NotLoaded | null {
  for (const { heads } of tables) {
    for (const { rows } of heads) {
      const names = (rows[0]?.cells ?? []).map(columnName).filter((name) => name !== "");
      const known = NOT_LOADED.find(
        ({ columns, hasOthers }) =>
          columns.every((column) => names.includes(column)) &&
          (hasOthers || names.length === columns.length),
      );
      if (known) return known;
    }
  }
  return null;
}

/** The error for a file that was named and that no loader knows, whose tables are given. */
export function unknownFile(file: Candidate, tables: readonly Table[]) {
  const known = notLoaded(tables);
  if (known) {
    return dataError({
      expected: "a file of records or figures",
      came: known.what,
      where: shortName(file),
      todo: known.todo,
    });
  }
  const hasColumns = tables.length > 0 && statSync(file.path).size > 0;
  return dataError({
    expected: "a file that one of the loaders knows by its columns",
    came: whatCame(file, tables),
    where: shortName(file),
    todo: `give a CSV, Excel workbook (.xlsx), Parquet or NDJSON file with the columns listed by \`vsend load --help\`${hasColumns ? `, or see what its columns may be: ${dryRunOf(file)}` : ""}`,
  });
}

const MOST_NAMED = 8;

function whatCame(file: Candidate, tables: readonly Table[]): string {
  if (statSync(file.path).size === 0) return "an empty file";
  if (file.name.toLowerCase().endsWith(".zip")) return "an archive without such a file";
  if (tables.length === 0) return "a kind of file that is not read";
  if (tables.every(({ isHidden }) => isHidden))
    return "a workbook whose sheets are all hidden, of which nothing is loaded";
  const [widest] = tables
    .flatMap(({ heads }) => heads.flatMap(({ rows }) => rows.slice(0, 1)))
    .filter(({ cells }) => !isBlankRow(cells))
    .sort((a, b) => b.cells.length - a.cells.length);
  if (!widest || widest.cells.length < 2) return "text that is not a table";
  const named = widest.cells.filter((cell) => cell.trim() !== "").map((cell) => cell.trim());
  const shown = named.slice(0, MOST_NAMED).map((cell) => `"${cell.slice(0, 40)}"`);
  const more = named.length > MOST_NAMED ? ` and ${named.length - MOST_NAMED} more` : "";
  return `columns that none of them knows: ${shown.join(", ")}${more}`;
}
