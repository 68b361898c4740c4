import { callError } from "../errors.ts";
import type { Row } from "../row.ts";
import type { Warehouse } from "../warehouse.ts";
import { sqlFiles } from "./models.ts";

/** A check: a query for rows that must not exist. Its name is the sentence that must hold. */
export interface CheckResult {
  check: string;
  holds: boolean;
  /** How many rows break it. */
  rows: number;
  /** The first few of them. */
  examples: Row[];
}

/** Runs every check. */
export async function check(warehouse: Warehouse): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, sql } of sqlFiles("checks")) {
    const query = sql.trim().replace(/;$/, "");
    const { rows } = await warehouse
      .one<{ rows: number }>(`select count(*) as rows from (${query})`)
      .catch((cause: unknown) => {
        throw cause instanceof Error && cause.message.startsWith("Catalog Error")
          ? notBuilt(warehouse, cause)
          : cause;
      });
    const examples = rows ? await warehouse.rows(`select * from (${query}) limit 5`) : [];
    results.push({ check: name.replaceAll("_", " "), holds: rows === 0, rows, examples });
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
