import { group } from "d3";
import { beforeAll, describe, expect, test } from "vitest";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import type { Released, ReleasedRow } from "./released.ts";
import { SAMPLES } from "./samples.ts";

/** Least and most of a number, as an attacker works them out. */
type Known = [least: number, most: number];
const MANY = 1e6;

const keyOf = (row: ReleasedRow, ...columns: string[]): string =>
  columns.map((column) => row[column]).join("|");

/**
 * How many of a group changed: a mean is missing where fewer than 5 did, and shown where 5 or more did;
 * where everyone's is missing it may be because of two parts with as few each.
 */
function changed({ child_count, change_mean }: ReleasedRow, isOfAll: boolean): Known {
  if (change_mean !== null) return [5, MANY];
  if (child_count === null) return [0, 4];
  // To the nearest five: of 28 or 29 a mean is missing whatever changed.
  return Number(child_count) < 35 ? [0, Number(child_count) + 2] : [0, isOfAll ? 4 : 8];
}

const isToldFew = ([least, most]: Known): boolean => least >= 1 && most < 5;

/** What the parts are, given that they add up to the whole. */
const parts = (whole: Known, own: readonly Known[]): Known[] =>
  own.map(([least, most], i) => {
    const others = own.filter((_, j) => j !== i);
    const sum = (at: 0 | 1) => others.reduce((all, other) => all + other[at], 0);
    return [Math.max(least, whole[0] - sum(1)), Math.min(most, whole[1] - sum(0))];
  });

