import { readFileSync } from "node:fs";
import type { DuckDBResult } from "@duckdb/node-api";
import { type Command, Option } from "commander";
import { table } from "../printing/table.ts";
import { isOfDuckDB } from "../warehouse/duckdb-error.ts";
import { callError } from "../warehouse/errors.ts";
import { question, unanswerable } from "../warehouse/question.ts";
import { namedRow, type Row, toShownValue } from "../warehouse/row.ts";
import { openWarehouse } from "../warehouse/warehouse.ts";
import type { Common } from "./options.ts";
import { common } from "./options.ts";
import { patience, say } from "./verb.ts";

type Options = Common & { file?: string; csv?: string; parquet?: string };

/** Adds `vsend query`. */
export function addQuery(vsend: Command): void {
  common(vsend.command("query"))
    .description("ask the warehouse; nothing can be changed this way")
    .argument("[sql]", "a query, such as 'from indicator_catalogue'")
    .option("--file <query.sql>", "a file that holds the query")
    .option("--csv <file>", "write the answer as CSV")
    .addOption(new Option("--parquet <file>", "write the answer as Parquet").conflicts("csv"))
    .addHelpText(
      "after",
      `
One select, describe, show or explain. It can read the tables of the warehouse, and no file and no
setting. The answer may be about single children: a file of it is readable by you alone, and none
that is there is written over.`,
    )
    .action(async (sql: string | undefined, options: Options) => {
      const asked = oneOf(sql, options.file);
      const warehouse = await openWarehouse(options.warehouse, {
        isReadOnly: true,
        isShutIn: true,
        wait: patience(),
      });
      try {
        const answer = await question(warehouse, asked);
        const file = options.csv ?? options.parquet;
        if (file === undefined) {
          const rows = await shownRows(answer);
          return say(options, rows, () => table(rows));
        }
        const { writeCsv, writeParquet } = await import("../warehouse/write-answer.ts");
        const write = options.csv === undefined ? writeParquet : writeCsv;
        const rows = await write(answer, file);
        say(options, { file, rows }, () => `Wrote ${rows} rows to ${file}`);
      } catch (error) {
        throw isOfDuckDB(error) ? await unanswerable(warehouse, error) : error;
      } finally {
        warehouse.close();
      }
    });
}

async function shownRows(answer: DuckDBResult): Promise<Row[]> {
  const names = answer.deduplicatedColumnNames();
  const rows: Row[] = [];
  for await (const some of answer.yieldRows())
    rows.push(...some.map((values) => namedRow(names, values, toShownValue)));
  return rows;
}

function oneOf(sql: string | undefined, file: string | undefined): string {
  if (sql !== undefined && file === undefined) return sql;
  if (sql === undefined && file !== undefined) {
    try {
      return readFileSync(file, "utf8");
    } catch (cause) {
      throw callError(
        {
          expected: "a file that holds a query",
          came: (cause as Error).message,
          where: file,
          todo: "correct the path after --file",
        },
        cause,
      );
    }
  }
  throw callError({
    expected: "a query, or --file and the file that holds it",
    came: sql === undefined ? "neither" : "both",
    todo: "give one of them, such as vsend query 'show tables'",
  });
}
