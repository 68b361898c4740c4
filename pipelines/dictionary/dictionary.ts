import type { z } from "zod";
import type { Contract } from "../../loaders/contract/define-loader.ts";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { contracts } from "../../loaders/index.ts";
import { supersededTable } from "../load/commit/superseded.ts";
import { describe } from "../load/judge/describe.ts";
import { releases } from "../measures/index.ts";
import { commonMeaning, ownMeaning, tableMeanings } from "./meanings.ts";
import { scoredColumns } from "./scored-columns.ts";

/** What tables and columns of the warehouse mean; null where nobody has said. */
export interface Dictionary {
  table(name: string): string | null;
  column(table: string, column: string): string | null;
}

/** How the select of a notebook's cell begins that somebody shared. */
const SHARED = /^One row per child: cell /;

/**
 * The words for a warehouse: of a loaded table from its contract, of a model from its first line,
 * of a column from the measure of its table, its contract, its instrument or data/dictionary.
 */
export function dictionary(
  instruments: readonly Instrument[],
  models: readonly { name: string; sql: string }[],
): Dictionary {
  const loaded = new Map(contracts(instruments).map((one): [string, Contract] => [one.table, one]));
  const superseded = new Map(
    [...loaded.values()].map((one): [string | null, Contract] => [supersededTable(one), one]),
  );
  const grains = new Map(models.map(({ name, sql }) => [name, grainOf(sql)]));
  const published = new Map(releases.map((one) => [one.name.replaceAll("-", "_"), one.columns]));
  const scored = new Map(instruments.flatMap((one) => [...scoredColumns(one)]));
  return {
    table: (name) => {
      const contract = loaded.get(name);
      if (contract) return `${contract.title}: ${contract.grain}`;
      const kept = superseded.get(name);
      if (kept) return `Superseded rows of ${kept.table}, kept so that a load can be taken back`;
      return grains.get(name) ?? tableMeanings.get(name) ?? null;
    },
    column: (table, column) =>
      ownMeaning(table, column) ??
      scored.get(table)?.get(column) ??
      published.get(table.replace(/_(counted|children)$/, ""))?.[column]?.description ??
      ofContract(loaded.get(table) ?? superseded.get(table), column) ??
      commonMeaning(column) ??
      ofContract(loaded.get(`loaded_${table}`), column) ??
      (SHARED.test(grains.get(table) ?? "") ? `Column ${column} of that cell` : null),
  };
}

/** What a contract says of a column: in words where it has some, else what its cells take. */
function ofContract(contract: Contract | undefined, column: string): string | undefined {
  const cell = contract?.columns.shape[column] as z.ZodType | undefined;
  if (!cell || contract?.privacy?.[column]) return cell?.description ?? commonMeaning(column);
  const words = describe(cell);
  return cell.description ?? `Column ${column} of the file: ${words}`;
}

const grainOf = (sql: string): string =>
  (sql.split("\n", 1)[0] ?? "").replace(/^--\s*/, "").replace(/[.]$/, "");
