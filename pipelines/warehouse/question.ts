import {
  type DuckDBConnection,
  type DuckDBResult,
  type DuckDBValue,
  StatementType,
} from "@duckdb/node-api";
import { callError } from "./errors.ts";
import { notBuilt } from "./not-built.ts";
import type { Warehouse } from "./warehouse.ts";

/** What stands before the statement that is to be explained. */
const EXPLAIN = /^\s*explain\s+(analyze\s+)?(\([^()]*\)\s*)?/i;

/**
 * Asks a warehouse one question in SQL that somebody else wrote: one select, describe, show or
 * explain. Open it read only and shut in; this alone does not keep a select from reading files.
 *
 * @param values what stands at $1, $2 and so on.
 * @returns its rows, read as they are needed.
 * @throws VsendError for anything but one question, and for one that DuckDB cannot answer.
 */
export async function question(
  warehouse: Warehouse,
  sql: string,
  values?: DuckDBValue[],
): Promise<DuckDBResult> {
  const kinds = await kindsOf(warehouse.connection, sql).catch(async (cause: unknown) => {
    throw await unanswerable(warehouse, cause);
  });
  if (!(await isQuestion(warehouse.connection, sql, kinds))) {
    throw callError({
      expected: "one select, describe, show or explain",
      came:
        kinds.length === 1
          ? `a statement of another kind (${kindName(kinds[0]!)})`
          : `${kinds.length} statements`,
      where: warehouse.file,
      todo: "ask one question at a time; `vsend query --csv FILE` or `--parquet FILE` keeps its answer, `vsend load` and `vsend build` change the warehouse. A pivot is one question where its columns are listed: pivot … on … in (…)",
    });
  }
  return warehouse.connection.stream(sql, values).catch(async (cause: unknown) => {
    throw await unanswerable(warehouse, cause);
  });
}

/** A fault of the question, which may show only when its rows are read. */
export async function unanswerable(warehouse: Warehouse, cause: unknown) {
  const said = cause instanceof Error ? cause.message : String(cause);
  // DuckDB writes several lines, the last of them a mark below a place in the query.
  const came = said
    .split("\n")
    .filter((line) => /[^\s^]/.test(line))
    .map((line) => line.trim())
    .join("; ");
  const stands = await notBuilt(warehouse, came);
  return callError(
    {
      expected: "a query that DuckDB can answer",
      came,
      where: warehouse.file,
      todo: `${stands ?? "correct the query"}; \`vsend query 'show tables'\` lists the tables`,
    },
    cause,
  );
}

/** DuckDB's own reading of which statements a text is; describe, show and values are selects to it. */
async function kindsOf(connection: DuckDBConnection, sql: string): Promise<StatementType[]> {
  // DuckDB's client has no words for a text without a statement.
  if (/^(\s|;|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)*$/.test(sql)) return [];
  const found = await connection.extractStatements(sql);
  // Of several, the later may need what the earlier would have made: they are counted and not read.
  if (found.count !== 1) return Array(found.count).fill(StatementType.INVALID);
  const statement = await found.prepare(0);
  try {
    return [statement.statementType];
  } finally {
    statement.destroySync();
  }
}

/** An explanation with `analyze` runs what it explains, so that must be a question too. */
async function isQuestion(
  connection: DuckDBConnection,
  sql: string,
  kinds: readonly StatementType[],
): Promise<boolean> {
  const [kind, ...others] = kinds;
  if (others.length > 0) return false;
  if (kind === StatementType.SELECT) return true;
  if (kind !== StatementType.EXPLAIN || !EXPLAIN.test(sql)) return false;
  const [explained, ...more] = await kindsOf(connection, sql.replace(EXPLAIN, ""));
  return more.length === 0 && explained === StatementType.SELECT;
}

const kindName = (kind: StatementType) => StatementType[kind].toLowerCase().replaceAll("_", " ");
