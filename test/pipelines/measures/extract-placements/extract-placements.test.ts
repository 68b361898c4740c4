import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { extractPlacements } from "../../../../pipelines/measures/extract-placements/measure.ts";
import { placementMoves } from "../../../../pipelines/measures/placement-moves/measure.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

describe("Januaries of the placement extracts", () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await builtWarehouse();
  });
  afterAll(() => warehouse?.close());

  /** The first day of which an authority's extracts of assessments or spend say anything. */
  const firstDays = async () =>
    new Map(
      (
        await warehouse.rows<{ code: string; day: string }>(`
          select authority_code as code, strftime(min(day), '%Y-%m-%d') as day from (
            select authority_code, assessed_on as day from assessments union all select authority_code, starts_on from spend
          ) group by all`)
      ).map(({ code, day }) => [code, day]),
    );

  it("are none of which only the children who stayed are known", async () => {
    const { rows } = await extractPlacements.rows(warehouse);
    const first = await firstDays();
    const { day } = await warehouse.one<{ day: string }>(
      "select strftime(min(started_on), '%Y-%m-%d') as day from placements",
    );
    expect(new Set(rows.map((row) => row.authority_code)).size).toBeGreaterThan(1);
    for (const { authority_code, period } of rows) {
      // The placements themselves go back by years.
      expect(day < first.get(authority_code)!).toBe(true);
      expect(`${period}-01-15` >= first.get(authority_code)!, `${authority_code} ${period}`).toBe(
        true,
      );
    }
  });

  it("are those between which moves are followed", async () => {
    const placed = (await extractPlacements.rows(warehouse)).rows;
    const moves = (await placementMoves.rows(warehouse)).rows;
    const named = new Set(placed.map((row) => `${row.authority_code} ${row.period}`));
    for (const { authority_code, period } of moves.filter((row) => row.authority_code !== "all")) {
      expect(named).toContain(`${authority_code} ${period}`);
      expect(named).toContain(`${authority_code} ${Number(period) + 1}`);
    }
  });
});
