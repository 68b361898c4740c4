import type { Warehouse } from "../../../warehouse/warehouse.ts";
import type { Candidate } from "./candidate.ts";

/** One row of the top of a file. */
export interface HeadRow {
  cells: readonly string[];
  /** Row as a spreadsheet counts it, from 1. */
  row: number;
  /** Position just after it in the text of the head, for delimited files. */
  end: number;
}

/** The top of a file, split into cells one way. */
export interface Head {
  delimiter: string;
  rows: readonly HeadRow[];
}

/** Which row, or two rows together, name the columns. */
export interface HeaderPlace {
  /** Index in the head of the first of them. */
  first: number;
  depth: 1 | 2;
  names: readonly string[];
}

/** Where rows stood in the supplier's own file. */
export interface Origin {
  sheet: string | null;
  /** Row of the last line of the header, as a spreadsheet counts; null where rows have no such number. */
  headerRow: number | null;
  /** For every blank row below the header, how many data rows stand before it; ascending. */
  blanks: readonly number[];
}

/** A file as text with one header line, ready to be judged. */
export interface Plain {
  path: string;
  origin: Origin;
  /** What was concluded about the file that its supplier may want to know. */
  notes: readonly string[];
  /** Whether some of its characters may be unreadable. */
  isDamaged?: boolean;
}

/** A grid of cells that may be a source: a delimited file, a sheet, a Parquet file. */
export interface Table {
  file: Candidate;
  /** Ways of splitting it into cells; one, unless the delimiter is still to be found. */
  heads: readonly Head[];
  /** Digest of the file's bytes (with the sheet's name, where it has sheets). */
  digest(): Promise<string>;
  /** Delimited UTF-8 text of everything below the header, once it is known which row that is. */
  settle(head: Head, header: HeaderPlace): Promise<Plain>;
  /** Whether it is a hidden sheet, of which nothing is read. */
  isHidden?: boolean;
  /** Columns that are hidden, of which nothing is read, as a spreadsheet names them. */
  hiddenColumns?: readonly string[];
}

/** What reading a format may need. */
export interface Reading {
  warehouse: Warehouse;
  /** A private folder for copies; whoever made it removes it. */
  workDir: string;
}

/** How far down a header is looked for. */
export const HEADER_WITHIN = 40;
