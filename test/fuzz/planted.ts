import fc from "fast-check";
import { z } from "zod";
import { cellKinds, dateBounds } from "../../loaders/contract/cells.ts";
import type { Contract } from "../../loaders/contract/define-loader.ts";
import type { PseudonymKey } from "../../pipelines/load/pseudonym.ts";
import { pseudonym } from "../../pipelines/load/pseudonym.ts";
import { storedColumns } from "../../pipelines/load/stage.ts";
import type { Value } from "../../pipelines/row.ts";

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
}

const ROWS = 40;

/**
 * Rows for any contract. Text says which column and row it was planted in wherever the contract
 * leaves room for it; days of each column lie in years of its own.
 */
export function plant(contract: Contract, key: PseudonymKey, seed: number): Planted {
  const header = Object.keys(contract.columns.shape);
  const scope = Object.fromEntries(
    [...(contract.inScope ?? "").matchAll(/(\w+) = '([^']*)'/g)].map(([, column, value]) => [
      column,
      value,
    ]),
  );
  const cells = header.map((column, i) =>
    cellMaker(contract.columns.shape[column]!, column, i, seed),
  );
  const rows: string[][] = [];
  const expected: Planted["expected"] = new Map();
  const keyOf = (row: Record<string, Value>) =>
    JSON.stringify(contract.key.map((column) => row[column]));
  for (let attempt = 0; rows.length < ROWS && attempt < ROWS * 400; attempt++) {
    const row = header.map((column, i) => scope[column] ?? cells[i]!(rows.length, attempt));
    const firstRow = Object.fromEntries(header.map((column, i) => [column, row[i]!]));
    if (contract.recognises && !contract.recognises({ name: "", header, firstRow })) continue;
    const values = stored(contract, header, row, key);
    if (!values || expected.has(keyOf(values))) continue;
    expected.set(keyOf(values), values);
    rows.push(row);
  }
  if (rows.length < ROWS) throw new Error(`no rows could be planted for ${contract.title}`);
  const home = new Map<string, string>();
  for (const [i, column] of header.entries()) {
    for (const row of rows) if (row[i]!.startsWith(`${column}-`)) home.set(row[i]!, column);
  }
  return { contract, header, rows, expected, keyOf, home };
}

function stored(
  contract: Contract,
  header: readonly string[],
  row: readonly string[],
  key: PseudonymKey,
) {
  const values: Record<string, Value> = {};
  for (const [i, column] of header.entries()) {
    const verdict = contract.columns.shape[column]!.safeParse(row[i] === "" ? null : row[i]);
    if (!verdict.success) return null;
    const privacy = contract.privacy?.[column];
    const value = verdict.data as Value;
    if (privacy === "pseudonym") {
      values[column] = pseudonym(key, row[header.indexOf("authority_code")]!, String(value));
    } else if (privacy)
      values[privacy.monthAs] = value === null ? null : `${String(value).slice(0, 7)}-01`;
    else values[column] = value;
  }
  return Object.fromEntries(
    storedColumns(contract).map(({ name }) => [name, values[name] ?? null]),
  );
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
      return (row) => String(minimum + ((row * 7 + nth * 3 + seed) % (maximum - minimum + 1)));
    }
    case "decimal": {
      const { maximum = 1e6 } = z.toJSONSchema(inner, { io: "output" }) as { maximum?: number };
      const most = Math.min(maximum, 1e6);
      return (row) => ((1000 + nth * 100 + row + (row % 100) / 100) % most).toFixed(2);
    }
    case "date": {
      const { min } = dateBounds.get(inner)!;
      const year = Number(min.slice(0, 4)) + 5 + nth;
      return (row) => new Date(Date.UTC(year, 0, 1 + row * 3)).toISOString().slice(0, 10);
    }
    case "code": {
      const codes = (inner as z.ZodEnum).options as string[];
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
  const samples = fc
    .sample(fc.stringMatching(pattern), { numRuns: 400, seed })
    .filter(
      (text) =>
        text.trim() === text && /^[ -~\u00c0-\u024f]*$/.test(text) && cell.safeParse(text).success,
    );
  return (_, attempt) => samples[attempt % samples.length]!;
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
