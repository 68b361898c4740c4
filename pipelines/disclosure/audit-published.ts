import { rule } from "../warehouse/rules.ts";
import { type Bounds, knowable, type Sum } from "./audit.ts";
import type { Figure } from "./protect.ts";

/** Published rows of a table, by its name. */
export type PublishedTables = ReadonlyMap<string, readonly Figure[]>;

export interface Audit {
  /** Counts of children in the tables that add up with others, and how many of them are hidden. */
  counts: number;
  hidden: number;
  /** Names of hidden counts that can be told to be fewer than the smallest that is shown. */
  told: string[];
  /** What is known of the hidden count that can be told to be smallest. */
  smallest: Bounds | null;
}

const HIDDEN: Bounds = { least: 1, most: Number.POSITIVE_INFINITY };
const ANY: Bounds = { least: 0, most: Number.POSITIVE_INFINITY };

/** What a published count says: it is to the nearest five, and smaller ones are hidden. */
function saidBy(count: number | null): Bounds {
  if (count === null) return HIDDEN;
  if (count === 0) return { least: 0, most: 0 };
  const off = Math.floor(rule("count_step") / 2);
  return { least: Math.max(rule("smallest_count"), count - off), most: count + off };
}

/**
 * Puts all tables about children that are published together into one system of sums, and says
 * which hidden counts can be told from it. Every table about an authority's children with two
 * readings is another way of dividing the same children, so what one hides another may tell.
 */
export function auditPublished(tables: PublishedTables): Audit {
  const system = new System();
  for (const row of rowsOf(tables, "change-by-authority")) {
    if (row.domain !== "total") continue;
    const of = keyOf(row);
    if (row.group_kind === "Everyone") system.say(paired(of), row);
    else {
      const name = `${of}: ${row.group_kind}, ${row.group_name}`;
      system.part(paired(of), String(row.group_kind), name, row);
      if (row.group_kind === "Support") {
        const version = `${row.instrument} ${row.version}`;
        system.link(supported(version, row.group_name), "authorities", name);
      }
    }
  }
  settings(system, rowsOf(tables, "change-by-setting"));
  improved(system, rowsOf(tables, "improved-by-setting"));
  for (const row of rowsOf(tables, "need-by-period")) {
    const of = keyOf(row);
    const whole = row.measure === "change" ? paired(of) : `${of}: first readings`;
    system.part(whole, "period", `${of}: ${row.measure}, ${row.period}`, row);
  }
  for (const row of rowsOf(tables, "follow-up-by-authority")) {
    const of = keyOf(row);
    system.say(`${of}: followed up`, { child_count: row.all_count ?? null });
    if (row.status !== "two readings") {
      system.part(`${of}: followed up`, "status", `${of}: ${row.status}`, row);
    } else {
      system.say(paired(of), row);
      system.link(`${of}: followed up`, "status", paired(of));
    }
  }
  for (const row of rowsOf(tables, "score-trust")) {
    if (row.threat !== "setting_change" || !String(row.part).startsWith("change, ")) continue;
    const of = keyOf(row);
    system.part(paired(of), "where they were read", `${of}: ${row.part}`, row);
  }
  for (const row of rowsOf(tables, "change-weighted")) system.say(paired(keyOf(row)), row);
  for (const row of rowsOf(tables, "verdicts-by-authority")) {
    if (row.domain !== "total") continue;
    const of = keyOf(row);
    system.say(paired(of), row);
    if (row.improved_share === null) continue;
    system.bound(`${of}: improved`, countOf(Number(row.improved_share), Number(row.child_count)));
    system.link(paired(of), "verdict", `${of}: improved`);
    system.rest(paired(of), "verdict", `${of}: did not improve`);
  }
  for (const row of rowsOf(tables, "change-by-way")) {
    const of = keyOf(row);
    if (row.way === "first to last") system.say(paired(of), row);
    if (row.way !== "highest third") continue;
    system.part(paired(of), "third", `${of}: the third with most need`, row);
    system.rest(paired(of), "third", `${of}: the others`);
  }
  for (const row of rowsOf(tables, "change-by-support")) {
    system.say(supported(`${row.instrument} ${row.version}`, row.support), row);
  }
  return system.audit();
}

/** A kind of placement holds the settings of that kind that are shown by themselves, and others. */
function settings(system: System, rows: readonly Figure[]) {
  const kinds = new Set<string>();
  for (const row of rows) {
    const of = keyOf(row);
    const name = `${of}: ${row.setting_name ?? row.kind}`;
    system.part(paired(of), "setting", name, row);
    const placement = `${of}: Placement, ${row.setting_type}`;
    if (row.kind !== "setting" || row.setting_type === null || !system.has(placement)) continue;
    system.link(placement, "settings", name);
    kinds.add(placement);
  }
  for (const kind of kinds) system.rest(kind, "settings", `${kind}: other settings`);
}

