import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeByAuthority } from "../../../../pipelines/measures/change-by-authority/measure.ts";
import { changeWeighted } from "../../../../pipelines/measures/change-weighted/measure.ts";
import { verdictsByAuthority } from "../../../../pipelines/measures/verdicts-by-authority/measure.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

interface Planted {
  moderation: { instrument: string; children: number; icc: number }[];
}
const planted = (JSON.parse(readFileSync(projectFile("data/sample/truth.json"), "utf8")) as Planted)
  .moderation;

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await builtWarehouse();
});
afterAll(() => warehouse.close());

describe("reliability from children scored twice", () => {
  test("holds the agreement that was planted, for each instrument", async () => {
    const rows = await warehouse.rows<{ instrument: string; lower: number; upper: number }>(`
      select instrument || ' ' || version as instrument, n, lower, upper from reliability
      where domain = 'total' and authority_code = 'all' and estimate is not null and method ilike '%icc%'`);
    expect(rows.length).toBe(planted.length);
    for (const { instrument, icc } of planted) {
      const found = rows.find((row) => row.instrument === instrument)!;
      expect(found.lower).toBeLessThan(icc);
      expect(found.upper).toBeGreaterThan(icc);
    }
  });

  test("gives every professional's change a verdict where agreement is known", async () => {
    const rows = await warehouse.rows(`
      select rated_by = 'professional' as is_professional, verdict is not null as is_judged, count(*) > 0 as is_any
      from changes where domain = 'total' group by 1, 2 order by 1`);
    expect(rows).toEqual([{ is_professional: true, is_judged: true, is_any: true }]);
  });

  test("calls a change reliable exactly from the limit on, and in its own direction", async () => {
    const wrong = await warehouse.rows(`
      select * from changes join reliable_change_limits using (instrument, version, domain)
      where verdict is not null and verdict <> case
        when change <= -threshold then 'improved' when change >= threshold then 'worsened' else 'no reliable change' end
      and abs(abs(change) - threshold) > 1e-9`);
    expect(wrong).toEqual([]);
  });

  test("never makes a moderator's reading one of the two of a change", async () => {
    const { n } = await warehouse.one<{ n: number }>(
      "select count(*) as n from changes where rated_by not in ('professional', 'family', 'young_person')",
    );
    expect(n).toBe(0);
  });
});

describe("what is published of verdicts", () => {
  test("is of every authority and area, in whole per cent that add up", async () => {
    const { rows } = await verdictsByAuthority.rows(warehouse);
    expect(rows.length).toBeGreaterThan(40);
    const shown = rows.filter((row) => row.unchanged_share !== null);
    const hidden = rows.filter((row) => row.unchanged_share === null);
    expect(hidden.map(({ symbol }) => symbol)).toEqual(hidden.map(() => "c"));
    expect(hidden.length).toBeLessThan(rows.length / 3);
    for (const row of shown) {
      const parts = [row.improved_share, row.unchanged_share, row.worsened_share].map(Number);
      expect(parts.reduce((sum, share) => sum + share, 0)).toBe(100);
      for (const share of parts) expect(Number.isInteger(share)).toBe(true);
    }
  });

  test("tells nobody apart of fewer than five who improved or worsened, and shares of rounded counts", async () => {
    const { rows } = await verdictsByAuthority.rows(warehouse);
    const counts = await warehouse.rows(`
      select instrument, version, authority_code, domain, count(verdict) as n,
        count(*) filter (verdict = 'improved') as improved, count(*) filter (verdict = 'worsened') as worsened
      from changes where rated_by = 'professional' and bridge is null group by all`);
    const fives = (n: unknown) => Math.round(Number(n) / 5) * 5;
    let few = 0;
    for (const row of rows) {
      const own = counts.find(
        (other) =>
          other.instrument === row.instrument &&
          other.version === row.version &&
          other.authority_code === row.authority_code &&
          other.domain === row.domain,
      )!;
      expect(row.child_count).toBe(fives(own.n));
      if (row.symbol === "c") continue;
      for (const kind of ["improved", "worsened"] as const) {
        const isFew = Number(own[kind]) < 5;
        few += Number(isFew);
        expect(row[`${kind}_share`]).toBe(
          isFew ? null : Math.round((100 * fives(own[kind])) / fives(own.n)),
        );
      }
    }
    expect(few).toBeGreaterThan(0);
  });

  test("says why there are none where it is not known how far raters agree", async () => {
    await warehouse.run(
      "begin transaction; update reliable_change_limits set s_diff = null, z = null, threshold = null, reliability = null, reliability_n = null, reason = 'reliability_unknown'",
    );
    const { rows } = await verdictsByAuthority.rows(warehouse);
    await warehouse.run("rollback");
    expect(
      new Set(rows.map((row) => `${row.symbol} ${row.reason} ${row.unchanged_share}`)),
    ).toEqual(new Set(["x reliability_unknown null"]));
  });
});

describe("what is published of the mean weighted for the missing", () => {
  test("has as its plain mean what the page shows of everyone", async () => {
    const { rows } = await changeWeighted.rows(warehouse);
    const plain = (await changeByAuthority.rows(warehouse)).rows.filter(
      (row) => row.domain === "total" && row.group_kind === "Everyone",
    );
    expect(rows.length).toBe(plain.length);
    for (const row of rows) {
      const same = plain.find(
        (other) =>
          other.authority_code === row.authority_code && other.instrument === row.instrument,
      );
      expect([row.child_count, row.seen_mean, row.seen_lower, row.seen_upper]).toEqual([
        same?.child_count,
        same?.change_mean,
        same?.lower,
        same?.upper,
      ]);
    }
  });
});
