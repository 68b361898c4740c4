import { trimCell } from "../../../loaders/contract/cells.ts";
import type { Contract } from "../../../loaders/contract/define-loader.ts";
import type { Value } from "../../warehouse/row.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { blankLinesBefore } from "../read/formats/blank-lines.ts";
import { cellOf } from "../read/formats/origin.ts";
import { readCsvSql } from "../read/formats/read-csv.ts";
import type { Origin } from "../read/formats/table.ts";
import { datesOf } from "../recognise/mapping-schema.ts";
import type { Recognised } from "../recognise/recognised.ts";
import { termsOf, translated } from "../recognise/translate-cells.ts";
import { describe } from "./describe.ts";
import { masked } from "./masking.ts";
import { type PseudonymKey, pseudonym } from "./pseudonym.ts";
import { REPEATED_HEADER, repeatsHeader } from "./repeated-header.ts";
import type { Staging } from "./stage.ts";
import { SUGGESTIONS, suggestion } from "./suggestion.ts";

/** Why one row was refused. */
export interface Refusal {
  /** Data row, the header not counted. */
  row: number;
  /** Where the supplier finds it: a cell such as F212, or 212:212 for the row; null where there are no such names. */
  cell: string | null;
  column: string;
  /** What the supplier calls the column. */
  suppliersColumn: string;
  value: string | null;
  rule: string;
  message: string;
  /** What the supplier may put instead. */
  suggestion: string;
  /** The row as JSON, identifiers hashed and unreadable text masked; null where cells could not be told apart. */
  raw: string | null;
}

/** A row that DuckDB could not split into the right number of cells. */
export interface BrokenRow {
  row: number;
  kind: string;
  text: string;
  message: string;
}

/** The rows that the last reading of a file left in the reject table. */
export async function brokenRows(
  warehouse: Warehouse,
  { file, delimiter }: Recognised,
): Promise<BrokenRow[]> {
  const rows = await warehouse.rows<BrokenRow & { start: number; [column: string]: Value }>(`
    select line - 1 as row, any_value(error_type::varchar) as kind,
      coalesce(any_value(csv_line), '') as text, any_value(error_message) as message,
      min(line_byte_position) - 1 as start
    from csv_rejects group by line order by line`);
  if (rows.length === 0) return [];
  const starts = rows.map(({ start }) => start);
  const blanks = await blankLinesBefore(file.path, delimiter, starts);
  return rows.map(({ row, ...rest }, i) => ({ ...rest, row: row - (blanks[i] ?? 0) }));
}

export const brokenRefusals = (rows: readonly BrokenRow[], origin: Origin): Refusal[] =>
  rows.map(({ row, kind, message }) => ({
    row,
    cell: cellOf(origin, row, undefined),
    column: "",
    suppliersColumn: "",
    value: null,
    suggestion: SUGGESTIONS.unreadable,
    rule:
      kind === "MISSING COLUMNS" || kind === "TOO MANY COLUMNS"
        ? "as many cells as the header"
        : "readable text",
    message: inWords(message.split("\n")[0] ?? kind),
    raw: null,
  }));

function inWords(message: string): string {
  const counted = /Expected Number of Columns: ([0-9]+) Found: ([0-9]+)/.exec(message);
  return counted ? `has ${counted[2]} cells where the header has ${counted[1]}` : message;
}

/**
 * Says why rows that the SQL refused were refused, by asking the zod contract itself.
 *
 * @throws when zod accepts a row that the SQL refused: the two verdicts must be one.
 */
