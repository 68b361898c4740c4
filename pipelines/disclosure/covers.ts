import { AsyncLocalStorage } from "node:async_hooks";
import type { Audit, Cover } from "./sums-of-children.ts";

/** Said instead of an authority's code where it is not known whose a count is. */
const EVERYONE = "all";

type Row = Readonly<Record<string, unknown>>;

/** What is hidden beside what each table hides by itself. */
interface Plan {
  /** Single rows, each by some of its columns. */
  rows: readonly Cover[];
  /** Authorities whose hidden counts are covered wherever one is hidden, told or not. */
  authorities: ReadonlySet<string>;
  /** The table that is being made. */
  table?: string;
}

const plan = new AsyncLocalStorage<Plan>();

/** Makes a table of that name, so that rows of it which must cover others are known. */
export const inTable = <T>(table: string, work: () => Promise<T>): Promise<T> =>
  plan.run({ rows: [], authorities: new Set(), ...plan.getStore(), table }, work);

/** Whether the row, or one column of it, must be hidden because all tables together would tell a hidden count. */
export function isCover(row: Row, column?: string): boolean {
  const { rows, table } = plan.getStore() ?? { rows: [] };
  return rows.some(
    (cover) =>
      cover.table === table &&
      cover.column === column &&
      Object.entries(cover.where).every(([column, value]) => row[column] === value),
  );
}

/** Whether some rows have one of an authority whose hidden counts are always covered. */
export function areCoveredAlways(rows: readonly Row[]): boolean {
  const authorities = plan.getStore()?.authorities;
  if (!authorities || authorities.size === 0) return false;
  return (
    authorities.has(EVERYONE) ||
    rows.some(({ authority_code }) => authorities.has(String(authority_code)))
  );
}

/**
 * Makes tables and audits them together; what several tell together is known only when all are made.
 * Where a hidden count is told they are made again: with the smallest rows hidden that keep it from
 * being told; where there are none, with the counts of its authority covered wherever one is hidden,
 * and then with those of everyone. It holds for all that is made meanwhile, tables made of others
 * too, so that a count hidden in one is hidden in all.
 *
 * @returns what was made last, and what its audit still finds.
 */
export async function withEnoughCovers<T, A extends Audit>(
  make: () => Promise<T>,
  auditOf: (made: T) => Promise<A>,
): Promise<{ made: T; audit: A }> {
  let now: Plan = { rows: [], authorities: new Set() };
  for (;;) {
    const made = await plan.run(now, make);
    const audit = await auditOf(made);
    if (audit.told.length === 0 || now.authorities.has(EVERYONE)) return { made, audit };
    now = wider(now, audit);
  }
}

function wider({ rows, authorities }: Plan, { told, covers }: Audit): Plan {
  const known = new Set(rows.map((row) => JSON.stringify(row)));
  const more = covers.filter((row) => !known.has(JSON.stringify(row)));
  if (more.length > 0) return { rows: [...rows, ...more], authorities };
  const all = new Set([...authorities, ...authoritiesOf(told)]);
  return { rows, authorities: all.size > authorities.size ? all : new Set([EVERYONE]) };
}

/** Whose counts the names of an audit are, by the codes in them. */
const authoritiesOf = (names: readonly string[]): Set<string> =>
  new Set(names.map((name) => name.match(/\b[A-Z]\d{8}\b/)?.[0] ?? EVERYONE));
