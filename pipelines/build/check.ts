import { callError } from "../warehouse/errors.ts";
import type { Row } from "../warehouse/row.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { sqlFiles } from "./models.ts";

/** A check: a query for rows that must not exist. Its name is the sentence that must hold. */
export interface CheckResult {
  check: string;
  holds: boolean;
  /** Whether a broken one is only told: a fault of the data that does not stop publishing. */
  isWarning: boolean;
  /** How many rows break it. */
  rows: number;
  /** The first few of them. */
  examples: Row[];
}

/** Runs every check that must hold before anything is published. */
export const check = (warehouse: Warehouse): Promise<CheckResult[]> => runAll(warehouse, false);

/** Runs the checks that only warn: the known faults of statutory returns. */
export const warnings = (warehouse: Warehouse): Promise<CheckResult[]> => runAll(warehouse, true);

async function runAll(warehouse: Warehouse, isWarning: boolean): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, sql } of sqlFiles(isWarning ? "checks/warnings" : "checks")) {
    const query = sql.trim().replace(/;$/, "");
    const { rows } = await warehouse
      .one<{ rows: number }>(`select count(*) as rows from (${query})`)
      .catch((cause: unknown) => {
        throw cause instanceof Error && cause.message.startsWith("Catalog Error")
          ? notBuilt(warehouse, cause)
          : cause;
      });
    const examples = rows ? await warehouse.rows(`select * from (${query}) limit 5`) : [];
    const sentence = name.replaceAll("_", " ");
    results.push({ check: sentence, holds: rows === 0, isWarning, rows, examples });
  }
  return results;
}

const notBuilt = ({ file }: Warehouse, cause: Error) =>
  callError(
    {
      expected: "a warehouse in which everything is built",
      came: cause.message.split("\n")[0] ?? "",
      where: file,
      todo: "run `vsend build` first",
    },
    cause,
  );
