import type { Figure } from "../disclosure/protect.ts";
import { releases } from "../measures/index.ts";
import { callError } from "../warehouse/errors.ts";
import { sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { cellsOf } from "./hold.ts";
import { type Reason, reasonsBetween, type State } from "./state.ts";

/** A release that was published. */
export interface ReleaseLine {
  release_id: number;
  published_at: string;
  audience: string;
  authority_code: string | null;
  code_version: string;
  release_hash: string;
  /** Rows about children in it, and how many of them were kept as before or blank beside others. */
  rows: number;
  again: number;
}

interface Kept extends Record<string, string | number | null> {
  release_id: number;
  published_at: string;
  audience: string;
  authority_code: string | null;
  release_hash: string;
  state: string;
  rows: number;
  again: number;
}

const kept = (warehouse: Warehouse) =>
  warehouse.rows<Kept>(`
    select releases.*, count(row_key) as rows, count(*) filter (shown = 'again') as again
    from releases left join release_rows using (release_id) group by all order by release_id`);

const stateOf = (release: Kept): State => JSON.parse(release.state) as State;

/** Every release, the first one first. */
export async function releaseLines(warehouse: Warehouse): Promise<ReleaseLine[]> {
  return (await kept(warehouse)).map(({ state, ...line }) => ({
    ...line,
    code_version: (JSON.parse(state) as State).code_version,
  }));
}

/** A figure that is another in the later release, and what became of the children behind it. */
export interface Changed {
  measure: string;
  row: string;
  column: string;
  before: string;
  after: string;
  joined: number | null;
  left: number | null;
  /** Children in both with another value. */
  changed: number | null;
}

export interface Comparison {
  reasons: Reason[];
  figures: Changed[];
}

/**
 * Why figures of two releases differ: what was loaded, corrected, set or changed between them, and of
 * each figure that differs how many of the children behind it joined, left or have other values. For
 * the analyst alone: it tells of few children.
 *
 * @throws VsendError where there is no such release.
 */
export async function compareReleases(
  warehouse: Warehouse,
  first: number,
  second: number,
): Promise<Comparison> {
  const all = await kept(warehouse);
  const [before, after] = [first, second].map((id) => {
    const found = all.find(({ release_id }) => release_id === id);
    if (!found) throw noRelease(id, warehouse.file, all);
    return found;
  }) as [Kept, Kept];
  const rows = await warehouse.rows<{
    measure: string;
    row_key: string;
    earlier: string;
    later: string;
  }>(sql`
    select measure, row_key, a.content as earlier, b.content as later
    from (from release_rows where release_id = ${first}) as a
    join (from release_rows where release_id = ${second}) as b using (measure, row_key)
    where a.content <> b.content order by measure, row_key`);
  const moves = await movesBetween(warehouse, first, second);
  const figures = rows.flatMap(({ measure, row_key, earlier, later }): Changed[] => {
    const [old, now] = [earlier, later].map((text) => JSON.parse(text) as Figure) as [
      Figure,
      Figure,
    ];
    return Object.keys(now)
      .filter((column) => old[column] !== now[column])
      .map((column) => ({
        measure,
        row: row_key,
        column,
        before: String(old[column] ?? ""),
        after: String(now[column] ?? ""),
        ...(moves(measure, now) ?? { joined: null, left: null, changed: null }),
      }));
  });
  return {
    reasons: reasonsBetween(stateOf(before), stateOf(after), await corrections(warehouse)),
    figures,
  };
}

type Move = Pick<Changed, "joined" | "left" | "changed">;

/** Says of a row how the children of the first of its sets differ between two releases. */
async function movesBetween(warehouse: Warehouse, first: number, second: number) {
  const rows = await warehouse.rows<{ cell: string } & Record<string, number | string>>(sql`
    with versions as (
      select cell, max(version_id) filter (release_id <= ${first}) as one, max(version_id) filter (release_id <= ${second}) as other
      from release_cells group by cell
    ), pairs as (
      select cell, child_id, a.value as old_value, b.value as new_value
      from (select cell, child_id, value from versions join release_children on version_id = one) as a
      full join (select cell, child_id, value from versions join release_children on version_id = other) as b using (cell, child_id)
    )
    select cell, count(*) filter (old_value is null) as joined, count(*) filter (new_value is null) as departed,
      count(*) filter (old_value <> new_value) as changed
    from pairs group by cell`);
  const found = new Map(rows.map((row) => [row.cell, row]));
  const measures = new Map(releases.map((measure) => [measure.name, measure]));
  return (name: string, row: Figure): Move | null => {
    const measure = measures.get(name);
    const [cell] = measure ? cellsOf(measure, row) : [];
    const move = cell === undefined ? undefined : found.get(cell);
    return move
      ? { joined: Number(move.joined), left: Number(move.departed), changed: Number(move.changed) }
      : null;
  };
}

const corrections = async (warehouse: Warehouse): Promise<Set<number>> => {
  const rows = await warehouse.rows<{ load_id: number }>(
    "select distinct load_id from corrections",
  );
  return new Set(rows.map(({ load_id }) => load_id));
};

/** What the data page says of the release before: when it was, and why figures may differ, without a number. */
export interface Since {
  published_on: string;
  reasons: string[];
}

/** Of what few rows may be behind, not even the kind of data is named: which kinds one child stood in would tell of it. */
const WORDS: Record<Reason["kind"], (subject: string) => string> = {
  "new file": (loader) => `newer extracts were loaded (${loader})`,
  "late file": () => "extracts of an earlier time came late",
  "corrected file": () => "extracts were corrected",
  "rows replaced": () => "rows were replaced by later extracts or taken out",
  rule: (name) => `the rule ${name} was changed`,
  program: () => "the program was changed",
  "authority joined": (code) => `an authority joined (${code})`,
  "authority left": (code) => `an authority left (${code})`,
};

/** Why figures may differ from the last release of the same audience, as anyone may know it. */
export async function sinceLast(
  warehouse: Warehouse,
  now: State,
  { audience, authority }: { audience: string; authority: string | null },
): Promise<Since | null> {
  const last = (await kept(warehouse)).findLast(
    (one) => one.audience === audience && one.authority_code === authority,
  );
  if (!last) return null;
  const reasons = reasonsBetween(stateOf(last), now, await corrections(warehouse));
  return {
    published_on: last.published_at.slice(0, 10),
    reasons: [...new Set(reasons.map(({ kind, subject }) => WORDS[kind](subject)))],
  };
}

const noRelease = (id: number, file: string, all: readonly Kept[]) =>
  callError({
    expected: "the number of a release",
    came: String(id),
    where: file,
    details: all.map(({ release_id, published_at }) => `${release_id}, of ${published_at}`),
    todo: "run `vsend releases` to see them",
  });
