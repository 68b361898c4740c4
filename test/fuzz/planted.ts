import fc from "fast-check";
import { z } from "zod";
import { cellKinds, codesOf, dateBounds } from "../../loaders/contract/cells.ts";
import { type Contract, REST_COLUMNS } from "../../loaders/contract/define-loader.ts";
import { codeOfAnother } from "../../loaders/contract/named-area.ts";
import { columnSql } from "../../pipelines/load/cells/verdict.ts";
import type { PseudonymKey } from "../../pipelines/load/judge/pseudonym.ts";
import { pseudonym } from "../../pipelines/load/judge/pseudonym.ts";
import { storedColumns } from "../../pipelines/load/judge/stage.ts";
import { randomOf } from "../../pipelines/sample/random.ts";
import type { Value } from "../../pipelines/warehouse/row.ts";
import { identifierSql, quote } from "../../pipelines/warehouse/sql.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";

/** A valid file, and what must stand in the warehouse once it is loaded. */
export interface Planted {
  contract: Contract;
  header: string[];
  rows: string[][];
  /** Row of the loader's table by its key, each with its values by column. */
  expected: Map<string, Record<string, Value>>;
  keyOf(row: Record<string, Value>): string;
  /** Values that belong to one column alone, as the warehouse would hold them anywhere else. */
  home: Map<string, string>;
  /** Columns that the file lacks and the header of its return tells. */
  given: Readonly<Record<string, string>>;
}

/** Whose return every part of one is: Hertfordshire's of 2025. */
const GIVEN = { authority_code: "E10000015", year: "2025" };

/** Columns for a loader that keeps what it does not name: what a row is about, and a figure. */
const REST = {
  kind_of_need: (row: number) => `kind_of_need-${row}`,
  age_group: (row: number) => `age_group-${row % 7}`,
  pupil_number: (row: number) => String(7_000_000 + row),
};

const ROWS = 40;
/** Of a contract that refuses rows by several columns together so many are drawn, and some are left. */
const DRAWN = 300;
/** Share of cells that are blank where they may be. */
const BLANK = 0.08;

/**
 * Rows for any contract, of which it refuses none. Text says which column and row it was planted in
 * wherever the contract leaves room for it; days of each column lie in years of its own.
 */
export async function plant(
  contract: Contract,
  key: PseudonymKey,
  seed: number,
  warehouse: Warehouse,
): Promise<Planted> {
  const given: Record<string, string> = contract.part ? GIVEN : {};
  const named = Object.keys(contract.columns.shape).filter((column) => !(column in given));
  const header = [...named, ...(contract.keepsRest ? Object.keys(REST) : [])];
  const outside = [...(contract.inScope ?? "").matchAll(/(\w+) <> '([^']*)'/g)];
  const scope = Object.fromEntries(
    [...(contract.inScope ?? "").matchAll(/(\w+) = '([^']*)'/g)].map(([, column, value]) => [
      column,
      value,
    ]),
  );
  const cells = header.map((column, i) =>
    column in REST
      ? REST[column as keyof typeof REST]
      : cellMaker(contract.columns.shape[column]!, column, i, seed),
  );
  const isBlankable = header.map(
    (column) =>
      !(column in REST) &&
      !(column in scope) &&
      !contract.key.includes(column) &&
      contract.columns.shape[column]!.safeParse(null).success,
  );
  const random = randomOf(seed, header.length);
  const drawn: string[][] = [];
  const keyOfRow = new Map<string[], string>();
  const expected: Planted["expected"] = new Map();
  const most = contract.rowRules?.length ? DRAWN : ROWS;
  const keyOf = (row: Record<string, Value>) =>
    JSON.stringify(contract.key.map((column) => (isOfTheFile(column) ? null : row[column])));
  for (let attempt = 0; drawn.length < most && attempt < most * 400; attempt++) {
    const row = header.map((column, i) => {
      const text = scope[column] ?? cells[i]!(drawn.length, attempt);
      return isBlankable[i] && random.chance(BLANK) ? "" : text;
    });
    if (outside.some(([, column, value]) => row[header.indexOf(column!)] === value)) continue;
    const firstRow = Object.fromEntries(header.map((column, i) => [column, row[i]!]));
    if (contract.recognises && !contract.recognises({ name: "", header, firstRow })) continue;
    if (isOfAnother(contract, firstRow)) continue;
    const values = stored(contract, { ...given, ...firstRow }, key);
    if (!values || expected.has(keyOf(values))) continue;
    expected.set(keyOf(values), values);
    keyOfRow.set(row, keyOf(values));
    drawn.push(row);
  }
  const kept = await keptByRules(warehouse, contract, header, drawn);
  const rows = kept.slice(0, ROWS);
  const keys = new Set(rows.map((row) => keyOfRow.get(row)));
  for (const own of expected.keys()) if (!keys.has(own)) expected.delete(own);
  if (rows.length < ROWS) throw new Error(`no rows could be planted for ${contract.title}`);
  const home = new Map<string, string>();
  for (const [i, column] of header.entries()) {
    for (const row of rows) if (row[i]!.startsWith(`${column}-`)) home.set(row[i]!, column);
  }
  return { contract, header, rows, expected, keyOf, home, given };
}

/** Whether a code that was drawn is by chance that of an authority, which the row does not name. */
const isOfAnother = ({ area }: Contract, row: Readonly<Record<string, string>>): boolean =>
  area?.codes.some((code) => codeOfAnother(row[area.name] ?? "", row[code] ?? "") !== null) ??
  false;

