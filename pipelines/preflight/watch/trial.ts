import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contracts } from "../../../loaders/index.ts";
import { load } from "../../load/load.ts";
import { type Places, readProject } from "../../project/project.ts";
import { type Problem, VsendError } from "../../warehouse/errors.ts";
import type { Row } from "../../warehouse/row.ts";
import { rule } from "../../warehouse/rules.ts";
import { silent } from "../../warehouse/task.ts";
import { openWarehouse } from "../../warehouse/warehouse.ts";

/** What would become of one file. */
export interface TrialLine {
  file: string;
  loader: string;
  read: number;
  accepted: number;
  refused: number;
  /** Copies of rows, and rows out of scope: neither refused nor taken twice. */
  passed_over: number;
  /** Whether a load would refuse the file whole, because too many of its rows are refused. */
  is_refused_whole: boolean;
}

/** What a load of files would do, without one. */
export interface TrialReport {
  lines: TrialLine[];
  /** The first refused rows, with the reasons. */
  refusals: Row[];
  /** Why no row could be judged. */
  problem?: Problem;
}

const MOST_SHOWN = 10;

/**
 * Judges files as a load would, in a warehouse in memory and under a key of its own, both thrown
 * away. Files with too many refused rows are judged to the end all the same.
 */
export async function trial(paths: readonly string[], places: Places): Promise<TrialReport> {
  const folder = await mkdtemp(join(tmpdir(), "vsend-trial-"));
  const warehouse = await openWarehouse(":memory:");
  const before = process.env.VSEND_KEY_FILE;
  process.env.VSEND_KEY_FILE = join(folder, "key");
  try {
    const { instruments, mappings } = readProject(places);
    const known = contracts(instruments);
    const patient = known.map((contract) => ({ ...contract, mostRefusedShare: 1 }));
    const { loaded } = await load(warehouse, paths, instruments, silent, {
      mappings,
      known: patient,
    });
    const most = new Map(known.map(({ name, mostRefusedShare }) => [name, mostRefusedShare]));
    const refusals = await warehouse.rows(
      `select "row", cell, "column", value, message from rejected_rows order by load_id, "row" limit ${MOST_SHOWN}`,
    );
    const lines = loaded.map((line) => ({
      file: line.file,
      loader: line.loader,
      read: line.rows_read,
      accepted: line.rows_loaded,
      refused: line.rows_rejected,
      passed_over: line.rows_superseded + line.rows_out_of_scope,
      is_refused_whole:
        line.rows_rejected > (most.get(line.loader) ?? rule("most_refused_share")) * line.rows_read,
    }));
    return { lines, refusals };
  } catch (error) {
    if (error instanceof VsendError) return { lines: [], refusals: [], problem: error.problem };
    throw error;
  } finally {
    if (before === undefined) delete process.env.VSEND_KEY_FILE;
    else process.env.VSEND_KEY_FILE = before;
    warehouse.close();
    await rm(folder, { recursive: true, force: true });
  }
}