describe.each(SAMPLES)("who subtracts within one release of %s", (_, sample) => {
  let tables: Released;
  let warehouse: Warehouse;
  beforeAll(async () => {
    ({ tables, warehouse } = await sample());
  });
  const table = (name: string) => tables.get(name)!;

  test("is told of no group that 1 to 4 of its children changed, improved or worsened", () => {
    const rows = table("change-by-authority");
    const areas = group(rows, (row) =>
      keyOf(row, "instrument", "version", "authority_code", "domain"),
    );
    const verdicts = new Map(
      table("verdicts-by-authority").map((row) => [
        keyOf(row, "instrument", "version", "authority_code", "domain"),
        row,
      ]),
    );
    const told: string[] = [];
    let missing = 0;
    for (const [area, own] of areas) {
      const everyone = own.find(({ group_kind }) => group_kind === "Everyone");
      if (!everyone) continue;
      const isOfAll = everyone.change_mean !== null;
      const isProper = ({ child_count, change_mean }: ReleasedRow) =>
        change_mean !== null && child_count !== everyone.child_count;
      // Where no group is shown, the groups may be missing because few of everyone improved.
      const isOfGroups = own.some(isProper);
      const of = (row: ReleasedRow): Known =>
        isOfGroups || row.change_mean !== null ? changed(row, isOfAll) : [0, MANY];
      const all = changed(everyone, isOfAll);
      for (const [kind, some] of group(own, ({ group_kind }) => group_kind)) {
        if (kind === "Everyone") continue;
        missing += some.filter(({ change_mean }) => change_mean === null).length;
        parts(all, some.map(of)).forEach((known, i) => {
          if (isToldFew(known)) told.push(`${area}: ${some[i]!.group_name}`);
        });
      }
      const verdict = verdicts.get(area);
      if (!verdict || verdict.unchanged_share === null) continue;
      const share = (name: string): Known => (verdict[name] === null ? [0, 4] : [5, MANY]);
      const both = [share("improved_share"), share("worsened_share")];
      if (parts(all, both).some(isToldFew)) told.push(`${area}: verdicts`);
    }
    expect(missing).toBeGreaterThan(10);
    expect(told).toEqual([]);
  });

  test("does not learn from groups beside each other how few improved where the others worsened", async () => {
    // Where every change is more than error, which the limit and the steps of an area say.
    const judged = new Set(
      (
        await warehouse.rows<Record<string, string>>(`
          select instrument, version, authority_code, domain from changes
          where rated_by = 'professional' and bridge is null group by all
          having count(verdict) > 0 and count(*) filter (change <> 0) = count(*) filter (verdict in ('improved', 'worsened'))`)
      ).map((row) => keyOf(row, "instrument", "version", "authority_code", "domain")),
    );
    const areas = group(table("change-by-authority"), (row) =>
      keyOf(row, "instrument", "version", "authority_code", "domain"),
    );
    const told = table("verdicts-by-authority").flatMap((row) => {
      const area = keyOf(row, "instrument", "version", "authority_code", "domain");
      if (!judged.has(area) || row.unchanged_share === null) return [];
      const least = [...group(areas.get(area)!, ({ group_kind }) => group_kind).values()].map(
        (own) => 5 * own.filter(({ change_mean }) => change_mean !== null).length,
      );
      const pairs = [
        ["improved_share", "worsened_share"],
        ["worsened_share", "improved_share"],
      ] as const;
      return pairs
        .filter(([hidden, shown]) => row[hidden] === null && row[shown] !== null)
        .map(([, shown]) => ((Number(row[shown]) + 0.5) / 100) * (Number(row.child_count) + 2))
        .filter((most) => Math.max(...least) - Math.floor(most) >= 1)
        .map(() => area);
    });
    if (sample === SAMPLES[0][1]) expect(judged.size).toBeGreaterThan(0);
    expect(told).toEqual([]);
  });

  test("finds nothing of what is left of a hundred where something else happened to few or none", () => {
    const rows = table("reintegration").filter(
      ({ event_share, other_share }) => event_share !== null && other_share === null,
    );
    for (const row of rows)
      expect([row.still_share, row.still_lower, row.still_upper], JSON.stringify(row)).toEqual([
        null,
        null,
        null,
      ]);
  });

  test("finds a mean of an authority that is hidden of everyone in no table of a trial", () => {
    const everyone = group(
      table("change-by-authority").filter(({ group_kind }) => group_kind === "Everyone"),
      (row) => keyOf(row, "authority_code", "domain"),
    );
    // Of 28 or 29 a mean is missing whatever changed.
    const isHidden = (key: string) =>
      (everyone.get(key) ?? []).some(
        ({ child_count, change_mean }) => change_mean === null && Number(child_count) >= 35,
      );
    const shown = table("need-estimate-authorities").filter(
      (row) => row.change_mean !== null && isHidden(keyOf(row, "authority_code", "outcome")),
    );
    expect(shown).toEqual([]);
    const sides = group(
      table("need-estimate-authorities").filter(({ is_compared }) => is_compared),
      (row) => keyOf(row, "evaluation", "comparison", "outcome"),
      ({ side }) => side,
    );
    for (const row of table("need-estimates")) {
      if (row.trial_mean === null) continue;
      for (const [, own] of sides.get(keyOf(row, "evaluation", "comparison", "outcome")) ?? []) {
        const codes = new Set(own.map(({ authority_code }) => authority_code));
        const [code] = codes;
        if (codes.size === 1)
          expect(isHidden(`${code}|${row.outcome}`), JSON.stringify(row)).toBe(false);
      }
    }
  });

  test("finds each share of a move made of the counts beside it, and no start with one way alone", () => {
    const moves = table("placement-moves");
    expect(moves.length).toBeGreaterThan(10);
    const starts = group(moves, (row) => keyOf(row, "authority_code", "period", "from_group"));
    for (const [, own] of starts) {
      const shown = own.reduce((sum, { child_count }) => sum + Number(child_count ?? 0), 0);
      const all = Math.max(...own.map(({ all_count }) => Number(all_count ?? 0)));
      const isWhole = own.every(({ child_count }) => child_count !== null);
      for (const row of own) {
        if (row.share === null) continue;
        const share = (100 * Number(row.child_count)) / (isWhole ? shown : Math.max(shown, all));
        expect(Math.abs(Number(row.share) - share), JSON.stringify(row)).toBeLessThan(0.06);
      }
    }
    for (const [start, own] of starts) {
      const { from_group } = own[0]!;
      if (from_group !== "entered")
        expect(
          own.some(({ to_group }) => to_group === from_group),
          start,
        ).toBe(true);
      if (own.length > 1) continue;
      expect(own[0]!.to_group === "several" || own[0]!.all_count === null, start).toBe(true);
    }
  });

  test("finds no share beside a count that is hidden: one of nought would say that it is none", () => {
    const told = [...tables].flatMap(([name, rows]) =>
      rows
        .filter((row) => row.symbol === "c" && row.child_count === null)
        .filter((row) => ["share", "gap", "first_mean"].some((column) => row[column] != null))
        .map((row) => `${name}: ${JSON.stringify(row)}`),
    );
    expect(told).toEqual([]);
  });

  test("learns of no outcome that none of a group had it", () => {
    for (const name of ["fair-access", "plan-timeliness"]) {
      expect(table(name).filter(({ child_count }) => child_count === 0)).toEqual([]);
      if (sample === SAMPLES[0][1])
        expect(table(name).some(({ child_count }) => child_count === null)).toBe(true);
    }
  });

  test("is not told by all authorities together that an authority's costs are of 1 to 4 children", () => {
    const said = ({ child_count }: ReleasedRow): Known =>
      child_count === null ? [1, MANY] : [Number(child_count) - 2, Number(child_count) + 2];
    const places = group(table("cost-by-placement"), (row) =>
      keyOf(row, "financial_year", "placement_group"),
    );
    for (const [place, own] of places) {
      const all = own.find(({ authority_code }) => authority_code === "all")!;
      const each = own.filter((row) => row !== all);
      expect(parts(said(all), each.map(said)).some(isToldFew), place).toBe(false);
    }
  });

  test("finds the costs of the same children hidden in both tables or in none", () => {
    const costs = new Map(
      table("cost-by-placement")
        .filter(({ authority_code }) => authority_code === "all")
        .map((row) => [keyOf(row, "financial_year", "placement_group"), row]),
    );
    const same = table("cost-ways").filter(({ who }) => who === "with a row of spend");
    for (const row of same) {
      const other = costs.get(keyOf(row, "financial_year", "placement_group"));
      if (other) expect(row.child_count, JSON.stringify([row, other])).toBe(other.child_count);
    }
    for (const row of [...table("cost-ways"), ...table("cost-by-placement")]) {
      // To the nearest five: 30 may be 28.
      if (Number(row.child_count) > 25 || row.mean_gbp === null) continue;
      for (const column of ["mean_gbp", "lower_gbp", "upper_gbp"])
        expect(Number(row[column]) % 1000, JSON.stringify(row)).toBe(0);
    }
  });

  test("cannot count the rows that were refused for a reason of fewer than five", () => {
    for (const [loader, own] of group(table("refusals"), (row) => row.loader))
      expect(own.filter(({ row_count }) => row_count === null).length, `${loader}`).toBeLessThan(2);
  });

  test("finds no few of one side of a trial, to whom something else happened, by the other and all", async () => {
    const few = await warehouse.rows<{ stage: string; side: string; weeks: number[] }>(`
      select stage, side, list(distinct week) as weeks from (
        select stage, side, week, count(*) filter (cause = 2 and ceil(days / 7) <= week) as others, count(*) as n
        from reintegration_times join trial_sides using (authority_code), unnest([26, 52, 78, 104]) as weeks(week)
        where stage <> 'left out' group by all
      ) where others between 1 and 4 and n >= 30 group by all`);
    for (const { stage, side, weeks } of few) {
      const shown = table("reintegration").filter(
        (row) =>
          row.stage === stage &&
          row.authority_code === (side === "trial" ? "comparison" : "trial") &&
          weeks.map(Number).includes(Number(row.week)) &&
          row.other_share !== null,
      );
      expect(shown, stage).toEqual([]);
    }
  });
});
