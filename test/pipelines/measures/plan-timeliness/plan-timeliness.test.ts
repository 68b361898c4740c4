import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type PlanTime,
  planTimes,
} from "../../../../pipelines/measures/plan-timeliness/measure.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

describe("plans issued in time, in the sample", () => {
  let warehouse: Warehouse;
  let rows: PlanTime[];
  beforeAll(async () => {
    warehouse = await builtWarehouse();
    ({ rows } = await planTimes.rows(warehouse));
  });
  afterAll(() => warehouse?.close());

  const counted = async (where: string) =>
    (
      await warehouse.one<{ n: number }>(
        `select count(*)::integer as n from plans where days_to_plan is not null and ${where}`,
      )
    ).n;
  const find = (period: string, clock: string, time: string) =>
    rows.find(
      (row) =>
        row.authority_code === "all" &&
        row.period === period &&
        row.clock === clock &&
        row.time === time,
    )!;

  it("are those of the table of plans, exceptions left out and counted", async () => {
    const year = "year(issued_on) = 2025 and not has_exception";
    const [inTime, issued] = [
      await counted(`${year} and days_to_plan <= 140`),
      await counted(year),
    ];
    const row = find("2025", "without exceptions", "in time");
    expect(Math.abs(row.child_count! - inTime)).toBeLessThanOrEqual(2);
    expect(Math.abs(row.all_count! - issued)).toBeLessThanOrEqual(2);
    const ever = "year(issued_on) between 2024 and 2026";
    const both = find("all years", "with exceptions", "in time");
    expect(Math.abs(both.all_count! - (await counted(ever)))).toBeLessThanOrEqual(2);
    const own = find("all years", "without exceptions", "in time");
    expect(own.all_count!).toBeLessThan(both.all_count!);
  });

  it("leave the requests still open at the end of a year out of the share, and show them", async () => {
    const { n } = await warehouse.one<{ n: number }>(`
      select count(*)::integer as n from requests
      where requested_on <= date '2024-12-31' and request_outcome in ('Y', 'A')
        and coalesce(assessment_outcome, 'A') in ('Y', 'A')
        and (assessment_outcome_on is null or assessment_outcome_on > date '2024-12-31')`);
    const [open, late] = ["open", "open, late"].map((time) =>
      find("2024", "without exceptions", time),
    );
    expect(Math.abs(open!.child_count! + late!.child_count! - n)).toBeLessThanOrEqual(4);
  });

  it("hide a whole of all authorities that would tell the parts that are hidden", () => {
    expect(find("2025", "without exceptions", "open, late").symbol).toBe("c");
  });

  it("show no count of 1 to 4", () => {
    expect(rows.some((row) => row.symbol === "c")).toBe(true);
    for (const row of rows) {
      if (row.child_count !== null) expect(row.child_count % 5).toBe(0);
      if (row.child_count === null) expect(row.share).toBeNull();
    }
  });
});
