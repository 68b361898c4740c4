import { cellKinds } from "../../loaders/contract/cells.ts";
import type { Contract } from "../../loaders/contract/define-loader.ts";
import { innermost, masked } from "../load/judge/masking.ts";
import { rule } from "../warehouse/rules.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Candidacy } from "./match-columns.ts";
import { meaningOf } from "./meaning.ts";
import { allValues, type PlainFile } from "./profile.ts";
import { shown } from "./shown.ts";

/** How the values of a column are put in the loader's terms. */
export interface Translation {
  /** Value of the supplier and what it means, with the reason. */
  values: { value: string; meaning: string; why: string; rows: number }[];
  /** Values that would be refused: as they stand where many rows have them, else masked. */
  untranslated: { value: string; rows: number }[];
}

/** Proposes translations of the values of codes and whole numbers, from every row of the file. */
export async function translations(
  warehouse: Warehouse,
  contract: Contract,
  matched: readonly Candidacy[],
  file: PlainFile,
): Promise<(Candidacy & Translation)[]> {
  const found: (Candidacy & Translation)[] = [];
  for (const match of matched) {
    const own: Translation = { values: [], untranslated: [] };
    if (isCoded(contract, match.column)) {
      const counts = await allValues(warehouse, file, match.from.position);
      for (const [value, rows] of counts) {
        const cell = contract.columns.shape[match.column]!;
        const known = meaningOf(match.column, cell, value);
        if (!known)
          own.untranslated.push({ value: safe(contract, match.column, value, rows), rows });
        else if (known.meaning !== value) own.values.push({ value, ...known, rows });
      }
    }
    found.push({ ...match, ...own });
  }
  return found;
}

function isCoded(contract: Contract, column: string): boolean {
  if (contract.privacy?.[column]) return false;
  const kind = cellKinds.get(innermost(contract.columns.shape[column]!))?.kind;
  return kind === "code" || kind === "year" || kind === "integer" || column === "authority_code";
}

/** A value that many rows have is a word of the system; one that few have may be of a child. */
const safe = (contract: Contract, column: string, value: string, rows: number): string =>
  rows >= rule("smallest_mean") ? shown(value) : masked(contract, column, value);
