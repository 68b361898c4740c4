import type { Contract, RowRule } from "../../../loaders/contract/define-loader.ts";
import { type CodeOfAnother, codeOfAnother } from "../../../loaders/contract/named-area.ts";
import { identifierSql, quote, sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { Staging } from "./stage.ts";

/** What was made of rows whose code is of another authority than they name. */
export interface NamedAreas {
  notes: string[];
  /** Rows taken by their name, for the list of cells that were not taken as they stood. */
  taken: { slot: number; column: string; value: string; message: string }[];
  /** Rules by which the others were refused. */
  rules: RowRule[];
}

interface Pair extends CodeOfAnother {
  column: string;
  name: string;
  published: string;
}

/**
 * Holds the names of published rows to their codes. A row whose code is of another authority is taken
 * by its name, where an authority has it, and refused where none has.
 */
export async function holdNamesToCodes(
  warehouse: Warehouse,
  contract: Contract,
  staging: Staging,
): Promise<NamedAreas> {
  const pairs = await pairsOf(warehouse, contract, staging);
  const renamed = pairs.filter(({ code }) => code !== null);
  const nobodys = pairs.filter(({ code }) => code === null);
  const taken: NamedAreas["taken"] = [];
  // All are found before any is changed: two authorities may have each other's code.
  for (const pair of renamed) taken.push(...(await rowsOf(warehouse, contract, staging, pair)));
  for (const column of contract.area?.codes ?? []) {
    const own = renamed.filter((pair) => pair.column === column);
    if (own.length === 0) continue;
    const cases = own.map(
      (pair) => `when ${isPairSql(contract, pair)} then ${quote(pair.code ?? "")}`,
    );
    const name = identifierSql(column);
    await warehouse.run(
      `update ${staging.staged} set ${name} = case ${cases.join(" ")} else ${name} end where is_in_scope`,
    );
  }
  const rules = nobodys.map((pair) => refusing(contract, pair));
  if (rules.length > 0) {
    await warehouse.run(
      `update ${staging.staged} set is_refused = true where is_in_scope and (${rules.map(({ refuses }) => `(${refuses})`).join(" or ")})`,
    );
  }
  return { notes: renamed.map(inWords), taken, rules };
}

async function pairsOf(
  warehouse: Warehouse,
  { area }: Contract,
  { staged }: Staging,
): Promise<Pair[]> {
  if (!area) return [];
  const found: Pair[] = [];
  for (const column of area.codes) {
    const rows = await warehouse.rows<{ name: string; code: string }>(sql`
      select distinct ${sql.id(area.name)} as name, ${sql.id(column)}::varchar as code
      from ${sql.id(staged)} where is_in_scope and not is_refused
        and ${sql.id(area.name)} is not null and ${sql.id(column)} is not null
      order by all`);
    found.push(
      ...rows.flatMap(({ name, code }) => {
        const other = codeOfAnother(name, code);
        return other ? [{ ...other, column, name, published: code }] : [];
      }),
    );
  }
  return found;
}

const isPairSql = ({ area }: Contract, { column, name, published }: Pair): string =>
  `${identifierSql(area!.name)} = ${quote(name)} and ${identifierSql(column)}::varchar = ${quote(published)}`;

async function rowsOf(
  warehouse: Warehouse,
  contract: Contract,
  { staged }: Staging,
  pair: Pair,
): Promise<NamedAreas["taken"]> {
  const rows = await warehouse.rows<{ slot: number }>(
    `select rowid as slot from ${staged} where is_in_scope and not is_refused and ${isPairSql(contract, pair)}`,
  );
  const { column, published: value } = pair;
  const message = `is the code of ${pair.owner}; the row is taken by its name (${pair.name}, ${pair.code})`;
  return rows.map(({ slot }) => ({ slot, column, value, message }));
}

const inWords = ({ name, published, owner, code }: Pair): string =>
  `gives ${name} the code ${published}, which is ${owner}'s: its rows are taken by the name, as ${code}`;

const refusing = (contract: Contract, pair: Pair): RowRule => ({
  column: pair.column,
  rule: "the code of the authority that the row names",
  refuses: isPairSql(contract, pair),
  message: `is the code of ${pair.owner}, and no authority is called ${pair.name}`,
  suggestion: `the code of the authority meant, or its name as in the register (${pair.owner} for ${pair.published})`,
});
