import type { z } from "zod";
import type { NamedArea } from "./named-area.ts";
import type { Sheet } from "./sheet.ts";

/** How a column is kept from identifying a child: hashed with a key, or cut to its month. */
export type Privacy = "pseudonym" | { monthAs: string };

export type Columns = z.ZodObject<Record<string, z.ZodType>, z.core.$strict>;

/** What of a file a loader may look at to decide whether the file is its own. */
export interface FileHead {
  /** Name of the file, a hint only. */
  name: string;
  /** Column names as the supplier wrote them. */
  header: readonly string[];
  /** Text of the first data row, by column name as contracts write it. */
  firstRow: Readonly<Record<string, string>>;
}

/** A rule over several columns of one row: a row for which `refuses` is true is refused. */
export interface RowRule {
  column: string;
  rule: string;
  /** SQL over the typed columns of the contract, true for a row to refuse. */
  refuses: string;
  message: string;
  /** What to put instead, as the supplier is told. */
  suggestion?: string;
}

/**
 * Files that belong together, such as the modules of a statutory return. Columns that name the
 * return (its authority, its year) stand in its header file alone; every other file is given them.
 */
export interface ReturnPart<Column extends string = string> {
  /** Name of the set of files. */
  of: string;
  /** Name of this file within the set. */
  module: string;
  /** Whether this file is the header, which tells the others whose return it is. */
  isHeader: boolean;
  /** The columns given. A later file with the same values replaces the earlier file whole. */
  given: readonly Column[];
}

export interface Contract<C extends Columns = Columns> {
  /** Name of the source, and of the loader in the ledger. */
  name: string;
  /** One sentence for people: what the file holds. */
  title: string;
  /** What one row is. */
  grain: string;
  /** One zod cell per column; a column that may be absent from the file is `.optional()`. */
  columns: C;
  /** Columns that name a row: the same key in a later file supersedes the earlier row. */
  key: readonly ((keyof C["shape"] & string) | "file" | "filters")[];
  /** The table the rows go to (one per shape of file). */
  table: string;
  privacy?: Partial<Record<keyof C["shape"] & string, Privacy>>;
  rowRules?: readonly RowRule[];
  /** A column of pounds, whose total the ledger must account for. */
  amount?: keyof C["shape"] & string;
  /** Columns other than pounds of which a load tells the total, such as hours. */
  totals?: readonly (keyof C["shape"] & string)[];
  /**
   * Whether rows of one key add up, as payments do: one that stands twice in a file is then no copy,
   * and both are refused unless a mapping says that they are to be summed.
   */
  isAdditive?: boolean;
  /** SQL over the typed columns giving a date; the latest says how current the file is. */
  asOf?: string;
  /**
   * Whether the columns that the contract does not name are kept too: `file` is the file's stem,
   * `filters` a JSON object of those that say what a row is about, `figures` a map of the others.
   */
  keepsRest?: boolean;
  /** Whether the loader is for what no other loader knows. */
  isFallback?: boolean;
  /** Where the file is a sheet laid out for people: how its columns are found in the headings. */
  sheet?: Sheet;
  /** Text of columns that no file of this source has, such as the authority whose own files they are. */
  fixed?: Readonly<Record<string, string>>;
  /** Whether rows may stop before their last columns, which are then blank. */
  isRagged?: boolean;
  /** SQL over the text of the columns, true for rows in scope; other rows are only counted. */
  inScope?: string;
  /** Which columns name the authority of a published row, so that name and code are held to each other. */
  area?: NamedArea;
  /** Whether the rows are about children (true) or already published figures (false). */
  isChildLevel: boolean;
  /** Largest share of refused rows for which the rest is still loaded. Default in rules.csv. */
  mostRefusedShare?: number;
  /** Other names, written as contracts write them, that a column has had. */
  aliases?: Readonly<Record<string, readonly string[]>>;
  /**
   * Whether codes are stored as enums. Of a source with millions of rows, storing text takes longer
   * than reading it; what is made of the table shows codes as text.
   */
  hasCodesAsEnums?: boolean;
  /** SQL over the typed columns, as text says them, for a column that is not stored as it is. */
  stored?: Readonly<Record<string, string>>;
  /** The set of files that this one is part of; such a file may be without rows. */
  part?: ReturnPart<keyof C["shape"] & string>;
  /** What texts of a column stand for, capitals aside, such as NA for a blank (an empty text). */
  words?: Partial<Record<keyof C["shape"] & string, Readonly<Record<string, string>>>>;
  /** Tells apart files that have the same columns. */
  recognises?: (head: FileHead) => boolean;
  /** Says of a file that has the columns but is not recognised what it is instead, such as a version. */
  saysInstead?: (head: FileHead) => string;
}

/** Columns that a loader which keeps the rest has besides its own. */
export const REST_COLUMNS = ["file", "filters", "figures"] as const;

/** Names of columns that a file must have. */
export const requiredColumns = (contract: Contract): string[] =>
  Object.entries(contract.columns.shape)
    .filter(([, cell]) => !cell.safeParse(undefined).success)
    .map(([name]) => name);

/** The contract's own names for the columns of a file: where a column has another name, its own. */
export function contractNames(contract: Contract, header: readonly string[]): string[] {
  const names = header.map(columnName);
  const own = new Map<string, string>();
  for (const [column, others] of Object.entries(contract.aliases ?? {})) {
    const other = others.find((name) => names.includes(name));
    if (other && !names.includes(column)) own.set(other, column);
  }
  return names.map((name) => own.get(name) ?? name);
}

/** A header cell as contracts write it: no byte-order mark, lower case, single underscores. */
export const columnName = (header: string): string =>
  header
    .replace(/^\ufeff/, "")
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");

/**
 * Declares a data source. Everything else follows from it: recognition, checking, the types of
 * the rows, the documentation.
 *
 * @throws when the key, the amount or a private column is not a column of the contract.
 */
export function defineLoader<C extends Columns>(contract: Contract<C>): Contract {
  const known = new Set([
    ...Object.keys(contract.columns.shape),
    ...(contract.keepsRest ? REST_COLUMNS : []),
  ]);
  const named = [
    ...contract.key,
    ...(contract.amount ? [contract.amount] : []),
    ...Object.keys(contract.privacy ?? {}),
    ...(contract.rowRules ?? []).map((rule) => rule.column),
    ...(contract.part?.given ?? []),
    ...Object.keys(contract.fixed ?? {}),
    ...Object.keys(contract.words ?? {}),
    ...(contract.area ? [contract.area.name, ...contract.area.codes] : []),
  ];
  for (const column of named) {
    if (!known.has(column)) {
      throw new Error(`loader ${contract.name}: expected "${column}" to be one of its columns`);
    }
  }
  // Checked against its own columns here; all who read a contract read it over any.
  return contract as unknown as Contract;
}