export async function explainRefusals(
  warehouse: Warehouse,
  recognised: Recognised,
  origin: Origin,
  key: PseudonymKey,
  { staged, refused }: Staging,
  limit: number,
): Promise<Refusal[]> {
  const { file, contract, delimiter, header } = recognised;
  const width = header.length;
  await warehouse.run("drop table if exists csv_rejects; drop table if exists csv_scans");
  // DuckDB's client drops a byte-order mark from the beginning of a value, hence the "=" before it.
  // Row numbers of the second reading count only the rows that could be split, as `rowid` does.
  const rows = await warehouse.rows<
    Record<string, string | null> & { slot: number; source_row: number }
  >(`
    select slot, source_row, ${Array.from({ length: width }, (_, i) => `'=' || c${i} as c${i}`).join(", ")}
    from (select row_number() over () - 1 as slot, * from ${readCsvSql(file.path, width, { delimiter, isRagged: contract.isRagged, isDamaged: file.isDamaged })})
    join ${refused} using (slot) order by slot limit ${limit}`);
  const ruled = await ruleBreakers(warehouse, contract, staged);
  return rows.flatMap((row) => {
    const cells: Record<string, string | null> = {
      ...Object.fromEntries(
        Object.entries(recognised.positions).map(([column, slot]) => [
          column,
          trimCell(row[`c${slot}`]?.slice(1) ?? null),
        ]),
      ),
      ...recognised.given,
    };
    const judged = inTermsOf(recognised, cells);
    const raw = JSON.stringify(minimised(contract, cells, judged, key));
    const isHeader = repeatsHeader(recognised, (slot) => row[`c${slot}`]?.slice(1) ?? null);
    const reasons: Reason[] = isHeader
      ? [{ column: Object.keys(recognised.positions)[0]!, ...REPEATED_HEADER }]
      : [...cellReasons(contract, judged), ...(ruled.get(row.slot) ?? [])];
    if (reasons.length === 0) {
      throw new Error(
        `the SQL refused row ${row.source_row} of ${file.name}, its contract does not`,
      );
    }
    return reasons.map((reason) => ({
      row: row.source_row,
      cell: cellOf(origin, row.source_row, recognised.positions[reason.column]),
      ...reason,
      message:
        reason.message + readAs(recognised, reason.column, cells, judged) + within(recognised, row),
      suppliersColumn: suppliersName(recognised, reason.column),
      suggestion:
        reason.suggestion ??
        suggestion(
          contract,
          reason.column,
          cells[reason.column] ?? null,
          recognised.mapping?.columns[reason.column],
        ),
      value: kept(contract, reason.column, cells[reason.column] ?? null),
      raw,
    }));
  });
}

/** The cells of a row as its mapping translates them: those are judged, the supplier's own are kept. */
function inTermsOf(recognised: Recognised, cells: Record<string, string | null>) {
  const judged = { ...cells };
  for (const [column, own] of Object.entries(termsOf(recognised))) {
    judged[column] = translated(own, cells[column] ?? null);
  }
  return judged;
}

/** What the mapping made, or did not make, of a cell that is refused. */
function readAs(
  { mapping }: Recognised,
  column: string,
  cells: Record<string, string | null>,
  judged: Record<string, string | null>,
): string {
  const own = mapping?.columns[column];
  if (!own || own.strip || cells[column] === null || cells[column] === undefined) return "";
  const forms = datesOf(own);
  if (forms.length > 0) return ` (the mapping reads ${forms.join(" or ")})`;
  if (judged[column] !== cells[column])
    return ` (the mapping makes it ${judged[column] ?? "a blank"})`;
  return own.values ? " (the mapping does not translate it)" : "";
}

/** Which record of the file that a file was made from a row is in. */
function within({ file, header }: Recognised, row: Record<string, string | number | null>): string {
  if (!file.madeFrom) return "";
  const { column, title } = file.madeFrom.within;
  return ` (in ${title} ${String(row[`c${header.indexOf(column)}`] ?? "").slice(1)})`;
}

type Reason = Pick<Refusal, "column" | "rule" | "message"> & { suggestion?: string | undefined };

function cellReasons(contract: Contract, cells: Record<string, string | null>): Reason[] {
  return Object.entries(contract.columns.shape).flatMap(([column, cell]) => {
    if (!(column in cells)) return [];
    const verdict = cell.safeParse(cells[column]);
    if (verdict.success) return [];
    if (cells[column] === null) {
      return [{ column, rule: "must not be blank", message: "is blank" }];
    }
    return [{ column, rule: describe(cell), message: `is not ${describe(cell)}` }];
  });
}

/** The row rules that refused rows break, by slot. */
async function ruleBreakers(warehouse: Warehouse, contract: Contract, staged: string) {
  const found = new Map<number, Reason[]>();
  for (const { column, rule, message, suggestion, refuses } of contract.rowRules ?? []) {
    const rows = await warehouse.rows<{ slot: number }>(
      `select rowid as slot from ${staged} where is_refused and (${refuses})`,
    );
    for (const { slot } of rows) {
      found.set(slot, [...(found.get(slot) ?? []), { column, rule, message, suggestion }]);
    }
  }
  return found;
}

const kept = (contract: Contract, column: string, value: string | null): string | null =>
  value === null ? null : masked(contract, column, value);

function minimised(
  contract: Contract,
  cells: Record<string, string | null>,
  judged: Record<string, string | null>,
  key: PseudonymKey,
) {
  const row: Record<string, string | null> = {};
  for (const [column, value] of Object.entries(cells)) {
    const privacy = contract.privacy?.[column];
    if (value !== null && privacy === "pseudonym") {
      row[column] = pseudonym(key, judged.authority_code ?? "", judged[column] ?? value);
    } else if (privacy && privacy !== "pseudonym") row[privacy.monthAs] = null;
    else row[column] = kept(contract, column, value);
  }
  return row;
}

/** The supplier's own name of a column. */
export const suppliersName = ({ header, positions }: Recognised, column: string): string =>
  header[positions[column] ?? -1]?.replace(/^\ufeff/, "").trim() || column;
