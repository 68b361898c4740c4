import { chmodSync, existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { devNull } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { callError } from "./errors.ts";
import { namedRow, type Row } from "./row.ts";
import type { Sql } from "./sql.ts";

/** An open DuckDB file and the few ways this program talks to it. */
export interface Warehouse {
  file: string;
  connection: DuckDBConnection;
  /** Runs one or more statements. */
  run(sql: string | Sql): Promise<void>;
  /** Rows with plain JavaScript values (see `namedRow`). */
  rows<T extends object = Row>(sql: string | Sql): Promise<T[]>;
  /** The one row of a query. @throws when there is not exactly one. */
  one<T extends object = Row>(sql: string | Sql): Promise<T>;
  /** Runs `work` in a transaction: all of it happens, or none. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** The same open file by a connection of its own, which can be interrupted by itself. */
  another(): Promise<Warehouse>;
  close(): void;
}

/** An extension is code of others: none is fetched, and there is no folder to load one from. */
const NO_EXTENSIONS = {
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  allow_community_extensions: "false",
  extension_directory: join(devNull, "none"),
};

/** For SQL that others write: no file but the warehouse, and no setting, can be reached from it. */
const SHUT_IN = { enable_external_access: "false", lock_configuration: "true" };

interface Opening {
  isReadOnly?: boolean;
  /** Whether its SQL is written by others, who may read tables and nothing else of the machine. */
  isShutIn?: boolean;
  /** Whether what exceeds memory is an error, and not written beside the file. */
  spillsNothing?: boolean;
  /** How long to wait where another program has it open, and who is told. Default: not at all. */
  wait?: { seconds: number; say?: (words: string) => void };
}

const LOCKED = /could not set lock|used by another process/i;

/**
 * Opens the warehouse, making it when it is not there.
 *
 * Memory is held to 1 GB so that a laptop can load a million assessments; DuckDB spills the rest
 * to a folder beside the file.
 */
export async function openWarehouse(
  file: string,
  { isReadOnly = false, isShutIn = false, spillsNothing = false, wait }: Opening = {},
): Promise<Warehouse> {
  if (isReadOnly && !existsSync(file)) throw noWarehouse(file);
  makeFolder(file);
  const settings = {
    ...(isReadOnly ? { access_mode: "READ_ONLY" } : {}),
    ...NO_EXTENSIONS,
    memory_limit: "1GB",
    ...threads(),
    preserve_insertion_order: "true",
    ...(spillsNothing ? { temp_directory: "" } : {}),
    ...(isShutIn ? SHUT_IN : {}),
  };
  const instance = await patiently(() => DuckDBInstance.create(file, settings), wait).catch(
    (cause: unknown) => {
      throw cannotOpen(file, cause);
    },
  );
  if (!isReadOnly && file !== ":memory:") {
    removeSpill(file);
    closeToOthers(file);
  }
  return through(file, instance, await instance.connect(), () => instance.closeSync());
}

/** As many as the machine has, unless VSEND_THREADS says how many: several programs at once are quicker with one each. */
function threads(): { threads?: string } {
  const given = process.env.VSEND_THREADS;
  if (given === undefined) return {};
  if (/^[1-9]\d{0,2}$/.test(given)) return { threads: given };
  throw callError({
    expected: "a number of threads from 1 to 999 in VSEND_THREADS",
    came: given,
    todo: "correct it, or leave it unset",
  });
}

/** Tries again while another program has the file. */
async function patiently<T>(open: () => Promise<T>, wait: Opening["wait"]): Promise<T> {
  const until = Date.now() + (wait?.seconds ?? 0) * 1000;
  for (let tries = 0; ; tries++) {
    try {
      return await open();
    } catch (cause) {
      if (!LOCKED.test(String(cause)) || Date.now() >= until) throw cause;
      if (tries === 0) wait?.say?.("another program has the warehouse open; waiting for it");
      await setTimeout(100);
    }
  }
}

/** @param letGo what closing does besides closing the connection. */
function through(
  file: string,
  instance: DuckDBInstance,
  connection: DuckDBConnection,
  letGo: () => void,
): Warehouse {
  const warehouse: Warehouse = {
    file,
    connection,
    run: async (sql) => {
      await connection.run(String(sql));
    },
    rows: async <T extends object>(sql: string | Sql) => {
      const reader = await connection.runAndReadAll(String(sql));
      const names = reader.deduplicatedColumnNames();
      return reader.getRows().map((values) => namedRow(names, values) as object as T);
    },
    one: async <T extends object>(sql: string | Sql) => {
      const rows = await warehouse.rows<T>(sql);
      if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}: ${sql}`);
      return rows[0]!;
    },
    transaction: async (work) => {
      await connection.run("begin transaction");
      try {
        const result = await work();
        await connection.run("commit");
        return result;
      } catch (error) {
        // A failed statement may already have ended the transaction; the first error is the one to tell.
        await connection.run("rollback").catch(() => undefined);
        throw error;
      }
    },
    another: async () => through(file, instance, await instance.connect(), () => undefined),
    close: () => {
      connection.closeSync();
      letGo();
    },
  };
  return warehouse;
}

/**
 * What DuckDB spilled beside the file is about children too, and a program that was killed leaves
 * it. Whoever has the file open for writing has it alone, so the spill is nobody's.
 */
const removeSpill = (file: string) => rmSync(`${file}.tmp`, { recursive: true, force: true });

/**
 * A warehouse made before, or by another program, may be open to others. What DuckDB makes beside
 * it while it runs is closed to them by the umask of the command.
 */
function closeToOthers(file: string) {
  const { mode, uid } = statSync(file);
  const isOurs = process.getuid?.() === uid;
  if (isOurs && mode & 0o077) chmodSync(file, 0o600);
}

function makeFolder(file: string) {
  if (file === ":memory:") return;
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (cause) {
    throw cannotOpen(file, cause);
  }
}

/** There is no warehouse at a path. */
export const noWarehouse = (file: string) => {
  const sample = join(dirname(file), "sample.duckdb");
  const named = relative(process.cwd(), sample);
  return callError({
    expected: "a warehouse",
    came: "a path where there is none yet",
    where: file,
    todo: `load something first: vsend run PATH, for example vsend run data/sample${
      existsSync(sample) ? `; or name the sample that npm start made: --warehouse ${named}` : ""
    }`,
  });
};

function cannotOpen(file: string, cause: unknown) {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (LOCKED.test(message)) {
    return callError(
      {
        expected: "to be the only program using the warehouse",
        came: "a warehouse that another program has open",
        where: file,
        todo: "wait for the other vsend, or close the DuckDB shell that has it open, and run again",
      },
      cause,
    );
  }
  return callError(
    {
      expected: "a DuckDB file, or a path where one can be made",
      came: message.split("\n")[0] ?? "",
      where: file,
      todo: "name another file with --warehouse, or move this one away",
    },
    cause,
  );
}
