import { linkNested, type Nested } from "../../disclosure/nested-sets.ts";
import type { Figure } from "../../disclosure/protect.ts";
import {
  type Audit,
  type Cover,
  type Division,
  SumsOfChildren,
} from "../../disclosure/sums-of-children.ts";
import type { Measure } from "./measure.ts";

export interface AuditTogether extends Audit {
  /** Which sets of children the tables divide into which. */
  divisions: Division[];
}

/**
 * Puts all tables about children that are published together into one system of sums, and says
 * which hidden counts can be told from it.
 *
 * @param tables published rows by the name of their measure.
 * @param nested sets of children within others, which several tables count.
 * @throws when rows of a measure that takes part are missing.
 */
export async function auditTogether(
  measures: readonly Measure[],
  tables: ReadonlyMap<string, readonly Figure[]>,
  nested: readonly Nested[] = [],
): Promise<AuditTogether> {
  const sums = new SumsOfChildren();
  const covers = new Map<object, Cover>();
  for (const { name, audit, key } of measures) {
    if (typeof audit !== "function") continue;
    const rows = tables.get(name);
    if (!rows) throw new Error(`the audit lacks the rows of ${name}`);
    audit(sums, rows);
    const columns = key.map((part) => (typeof part === "string" ? part : part.column));
    for (const row of rows) {
      const where = Object.fromEntries(columns.map((column) => [column, row[column]]));
      covers.set(row, { table: name, where });
    }
  }
  linkNested(sums, nested);
  const audit = await sums.audit((row) => covers.get(row) ?? null);
  return { ...audit, divisions: sums.divisions() };
}
