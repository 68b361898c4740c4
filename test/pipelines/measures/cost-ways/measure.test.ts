import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { costByPlacement } from "../../../../pipelines/measures/cost-by-placement/measure.ts";
import { costLedger } from "../../../../pipelines/measures/cost-ledger/measure.ts";
import { costWays } from "../../../../pipelines/measures/cost-ways/measure.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await builtWarehouse();
});
afterAll(() => warehouse.close());

describe("who is in a cost", () => {
  test("269 children who stayed had no row of spend: 228 of them in mainstream, at 7,800 or 9,700 pounds", async () => {
    // From placements and spend as they were loaded; of the file with the children of the spend extract.
    const stayed = (file: string) =>
      warehouse.rows<{ placement_group: string; none: number; paid: number; all: number }>(`
        with own as (
          select child_id, placement_group from placement_years
          where financial_year = '2025-26' and day_count >= 350
            and child_id in (select child_id from loaded_placements join loads using (load_id) where file like '${file}')
        ), paid as (
          select child_id, sum(amount_gbp) filter (category <> 'transport') as gbp from spend where financial_year = '2025-26' group by child_id
        )
        select placement_group, (count(*) filter (paid.child_id is null))::integer as none,
          avg(coalesce(gbp, 0)) filter (paid.child_id is not null)::double as paid, avg(coalesce(gbp, 0))::double as all
        from own left join paid using (child_id) group by placement_group`);
    const extract = await stayed("placements.csv");
    expect(extract.reduce((sum, { none }) => sum + none, 0)).toBe(269);
    const mainstream = extract.find(({ placement_group }) => placement_group === "mainstream")!;
    expect(mainstream.none).toBe(228);
    expect(Math.round(mainstream.paid / 100)).toBe(97);
    expect(Math.round(mainstream.all / 100)).toBe(78);
    const every = (await stayed("%")).find(
      ({ placement_group }) => placement_group === "mainstream",
    )!;
    const { rows } = await costWays.rows(warehouse);
    const of = (who: string) =>
      rows.find(
        (row) =>
          row.financial_year === "2025-26" &&
          row.placement_group === "mainstream" &&
          row.who === who,
      )!;
    const apart = of("all who stayed").child_count! - of("with a row of spend").child_count!;
    expect(Math.abs(apart - every.none)).toBeLessThanOrEqual(4);
    // Winsorised, so a little below the plain means.
    expect(of("with a row of spend").mean_gbp).toBe(9600);
    expect(Math.abs(of("all who stayed").mean_gbp! - every.all)).toBeLessThanOrEqual(200);
    const same = (await costByPlacement.rows(warehouse)).rows.find(
      (row) =>
        row.authority_code === "all" &&
        row.financial_year === "2025-26" &&
        row.placement_group === "mainstream",
    )!;
    expect(of("with a row of spend").mean_gbp).toBe(same.mean_gbp);
  });

  test("the ledger's parts are everyone, and residential schools stand apart or not at all", async () => {
    const { rows } = await costLedger.rows(warehouse);
    for (const year of new Set(rows.map((row) => row.financial_year))) {
      const own = rows.filter((row) => row.financial_year === year);
      const [all, ...parts] = own.map(({ child_count }) => Number(child_count ?? 2));
      expect(Math.abs(all! - parts.reduce((a, b) => a + b, 0))).toBeLessThanOrEqual(10);
    }
    const ways = (await costWays.rows(warehouse)).rows;
    for (const row of ways.filter(({ placement_group }) => placement_group === "residential")) {
      const other = ways.find(
        (one) =>
          one.placement_group === "independent_special_day" &&
          one.financial_year === row.financial_year &&
          one.who === row.who,
      );
      expect(other?.mean_gbp == null).toBe(row.mean_gbp === null);
    }
  });
});
