import { existsSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Contract } from "../../loaders/contract/define-loader.ts";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { contracts } from "../../loaders/index.ts";
import { build } from "../build/build.ts";
import { holdToOneKey } from "../load/commit/one-key.ts";
import { prepare } from "../load/commit/prepare.ts";
import { dropWholeNames } from "../load/commit/whole-names.ts";
import { keepOut } from "../load/judge/forgotten.ts";
import type { PseudonymKey } from "../load/judge/pseudonym.ts";
import { orDiskFull, roomOfWarehouse } from "../load/read/disk-full.ts";
import type { Design } from "../trials/designs/designs.ts";
import { quote } from "../warehouse/sql.ts";
import type { Task } from "../warehouse/task.ts";
import { noWarehouse, openWarehouse, type Warehouse } from "../warehouse/warehouse.ts";
import { refuseAbsent } from "./absent.ts";
import { countAlike } from "./alike.ts";
import { countBytes } from "./byte-search.ts";
import { findMeant, type Meant, type Which } from "./children.ts";
import { type Copy, copiesHolding } from "./copies.ts";
import { formsOf } from "./forms.ts";
import { writeFresh } from "./fresh-file.ts";
import { findGone } from "./gone.ts";
import { keptTables, tablesNaming } from "./kept-tables.ts";
import { findEffects } from "./ledger-effects.ts";
import { folderBeside, swapFile } from "./swap-file.ts";

/** Why records may be removed; words of the program's own, because free ones could name a child. */
export const REASONS = ["request", "retention", "error", "other"] as const;

export interface Forgetting {
  which: Which;
  reason: (typeof REASONS)[number];
  signedBy: string;
  isDryRun: boolean;
  /** Whether numbers of which nothing is held are kept out of later loads all the same. */
  evenIfAbsent: boolean;
}

/** What was removed (or, of a dry run, would be), and the proof that it is gone. */
export interface Forgotten {
  isDryRun: boolean;
  children: number;
  /** Numbers left alone because returns give them to several children. */
  shared: number;
  rows: { table: string; rows: number }[];
  /** Other children held whose number differs from one given in leading zeros, a .0, case or spaces alone. */
  alike: number;
  /** How often the bytes of a pseudonym stood in the file before and after, in any form. */
  bytesBefore: number;
  bytesAfter: number;
  /** Files beside the warehouse that still hold one. */
  copies: Copy[];
}

/**
 * Removes children from a warehouse and from its file. The file is written anew without them, built,
 * searched, and only then put in the place of the old one: stopped at any moment, the old file or
 * the new one is there. The ledger goes on closing (see `LEDGER_AFTER`).
 *
 * @throws VsendError when the key is another than the warehouse's, or a number is not found.
 */
