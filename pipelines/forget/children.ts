import type { Contract } from "../../loaders/contract/define-loader.ts";
import { standingSuperseded } from "../load/commit/superseded.ts";
import { type PseudonymKey, pseudonym } from "../load/judge/pseudonym.ts";
import { pseudonymColumns, recordColumn } from "../load/judge/return-records.ts";
import { rule } from "../warehouse/rules.ts";
import { identifierSql, quote } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** Which children are meant: by their numbers, or all who are past the age at which records go. */
export type Which =
  | { authority: string; ids: readonly string[] }
  | { authority?: string | undefined; pastRetentionOn: string };

/** A child without a number is known within one return alone, by its record (as in sen2_children). */
export const recordChildSql = (contract: Contract): string | null =>
  contract.part && pseudonymColumns(contract).length > 0
    ? `md5(concat_ws('|', ${[...contract.part.given, recordColumn(contract)!].join(", ")}))::uuid`
    : null;

/** Whom a forgetting is about, in the temporary table `meant` (one column, `child`). */
export interface Meant {
  /** Pseudonyms, with those of other numbers by which returns know the same child. */
  pseudonyms: string[];
  /** How many children. */
  children: number;
  /** How many numbers were left alone because returns give them to several children. */
  shared: number;
}

/** Fills `meant`. */
export async function findMeant(
  warehouse: Warehouse,
  which: Which,
  contracts: readonly Contract[],
  key: PseudonymKey,
): Promise<Meant> {
  await warehouse.run("create or replace temp table meant (child uuid primary key)");
  const asked =
    "ids" in which
      ? which.ids.map((id) => pseudonym(key, which.authority, id))
      : await pastRetention(warehouse, which, contracts);
  for (let from = 0; from < asked.length; from += 1000) {
    const values = asked.slice(from, from + 1000).map((child) => `(${quote(child)})`);
    await warehouse.run(`insert or ignore into meant values ${values.join(", ")}`);
  }
  const { children } = await warehouse.one<{ children: number }>(
    "select count(*) as children from meant",
  );
  let shared = 0;
  for (const contract of contracts) shared += await addOtherNumbers(warehouse, contract);
  const rows = await warehouse.rows<{ child: string }>("select child from meant order by child");
  return { pseudonyms: rows.map(({ child }) => child), children, shared };
}

/**
 * Children whose birthday of `retention_years` is past. Of a child without a date of birth it is
 * past once so many years have gone by since the first record, for a child is born before it.
 */
async function pastRetention(
  warehouse: Warehouse,
  { authority, pastRetentionOn }: { authority?: string | undefined; pastRetentionOn: string },
  contracts: readonly Contract[],
): Promise<string[]> {
  const sources: string[] = [];
  for (const contract of contracts) {
    const numbers = pseudonymColumns(contract);
    if (numbers.length === 0) continue;
    const months = Object.values(contract.privacy ?? {}).filter((how) => how !== "pseudonym");
    const child = [...numbers, recordChildSql(contract)].filter((sql) => sql !== null);
    const seen = contract.asOf ?? (contract.part ? "make_date(year, 1, 15)" : "null");
    for (const table of [contract.table, await standingSuperseded(warehouse, contract)]) {
      if (table === null) continue;
      sources.push(
        `select coalesce(${child.join(", ")}) as child, ${months[0]?.monthAs ?? "null"}::date as born, ${seen}::date as seen
      from ${table} ${authority ? `where authority_code = ${quote(authority)}` : ""}`,
      );
    }
  }
  const rows = await warehouse.rows<{ child: string }>(`
    select child from (${sources.join(" union all ")})
    where child is not null group by child
    having coalesce(max(born) + interval 1 month, min(seen)) + to_years(${rule("retention_years")}) <= date ${quote(pastRetentionOn)}`);
  return rows.map(({ child }) => child);
}

/** A number that stands beside one other number alone is the same child's; a shared one is nobody's. */
async function addOtherNumbers(warehouse: Warehouse, contract: Contract): Promise<number> {
  const [first, second] = pseudonymColumns(contract).map(identifierSql);
  if (!first || !second) return 0;
  await warehouse.run(`
    create or replace temp table beside as
    select distinct ${first} as own, ${second} as other, count(distinct ${first}) over (partition by ${second}) as owners
    from ${contract.table} where ${first} is not null and ${second} is not null;
    insert or ignore into meant
    select own from beside join meant on child = other where owners = 1;
    insert or ignore into meant
    select other from beside join meant on child = own where owners = 1`);
  const { shared } = await warehouse.one<{ shared: number }>(
    "select count(distinct other) as shared from beside join meant on child = own where owners > 1 and other not in (from meant)",
  );
  await warehouse.run("drop table beside");
  return shared;
}
