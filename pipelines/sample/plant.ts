import type { Fault, Spoiling } from "./fault.ts";
import { spoilings } from "./fault.ts";
import type { Random } from "./random.ts";
import type { Table } from "./table.ts";

/** A planted exact copy of an earlier row. */
export interface Duplicate {
  file: string;
  /** Data row of the copy, from 1, the header not counted. */
  row: number;
}

const DUPLICATES: Readonly<Record<string, number>> = {
  "assessments.csv": 5,
  "placements.csv": 3,
  "spend.csv": 4,
};

/** Small samples get fewer planted rows: a file with too many refused rows is refused whole. */
const MOST_PLANTED_SHARE = 0.02;

/** Adds spoilt copies and exact copies of good rows to a table, after the row they copy. */
export function plant(table: Table, chance: Random): { faults: Fault[]; duplicates: Duplicate[] } {
  const { file, columns, rows } = table;
  const kinds: (Spoiling | "duplicate")[] = [
    ...spoilings(file, columns),
    ...Array<"duplicate">(DUPLICATES[file] ?? 0).fill("duplicate"),
  ].slice(0, Math.floor(rows.length * MOST_PLANTED_SHARE));
  const stride = Math.floor(rows.length / (kinds.length || 1));
  const faults: Fault[] = [];
  const duplicates: Duplicate[] = [];
  const planted: string[] = [];
  let copied = 0;
  for (const [i, kind] of kinds.entries()) {
    const source = i * stride + chance.whole(0, stride - 1);
    while (copied <= source) planted.push(rows[copied++]!);
    const row = planted.length + 1;
    if (kind === "duplicate") {
      planted.push(rows[source]!);
      duplicates.push({ file, row });
    } else {
      planted.push(kind.spoil(rows[source]!.split(",")).join(","));
      faults.push({ file, row, column: kind.column, value: kind.value, rule: kind.rule });
    }
  }
  while (copied < rows.length) planted.push(rows[copied++]!);
  table.rows = planted;
  return { faults, duplicates };
}