export async function forget(
  given: string,
  { which, reason, signedBy, isDryRun, evenIfAbsent }: Forgetting,
  instruments: readonly Instrument[],
  evaluations: readonly Design[],
  key: PseudonymKey,
  task: Task,
): Promise<Forgotten> {
  if (!existsSync(given)) throw noWarehouse(given);
  const old = await openWarehouse(given);
  // A link to the file would be replaced instead of the file.
  const file = realpathSync(given);
  let folder: string | null = null;
  try {
    folder = folderBeside(file);
    await old.run(`set temp_directory = ${quote(join(folder, "spill"))}`);
    await prepare(old, instruments);
    await holdToOneKey(old, key);
    await old.run("force checkpoint");
    task.report("looking for every row");
    const known = contracts(instruments);
    const { meant, rows } = await findAll(old, which, known, key);
    if ("ids" in which && !evenIfAbsent) await refuseAbsent(old, which, key);
    const forms = meant.pseudonyms.flatMap(formsOf);
    const alike = "ids" in which ? await countAlike(old, which, known, key) : 0;
    task.report("searching the file");
    const bytesBefore = await countBytes(file, forms);
    const { children, shared } = meant;
    const found = { isDryRun, children, shared, alike, rows, bytesBefore };
    if (isDryRun || meant.children === 0)
      return { ...found, bytesAfter: bytesBefore, copies: await copiesHolding(file, forms) };
    const named = await maskedDigests(old);
    task.report("writing a new file");
    const fresh = join(folder, "fresh.duckdb");
    await writeFresh(old, fresh, await keptTables(old));
    task.report("building what is made from the records");
    await finish(fresh, async (warehouse) => {
      await sign(warehouse, { reason, signedBy, children: meant.children, rows });
      await keepOut(warehouse, key, meant.pseudonyms);
      await build(warehouse, instruments, evaluations, task);
      await proveTables(warehouse, meant);
    });
    task.report("searching the new file");
    const bytesAfter = await countBytes(fresh, forms);
    if (bytesAfter > 0) throw new Error(`a pseudonym stands ${bytesAfter} times in the new file`);
    // Windows does not replace a file that is open.
    if (process.platform === "win32") old.close();
    task.report("putting the new file in place");
    swapFile(fresh, file);
    dropWholeNames(named);
    task.report("searching the files beside it");
    return { ...found, bytesAfter, copies: await copiesHolding(file, forms) };
  } catch (error) {
    throw orDiskFull(error, roomOfWarehouse(given, "run again; nothing was changed"));
  } finally {
    old.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}

/** Files that rows to be forgotten came in and whose name the ledger has not whole: it may be the child's. */
async function maskedDigests(warehouse: Warehouse): Promise<Set<string>> {
  const rows = await warehouse.rows<{ keyed_digest: string }>(`
    select distinct keyed_digest from loads join effects using (load_id)
    where keyed_digest is not null and regexp_matches(file, '[*#]')`);
  return new Set(rows.map(({ keyed_digest }) => keyed_digest));
}

async function findAll(
  warehouse: Warehouse,
  which: Which,
  known: readonly Contract[],
  key: PseudonymKey,
) {
  const meant = await findMeant(warehouse, which, known, key);
  await findGone(warehouse, await keptTables(warehouse), known);
  await findEffects(warehouse, known);
  const rows = await warehouse.rows<{ table: string; rows: number }>(
    "select table_name as table, count(distinct slot) as rows from gone group by table_name order by table_name",
  );
  return { meant, rows };
}

/** Opens the new file to finish it, and leaves no log beside it. */
async function finish(path: string, work: (warehouse: Warehouse) => Promise<void>) {
  const warehouse = await openWarehouse(path);
  try {
    await work(warehouse);
    await warehouse.run("checkpoint");
  } finally {
    warehouse.close();
  }
}

async function sign(
  warehouse: Warehouse,
  {
    reason,
    signedBy,
    children,
    rows,
  }: Pick<Forgetting, "reason" | "signedBy"> & Pick<Forgotten, "children" | "rows">,
) {
  const { now } = await warehouse.one<{ now: string }>("select now()::timestamp::varchar as now");
  const line = (table: string, count: number) =>
    `(timestamp ${quote(now)}, ${quote(reason)}, ${quote(signedBy)}, ${children}, ${table}, ${count})`;
  const lines = rows.map(({ table, rows: count }) => line(quote(table), count));
  await warehouse.run(
    `insert into forgotten values ${lines.length > 0 ? lines.join(", ") : line("null", 0)}`,
  );
}

/** @throws when a table, built ones included, still names a child. */
async function proveTables(warehouse: Warehouse, { pseudonyms }: Meant) {
  await warehouse.run("create temp table meant (child uuid primary key)");
  for (let from = 0; from < pseudonyms.length; from += 1000) {
    const values = pseudonyms.slice(from, from + 1000).map((child) => `(${quote(child)})`);
    await warehouse.run(`insert into meant values ${values.join(", ")}`);
  }
  const naming = await tablesNaming(warehouse, await keptTables(warehouse, { withDerived: true }));
  if (naming.size > 0) {
    throw new Error(`a child to be forgotten is still named in ${[...naming.keys()].join(", ")}`);
  }
}
