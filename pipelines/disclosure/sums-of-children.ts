import { rule } from "../warehouse/rules.ts";
import { type Bounds, knowable, type Sum, toldFew } from "./audit.ts";

/** A row of a table that would keep a count from being told if it were hidden, by some of its columns. */
export interface Cover {
  table: string;
  where: Readonly<Record<string, unknown>>;
  /** The one column of it that is hidden; all its figures unless said. */
  column?: string;
}

export interface Audit {
  /** Counts of children in the tables that add up with others, and how many of them are hidden. */
  counts: number;
  hidden: number;
  /** Names of hidden counts that can be told to be fewer than the smallest that is shown. */
  told: string[];
  /** Rows that keep them from being told: for each the smallest that does, or the smallest there is. */
  covers: Cover[];
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

/** Between what the count of a share in whole per cent lies, both counts being to the nearest five. */
export function countOf(share: number, of: number): Bounds {
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

/** Name of an authority's children who were read with an instrument version. */
export const childrenOf = (row: {
  authority_code: string;
  instrument: string;
  version: string;
}): string => `${row.authority_code}, ${row.instrument} ${row.version}`;

/** Name of those of them with two readings. */
export const paired = (of: string): string => `${of}: two readings`;

/** Name of those of them with two readings of an area of need; of the total it is all of them. */
export const pairedIn = (of: string, domain: string): string =>
  domain === "total" ? paired(of) : `${paired(of)} of ${domain}`;

/** Name of those of a group of them with two readings of an area of need; of the total it is all of the group. */
export const groupIn = (
  of: string,
  row: { group_kind: string; group_name: string; domain: string },
): string => {
  const group = `${of}: ${row.group_kind}, ${row.group_name}`;
  return row.domain === "total" ? group : `${group}, read in ${row.domain}`;
};

/** Name of those with two readings, of whatever area, among the sets of `contributors`. */
export const everyone = (row: Parameters<typeof childrenOf>[0]): string =>
  `${childrenOf(row)}: Everyone, Everyone`;

/** Name of the children of all authorities who were read twice, with whatever instrument. */
export const ANY_INSTRUMENT = "any instrument: everyone";

/** Name of the children whom a trial's estimate is of, or that of a subgroup; `contributors` puts "trial" before it. */
export const trialSet = (evaluation: string, subgroup: string | null): string =>
  subgroup === null ? evaluation : `${evaluation}, ${subgroup}`;

/**
 * Sets of `contributors` behind a trial's figure of an area of need, or of the total: its children, and
 * those of them who were read twice in the area.
 *
 * @param whose The trial's set, and an authority's part of it.
 */
export const trialSetsIn = (whose: string, outcome: string): string[] =>
  outcome === "total"
    ? [`trial ${whose}`]
    : [`trial ${whose}`, `trial ${whose}, read in ${outcome}`];

/** Ways of asking that are of other children than the headline, as a method names them at its end. */
export const TRIAL_WAYS = [
  "over all instruments",
  "first assessed since the start",
  "all read since the start",
  "one entry window",
  "followed up after about a year",
] as const;
export type TrialWay = (typeof TRIAL_WAYS)[number];

/** The same of an estimate; that of a subgroup, or of other children, waits for that of everyone. */
export const trialSetsOf = (
  evaluation: string,
  { subgroup, outcome, method }: { subgroup: string | null; outcome: string; method: string },
): string[] => [
  ...TRIAL_WAYS.filter((way) => method.endsWith(`, ${way}`)).flatMap((way) =>
    trialSetsIn(trialSet(evaluation, way), outcome),
  ),
  ...trialSetsIn(trialSet(evaluation, subgroup), outcome),
  ...(subgroup === null ? [] : trialSetsIn(trialSet(evaluation, null), outcome)),
];

/** Name of the children of all authorities who were read twice with an instrument version. */
export const everywhere = (row: { instrument: string; version: string }): string =>
  supported(row, "everyone");

/** Name of the children of all authorities who had a kind of support. */
export const supported = (row: { instrument: string; version: string }, support: string): string =>
  `${row.instrument} ${row.version}: ${support}`;

/** A set of children and the sets that it is divided into in one way, by their names in `contributors`. */
export interface Division {
  whole: string;
  /** Parts of which something is published; what they leave of the whole is one more. */
  parts: readonly string[];
}

/** A row's count of children, or null where it is hidden. */
export interface Counted {
  child_count?: number | null | undefined;
}

/**
 * Counts of children by name, what published tables say of each, and which are sums of which. Every
 * table about an authority's children with two readings is another way of dividing the same
 * children, so what one table hides another may tell.
 */
export class SumsOfChildren {
  private readonly given = new Map<string, Bounds>();
  private readonly hidden = new Set<string>();
  private readonly sums = new Map<string, { whole: string; parts: Set<string> }>();
  private readonly saidBy = new Map<string, { row: Counted; cover: Cover | null }[]>();
  private readonly names = new Map<string, string>();

  /** Says that a count is of a set of `contributors` that has another name there. */
  isOf(name: string, cell: string): void {
    this.names.set(cell, name);
  }

  /** The name under which a set of `contributors` is counted here. */
  nameOf(cell: string): string {
    return this.names.get(cell) ?? cell;
  }

  has(name: string): boolean {
    return this.given.has(name);
  }

  /**
   * Takes in what a table says of a number; several may speak of the same one.
   *
   * @param cover How it is hidden, where that is not by hiding the row.
   * @param isNoneHidden Whether the table hides a 0 as it hides 1 to 4.
   */
  say(name: string, row: Counted, cover: Cover | null = null, isNoneHidden = false): void {
    const { child_count } = row;
    const count = child_count === null || child_count === undefined ? null : Number(child_count);
    this.saidBy.set(name, [...(this.saidBy.get(name) ?? []), { row, cover }]);
    const before = this.given.get(name) ?? ANY;
    this.bound(name, count === null && isNoneHidden ? ANY : saidBy(count));
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
  part(whole: string, division: string, name: string, row: Counted, isNoneHidden = false): void {
    this.say(name, row, null, isNoneHidden);
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

  /** Every way in which sets of children are divided. */
  divisions(): Division[] {
    const cells = new Map([...this.names].map(([cell, name]) => [name, cell]));
    const cellOf = (name: string) => cells.get(name) ?? name;
    return [...this.sums.values()].map(({ whole, parts }) => ({
      whole: cellOf(whole),
      parts: [...parts].map(cellOf),
    }));
  }

  /** @param coverOf How a row that said a count is hidden; null for one that cannot be. */
  async audit(coverOf: (row: Counted) => Cover | null = () => null): Promise<Audit> {
    const sums: Sum[] = [...this.sums.values()].map(({ whole, parts }) => ({
      whole,
      parts: [...parts],
    }));
    const told = await toldFew(this.given, sums, this.hidden, rule("smallest_count"));
    return {
      counts: this.given.size,
      hidden: this.hidden.size,
      told,
      covers: [...new Set(told.flatMap((name) => this.covers(name, sums, coverOf)))],
    };
  }

  /**
   * The rows to hide so that a count is no longer told, as far as tightening sees. Where all that the
   * count is a part of is hidden already, those of the sums that tell something of these.
   */
  private covers(
    name: string,
    sums: readonly Sum[],
    coverOf: (row: Counted) => Cover | null,
  ): Cover[] {
    const keeps = ({ other }: { other: string }) => {
      const without = knowable(new Map([...this.given, [other, HIDDEN]]), sums);
      return !isFew(without.get(name)!);
    };
    let near = sums.filter(({ parts }) => parts.includes(name));
    for (;;) {
      const names = new Set(near.flatMap(({ whole, parts }) => [...parts, whole]));
      const candidates = [...names]
        .filter((other) => !this.hidden.has(other) && this.given.get(other)!.most > 0)
        .map((other) => ({
          other,
          most: this.given.get(other)!.most,
          rows: (this.saidBy.get(other) ?? []).map(({ row, cover }) => cover ?? coverOf(row)),
        }))
        .filter(({ rows }) => rows.length > 0 && !rows.includes(null))
        .sort((a, b) => a.most - b.most || (a.other < b.other ? -1 : 1));
      const chosen = candidates.find(keeps) ?? candidates[0];
      if (chosen) return chosen.rows as Cover[];
      const wider = sums.filter(({ whole, parts }) =>
        [whole, ...parts].some((one) => names.has(one)),
      );
      if (wider.length === near.length) return [];
      near = wider;
    }
  }
}

/** Whether a hidden count is known to be of children, and of fewer than may be shown. */
const isFew = ({ least, most }: Bounds): boolean => least >= 1 && most < rule("smallest_count");