/** Those of the rows that no rule over several columns refuses. */
async function keptByRules(
  warehouse: Warehouse,
  { rowRules, columns }: Contract,
  header: readonly string[],
  rows: string[][],
): Promise<string[][]> {
  if (!rowRules?.length) return rows;
  const values = rows.map((row, n) => {
    const cells = header.flatMap((column, i) => {
      const cell = columns.shape[column];
      if (!cell) return [];
      const value = row[i] === "" ? null : (cell.parse(row[i]) as Value);
      return `${value === null ? "null" : quote(String(value))}::${columnSql(cell).type} as ${identifierSql(column)}`;
    });
    return `select ${[`${n} as n`, ...cells].join(", ")}`;
  });
  const kept = await warehouse.rows<{ n: number }>(
    `select n from (${values.join(" union all ")}) where not (${rowRules.map(({ refuses }) => `coalesce(${refuses}, false)`).join(" or ")}) order by n`,
  );
  return kept.map(({ n }) => rows[n]!);
}

/** Whether a column of the warehouse depends on the file's name or on columns no contract names. */
export const isOfTheFile = (column: string): boolean =>
  (REST_COLUMNS as readonly string[]).includes(column);

function stored(contract: Contract, row: Readonly<Record<string, string>>, key: PseudonymKey) {
  const values: Record<string, Value> = {};
  for (const [column, cell] of Object.entries(contract.columns.shape)) {
    const verdict = cell.safeParse(row[column] === "" ? null : row[column]);
    if (!verdict.success) return null;
    const privacy = contract.privacy?.[column];
    const value = verdict.data as Value;
    if (privacy === "pseudonym") {
      values[column] = pseudonym(key, row.authority_code!, String(value));
    } else if (privacy)
      values[privacy.monthAs] = value === null ? null : `${String(value).slice(0, 7)}-01`;
    else values[column] = value;
  }
  return Object.fromEntries(
    storedColumns(contract).map(({ name }) => [name, values[name] ?? null]),
  );
}

/** The kind of what stands in a column; `figure` for a published one. */
export function kindOf({ contract }: Planted, column: string): string {
  if (column === "pupil_number" && contract.keepsRest) return "figure";
  const cell = contract.columns.shape[column];
  if (!cell) return "";
  const inner = innermost(cell);
  const isFigure = inner.safeParse("[low]").success && inner.safeParse("1e+05").success;
  const isOfAnyText = inner.safeParse("Oak House").success;
  return isFigure && !isOfAnyText ? "figure" : (cellKinds.get(inner)?.kind ?? "");
}

type Maker = (row: number, attempt: number) => string;

function cellMaker(cell: z.ZodType, column: string, nth: number, seed: number): Maker {
  const inner = innermost(cell);
  switch (cellKinds.get(inner)?.kind) {
    case "integer": {
      const { minimum = 0, maximum = 9 } = z.toJSONSchema(inner, { io: "output" }) as {
        minimum?: number;
        maximum?: number;
      };
      return (_, attempt) =>
        String(minimum + ((attempt * 7 + nth * 3 + seed) % (maximum - minimum + 1)));
    }
    case "hours":
    case "decimal": {
      const { maximum = 1e6 } = z.toJSONSchema(inner, { io: "output" }) as { maximum?: number };
      const most = Math.min(maximum, 1e6);
      return (row) => ((1000 + nth * 100 + row + (row % 100) / 100) % most).toFixed(2);
    }
    case "date": {
      const { min } = dateBounds.get(inner)!;
      const year = Number(min.slice(0, 4)) + 5 + nth;
      return (row) => new Date(Date.UTC(year, 0, 1 + ((row * 3) % 360))).toISOString().slice(0, 10);
    }
    case "year":
    case "code": {
      const codes = codesOf(inner);
      return (row) => codes[(row + nth) % codes.length]!;
    }
    default:
      return textMaker(inner, column, seed + nth);
  }
}

function textMaker(cell: z.ZodType, column: string, seed: number): Maker {
  if (cell.safeParse(`${column}-1`).success) return (row) => `${column}-${row}`;
  if (cell.safeParse("X10000001").success) return (row) => `X${10000001 + row}`;
  if (cell.safeParse("E92000001").success && !cell.safeParse("E10000001").success)
    return () => "E92000001";
  const pattern = textPattern(cell);
  const samples = samplesOf(pattern).filter((text) => cell.safeParse(text).success);
  return (_, attempt) => samples[(attempt + seed) % samples.length]!;
}

const drawn = new Map<string, string[]>();

/** Texts of a pattern, drawn once: drawing them takes longer than loading a file. */
function samplesOf(pattern: RegExp): string[] {
  const known = drawn.get(pattern.source);
  if (known) return known;
  const texts = fc
    .sample(fc.stringMatching(pattern), { numRuns: 400, seed: 1 })
    .filter((text) => text.trim() === text && /^[ -~\u00c0-\u024f]*$/.test(text));
  drawn.set(pattern.source, texts);
  return texts;
}

function textPattern(cell: z.ZodType): RegExp {
  for (const check of cell._zod.def.checks ?? []) {
    const found = (check._zod.def as { pattern?: RegExp }).pattern;
    if (found) return found;
  }
  throw new Error("expected a text cell to have a pattern");
}

const innermost = (cell: z.ZodType): z.ZodType =>
  cell instanceof z.ZodOptional || cell instanceof z.ZodNullable
    ? innermost(cell.unwrap() as z.ZodType)
    : cell;
