import { rm } from "node:fs/promises";
import { trimCell } from "../../loaders/contract/cells.ts";
import type { Contract } from "../../loaders/contract/define-loader.ts";
import { findFiles } from "../load/read/files.ts";
import { singleHeaders } from "../load/read/formats/header.ts";
import { readCsvSql } from "../load/read/formats/read-csv.ts";
import { readTables } from "../load/read/formats/read-tables.ts";
import type { Head, HeaderPlace, Table } from "../load/read/formats/table.ts";
import { rowsOfCells } from "../load/recognise/count-cells.ts";
import { recognise } from "../load/recognise/recognise.ts";
import { dataError, VsendError } from "../warehouse/errors.ts";
import { openWarehouse } from "../warehouse/warehouse.ts";
import { makeWorkDir } from "../warehouse/work-folder.ts";

/** A file to learn a source's columns from. It is read, and nothing of it is kept. */
export interface Example {
  header: readonly string[];
  /** Trimmed text of every cell, by row and column; blank is null. */
  rows: readonly (readonly (string | null)[])[];
  /** The loader that takes such a file already. */
  knownTo: string | null;
}

const MOST_ROWS = 200_000;

/**
 * Reads an example file of any format that is loaded; of several sheets, the widest table.
 *
 * @throws VsendError when there is no table of two columns and one row in it.
 */
export async function readExample(
  path: string,
  contracts: readonly Contract[] = [],
): Promise<Example> {
  const workDir = await makeWorkDir();
  const warehouse = await openWarehouse(":memory:");
  try {
    const files = await findFiles([path], workDir);
    const tables: Table[] = [];
    for (const file of files) tables.push(...(await readTables(file, { warehouse, workDir })));
    const found = tables.flatMap(headerOf).sort((a, b) => b.score - a.score)[0];
    if (!found) throw noTable(path);
    const { table, head, place } = found;
    const plain = await table.settle(head, place);
    const width = place.names.length;
    const csv = readCsvSql(plain.path, width, { delimiter: head.delimiter });
    // DuckDB's client drops a byte-order mark from the beginning of a value, hence the "=" before it.
    const cells = Array.from({ length: width }, (_, i) => `'=' || c${i} as c${i}`).join(", ");
    const read = await rowsOfCells<Record<string, string | null>>(
      warehouse,
      table.file,
      `select ${cells} from ${csv} limit ${MOST_ROWS}`,
    );
    const rows = read
      .map((row) => place.names.map((_, i) => trimCell(row[`c${i}`]?.slice(1) ?? null)))
      .filter((row) => row.some((cell) => cell !== null));
    if (rows.length === 0) throw noTable(path);
    const knownTo = await knower(found.table, contracts);
    return { knownTo, header: place.names.map((name) => name.replace(/^\ufeff/, "").trim()), rows };
  } finally {
    warehouse.close();
    await rm(workDir, { recursive: true, force: true });
  }
}

/** A loader that all but knows the file is none: the new one may be meant to be like it. */
async function knower(table: Table, contracts: readonly Contract[]): Promise<string | null> {
  const specific = contracts.filter(({ isFallback }) => !isFallback);
  const match = await recognise(table, specific).catch((error: unknown) => {
    if (error instanceof VsendError) return null;
    throw error;
  });
  return match?.contract.name ?? null;
}

interface Found {
  table: Table;
  head: Head;
  place: HeaderPlace;
  score: number;
}

/** The header is the topmost of the rows with the most different words that are no number or day. */
function headerOf(table: Table): Found[] {
  const all = table.heads.flatMap((head) =>
    singleHeaders(head).map((place) => ({ table, head, place, score: wordsIn(place.names) })),
  );
  const most = Math.max(...all.map(({ score }) => score));
  return all.filter(({ score }) => score === most && score > 1).slice(0, 1);
}

const wordsIn = (names: readonly string[]): number =>
  new Set(
    names
      .map((name) => name.trim())
      .filter((name) => /[A-Za-z]{2}/.test(name) && !/\d{4}/.test(name)),
  ).size;

const noTable = (path: string) =>
  dataError({
    expected: "a table with a header, two columns or more, and at least one row",
    came: "a file without one",
    where: path,
    todo: "give a CSV, Excel workbook (.xlsx), Parquet or NDJSON file as the supplier sends it",
  });
