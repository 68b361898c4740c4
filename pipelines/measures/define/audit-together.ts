import { linkNested, type Nested } from "../../disclosure/nested-sets.ts";
import type { Figure } from "../../disclosure/protect.ts";
import {
  type Audit,
  type Cover,
  type Division,
  SumsOfChildren,
} from "../../disclosure/sums-of-children.ts";
import type { Measure } from "./measure.ts";

type Tables = ReadonlyMap<string, readonly Figure[]>;

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
  tables: Tables,
  nested: readonly Nested[] = [],
): Promise<Audit> {
  const { sums, covers } = sumsTogether(measures, tables, nested);
  return sums.audit((row) => covers.get(row) ?? null);
}

/** Which sets of children the tables divide into which, as the audit has them. Arguments as there. */
export const divisionsTogether = (
  measures: readonly Measure[],
  tables: Tables,
  nested: readonly Nested[] = [],
): Division[] => sumsTogether(measures, tables, nested).sums.divisions();

function sumsTogether(measures: readonly Measure[], tables: Tables, nested: readonly Nested[]) {
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
  return { sums, covers };
}
