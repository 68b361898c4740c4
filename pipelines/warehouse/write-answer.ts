import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { chmod, rename, rm } from "node:fs/promises";
import type { DuckDBResult, DuckDBValue } from "@duckdb/node-api";
import { csvFormatRows } from "d3";
import { safeCell } from "../../loaders/contract/safe-cell.ts";
import { callError } from "./errors.ts";
import { toValue, type Value } from "./row.ts";
import { identifierSql, quote } from "./sql.ts";
import { openWarehouse } from "./warehouse.ts";

/**
 * Writes an answer as CSV, some rows at a time.
 *
 * @returns how many rows.
 * @throws VsendError where there is such a file already, or none can be made.
 */
export const writeCsv = (answer: DuckDBResult, file: string): Promise<number> =>
  writeNew(file, async (aside) => {
    const out = createWriteStream(aside, { mode: 0o600 });
    const failed = once(out, "error").then(([error]) => Promise.reject(error as Error));
    const write = async (rows: string[][]) => {
      if (!out.write(`${csvFormatRows(rows)}\n`)) await Promise.race([once(out, "drain"), failed]);
    };
    let count = 0;
    await Promise.race([write([answer.deduplicatedColumnNames().map(safeCell)]), failed]);
    for await (const rows of answer.yieldRows()) {
      if (rows.length > 0) await write(rows.map((row) => row.map(cell)));
      count += rows.length;
    }
    out.end();
    await Promise.race([once(out, "close"), failed]);
    return count;
  });

function cell(raw: DuckDBValue): string {
  const value: Value = typeof raw === "bigint" ? String(raw) : toValue(raw);
  if (value === null) return "";
  if (typeof value === "string") return typeof raw === "bigint" ? value : safeCell(value);
  return typeof value === "object" ? safeCell(JSON.stringify(value)) : String(value);
}

/**
 * Writes an answer as Parquet, by a second DuckDB that holds nothing else: the one that was asked
 * can write no file.
 *
 * @returns how many rows.
 * @throws VsendError where there is such a file already, or none can be made.
 */
export const writeParquet = (answer: DuckDBResult, file: string): Promise<number> =>
  writeNew(file, async (aside) => {
    const writer = await openWarehouse(":memory:");
    try {
      const names = answer.deduplicatedColumnNames();
      const columns = answer
        .columnTypes()
        .map((type, i) => `${identifierSql(names[i]!)} ${type.alias ?? type.toString()}`);
      await writer.run(`create table answer (${columns.join(", ")})`);
      const appender = await writer.connection.createAppender("answer");
      for await (const chunk of answer) appender.appendDataChunk(chunk);
      appender.closeSync();
      await writer.run(`copy answer to ${quote(aside)} (format parquet)`);
      const { rows } = await writer.one<{ rows: number }>("select count(*) as rows from answer");
      return rows;
    } finally {
      writer.close();
    }
  });

/** Written aside and then named, so that a fault leaves no half file; for its owner alone. */
async function writeNew<T>(file: string, write: (aside: string) => Promise<T>): Promise<T> {
  if (existsSync(file)) {
    throw callError({
      expected: "a path where there is no file yet",
      came: "one that is there",
      where: file,
      todo: "name another file, or move this one away: a query writes over nothing",
    });
  }
  const aside = `${file}.${process.pid}.tmp`;
  try {
    const result = await write(aside);
    await chmod(aside, 0o600);
    await rename(aside, file);
    return result;
  } catch (error) {
    await rm(aside, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EACCES" || code === "ENOTDIR") {
      throw callError(
        {
          expected: "a path where a file can be made",
          came: (error as Error).message,
          where: file,
          todo: "make the folder first, or name another file",
        },
        error,
      );
    }
    throw error;
  }
}
