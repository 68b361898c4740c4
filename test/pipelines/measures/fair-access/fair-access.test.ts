import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FairAccess, fairAccess } from "../../../../pipelines/measures/fair-access/measure.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

describe("fair access, in the sample", () => {
  let warehouse: Warehouse;
  let rows: FairAccess[];
  beforeAll(async () => {
    warehouse = await builtWarehouse();
    ({ rows } = await fairAccess.rows(warehouse));
  });
  afterAll(() => warehouse?.close());

  it("counts a child once in each outcome, and every child in each division", async () => {
    const twice = await warehouse.rows(
      "select child_id, outcome from access_outcomes group by all having count(*) > 1",
    );
    expect(twice).toEqual([]);
    const { placed } = await warehouse.one<{ placed: number }>(
      "select count(*)::integer as placed from access_outcomes where outcome = 'apart'",
    );
    for (const kind of ["sex", "age", "need"]) {
      const all = rows
        .filter(
          (row) =>
            row.authority_code === "all" && row.outcome === "apart" && row.group_kind === kind,
        )
        .reduce((sum, row) => sum + (row.all_count ?? 0), 0);
      expect(Math.abs(all - placed), kind).toBeLessThan(15);
    }
  });

  it("finds the planted share of refusals in every group of which enough is known", () => {
    const known = rows.filter(
      (row) => row.authority_code === "all" && row.outcome === "refused" && row.share !== null,
    );
    expect(known.length).toBeGreaterThan(5);
    const within = known.filter((row) => row.lower! <= 24.7 && row.upper! >= 24.7);
    expect(within.length).toBeGreaterThanOrEqual(known.length - 1);
  });

  it("measures gaps from everyone of the same authority", () => {
    const [girls, boys] = ["Girls", "Boys"].map(
      (name) =>
        rows.find(
          (row) =>
            row.authority_code === "all" && row.outcome === "apart" && row.group_name === name,
        )!,
    );
    expect(girls!.gap! - boys!.gap!).toBeCloseTo(girls!.share! - boys!.share!, 5);
  });

  it("shows no group of which all, none, or all but a few had it happen", () => {
    expect(rows.some((row) => row.symbol === "c")).toBe(true);
    for (const row of rows) {
      if (row.child_count === null) expect(row.share).toBeNull();
      if (row.share !== null) {
        expect(row.share).toBeGreaterThan(0);
        expect(row.share).toBeLessThan(100);
      }
    }
  });
});
