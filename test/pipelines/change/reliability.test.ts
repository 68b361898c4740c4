import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectFile } from "../../../pipelines/project.ts";
import type { Warehouse } from "../../../pipelines/warehouse.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

interface Planted {
  moderation: { instrument: string; children: number; icc: number }[];
}
const planted = (JSON.parse(readFileSync(projectFile("data/sample/truth.json"), "utf8")) as Planted)
  .moderation;

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await builtWarehouse([projectFile("data/sample")], []);
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
      select * from changes join reliable_change_limits using (instrument, version, authority_code, domain)
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