/** Children of a setting improved or did not; those of an authority improved in one of its settings. */
function improved(system: System, rows: readonly Figure[]) {
  const authorities = new Set<string>();
  for (const row of rows) {
    const of = keyOf(row);
    const name = `${of}: ${row.setting_name}`;
    if (row.reason !== null) continue;
    const better = `${name}: improved`;
    system.rest(name, "verdict", better);
    system.rest(name, "verdict", `${name}: did not improve`);
    if (row.improved_count !== null)
      system.say(better, { child_count: row.improved_count ?? null });
    system.link(`${of}: improved`, "setting", better);
    authorities.add(of);
  }
  for (const of of authorities) {
    system.rest(`${of}: improved`, "setting", `${of}: improved elsewhere`);
  }
}

/** Between what the count of a share in whole per cent lies, both counts being to the nearest five. */
function countOf(share: number, of: number): Bounds {
  const step = rule("count_step");
  const counts = Array.from({ length: Math.floor(of / step) + 1 }, (_, i) => i * step).filter(
    (count) => Math.round((100 * count) / of) === share,
  );
  const off = Math.floor(step / 2);
  return counts.length === 0
    ? ANY
    : {
        least: Math.max(rule("smallest_count"), counts[0]! - off),
        most: counts.at(-1)! + off,
      };
}

const keyOf = (row: Figure): string => `${row.authority_code}, ${row.instrument} ${row.version}`;
const paired = (of: string): string => `${of}: two readings`;
const supported = (version: string, support: unknown): string => `${version}: ${support}`;

const rowsOf = (tables: PublishedTables, name: string): readonly Figure[] => {
  const rows = tables.get(name);
  if (!rows) throw new Error(`the audit knows of a table that is not published: ${name}`);
  return rows;
};

/** Numbers by name, what is said of each, and what is a sum of what. */
class System {
  private readonly given = new Map<string, Bounds>();
  private readonly hidden = new Set<string>();
  private readonly sums = new Map<string, { whole: string; parts: Set<string> }>();

  has(name: string): boolean {
    return this.given.has(name);
  }

  /** Takes in what a table says of a number; several may speak of the same one. */
  say(name: string, { child_count }: Figure): void {
    const count = child_count === null || child_count === undefined ? null : Number(child_count);
    const before = this.given.get(name) ?? ANY;
    this.bound(name, saidBy(count));
    if (count === null && before === ANY) this.hidden.add(name);
    if (count !== null) this.hidden.delete(name);
  }

  /** Takes in that a number lies between bounds. */
  bound(name: string, { least, most }: Bounds): void {
    const before = this.given.get(name) ?? ANY;
    this.given.set(name, {
      least: Math.max(before.least, least),
      most: Math.min(before.most, most),
    });
  }

  /** A part of a whole that is divided in one of several ways. */
  part(whole: string, division: string, name: string, row: Figure): void {
    this.say(name, row);
    this.link(whole, division, name);
  }

  link(whole: string, division: string, name: string): void {
    if (!this.given.has(whole)) this.given.set(whole, ANY);
    const key = `${whole} by ${division}`;
    const sum = this.sums.get(key) ?? { whole, parts: new Set<string>() };
    sum.parts.add(name);
    this.sums.set(key, sum);
  }

  /** All others of a whole, of which nothing is published. */
  rest(whole: string, division: string, name: string): void {
    this.given.set(name, ANY);
    this.hidden.add(name);
    this.link(whole, division, name);
  }

  audit(): Audit {
    const sums: Sum[] = [...this.sums.values()].map(({ whole, parts }) => ({
      whole,
      parts: [...parts],
    }));
    const known = knowable(this.given, sums);
    const hidden = [...this.hidden].map((name) => ({ name, bounds: known.get(name)! }));
    const fewest = rule("smallest_count");
    const [smallest] = hidden
      .map(({ bounds }) => bounds)
      .filter(({ least }) => least > 0)
      .sort((a, b) => a.most - b.most || b.least - a.least);
    return {
      counts: this.given.size,
      hidden: hidden.length,
      told: hidden
        .filter(({ bounds }) => bounds.least >= 1 && bounds.most < fewest)
        .map(({ name }) => name),
      smallest: smallest ?? null,
    };
  }
}
