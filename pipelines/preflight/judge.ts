import { randomBytes } from "node:crypto";
import { keyFrom } from "../load/judge/pseudonym.ts";
import { stageFile } from "../load/judge/stage-file.ts";
import type { Plain } from "../load/read/formats/table.ts";
import type { Recognised } from "../load/recognise/recognised.ts";
import { rule } from "../warehouse/rules.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Standing } from "./standing.ts";

/** What a load would refuse of a file. */
export interface Judgement {
  rowsRead: number;
  rowsRefused: number;
  /** Whether so many that nothing of the call would be loaded. */
  isTooMany: boolean;
  /** What is concluded about the file. */
  notes: string[];
  /** What of the warehouse a load would replace. */
  replaces: string[];
  /** Refusals by rule, the commonest first, with the first few of each. */
  rules: RuleBroken[];
}

export interface RuleBroken {
  column: string;
  suppliersColumn: string;
  message: string;
  rows: number;
  /** Values are masked as in `rejected_rows`. */
  examples: { row: number; cell: string | null; value: string | null }[];
}

const EXAMPLES = 3;

/**
 * Reads and judges a file in a warehouse that is thrown away. Identifiers are hashed with a key
 * that nobody keeps, or with that of the warehouse whose rows a load would replace.
 *
 * @param standing What the load would meet; null where that is not asked.
 * @param missing Columns that are required and not there: of them nothing is judged.
 * @throws VsendError for what stops a load: a file cut short, without rows, or that cannot be split.
 */
export async function judge(
  warehouse: Warehouse,
  match: Recognised,
  plain: Plain,
  nth: number,
  missing: readonly string[] = [],
  standing: Standing | null = null,
): Promise<Judgement> {
  const { contract } = match;
  const recognised: Recognised = {
    ...match,
    file: { ...match.file, path: plain.path, isDamaged: plain.isDamaged ?? false },
    contract: { ...contract, mostRefusedShare: 1 },
  };
  const key = standing?.key ?? keyFrom(randomBytes(32));
  const staged = await stageFile(warehouse, recognised, plain, key, nth);
  // Without a column of the key, rows that are different look alike.
  const isWithoutKey = contract.key.some((column) => missing.includes(column));
  const refusals = staged.refusals.filter(
    (refusal) => !(isWithoutKey && refusal.rule === contract.grain),
  );
  const rules = new Map<string, RuleBroken>();
  for (const { row, cell, column, suppliersColumn, value, message } of refusals) {
    const said = message.replace(/ \((the mapping|in ).*\)$/, "");
    const key = `${column}\n${said}`;
    const own = rules.get(key) ?? { column, suppliersColumn, message: said, rows: 0, examples: [] };
    own.rows += 1;
    if (own.examples.length < EXAMPLES) own.examples.push({ row, cell, value });
    rules.set(key, own);
  }
  const rowsRefused = new Set(refusals.map(({ row }) => row)).size;
  const most = contract.mostRefusedShare ?? rule("most_refused_share");
  return {
    rowsRead: staged.rowsRead,
    rowsRefused,
    isTooMany: rowsRefused > most * staged.rowsRead,
    notes: [...plain.notes, ...staged.notes],
    replaces: standing ? await standing.wouldReplace(match, staged) : [],
    rules: [...rules.values()].sort((a, b) => b.rows - a.rows),
  };
}
