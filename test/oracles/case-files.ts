import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A value of an oracle file; undefined where our side has none, which the comparison rejects. */
export type Json =
  | null
  | boolean
  | number
  | string
  | undefined
  | readonly Json[]
  | { readonly [key: string]: Json };

export type Row = Readonly<Record<string, string>>;

/** The input files of one oracle case. */
export class CaseFiles {
  constructor(readonly folder: string) {}

  /** Rows of a CSV as text by column; the oracles' files are simple, quoted only around commas. */
  rows(file: string): Row[] {
    const [header, ...lines] = this.text(file).trim().split(/\r?\n/).map(splitLine);
    return lines.map((cells) =>
      Object.fromEntries(header!.map((name, i) => [name, cells[i] ?? ""])),
    );
  }

  columns(file: string): string[] {
    return splitLine(this.text(file).split(/\r?\n/)[0]!);
  }

  json<T>(file: string): T {
    return JSON.parse(this.text(file)) as T;
  }

  has(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  private text(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }
}

function splitLine(line: string): string[] {
  const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => match[1]!);
  if (cells.at(-1) === "" && !line.endsWith(",")) cells.pop();
  return cells.map((cell) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );
}

/** A cell as a number; null when empty or NA, as the oracles read them. */
export function numeric(cell: string | undefined): number | null {
  return cell === undefined || cell === "" || cell === "NA" ? null : Number(cell);
}

/** A cell that must hold a number. */
export function number(row: Row, column: string): number {
  const value = numeric(row[column]);
  if (value === null || Number.isNaN(value)) {
    throw new Error(`invalid ${column}: ${row[column]}; expected a number`);
  }
  return value;
}
