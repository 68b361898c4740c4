import { beforeAll, describe, expect, it } from "vitest";
import { spaced } from "../../../../pipelines/measures/shared/spaced.ts";
import { type Wait, waits } from "../../../../pipelines/measures/waits/measure.ts";
import { openWarehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { held, journeyOf } from "../journey-sample.ts";

describe("how long children wait, in the committed sample", () => {
  let journey: Awaited<ReturnType<typeof journeyOf>>;
  beforeAll(async () => {
    journey = await journeyOf(2027);
  });

  it("finds the planted chance of a plan within 20 weeks in every authority", () => {
    expect(held(journey).ofPlans).toEqual([true, true, true, true, true, true]);
  });

  it("counts those who still wait: the share of the finished alone would be wrong", () => {
    const row = journey.waits.find(
      (one) => one.authority_code === "all" && one.wait === "plan" && one.week === 20,
    )!;
    const of = journey.truth.requests;
    const requests = of.reduce((sum, one) => sum + one.requests, 0);
    const late = of.reduce((sum, one) => sum + (1 - one.within_20_weeks) * one.requests, 0);
    expect(Math.abs(row.waiting_share! - (100 * late) / requests)).toBeLessThan(4);
  });

  it("finds the planted chance of being tried in mainstream within a year", () => {
    expect(held(journey).tried).toBe(true);
  });

  it("hides curves of fewer than 30, and says no number of 1 to 4", () => {
    for (const row of journey.waits) {
      if (row.child_count === null) expect(row.symbol).toBe("c");
      else expect(row.child_count).toBeGreaterThanOrEqual(30);
      if (row.waiting_share === null) expect([row.lower, row.upper]).toEqual([null, null]);
      else expect(row.at_risk).toBeGreaterThanOrEqual(10);
    }
  });
});

/** Waits of a council by locality, of whom all but every fifth are over. */
async function published(localities: Record<string, number>): Promise<Wait[]> {
  const warehouse = await openWarehouse(":memory:");
  const children = Object.entries(localities).flatMap(([locality, n]) =>
    Array.from(
      { length: n },
      (_, i) => `('${locality} ${i}', '${locality}', ${60 + ((i * 37) % 300)}, ${i % 5 > 0})`,
    ),
  );
  await warehouse.run(`
    create table authorities as select 'X1' as authority_code, 'Northmere' as name;
    create table waits as select child_id, 'X1' as authority_code, 'plan' as wait, locality, days, is_over, date '2026-01-15' as as_of
    from (values ${children.join(", ")}) as t(child_id, locality, days, is_over)`);
  const { rows } = await waits.rows(warehouse);
  warehouse.close();
  return rows;
}

describe("waits by locality", () => {
  const shownOf = (rows: readonly Wait[]) =>
    [...new Set(rows.filter((row) => row.child_count !== null).map((row) => row.locality))].sort();
  const inAny = (rows: readonly Wait[]) =>
    rows.filter(({ locality, authority_code }) => locality !== "all" && authority_code !== "all");

  it("are shown of localities with enough, where none or enough are in those that are hidden", async () => {
    const rows = await published({ Coast: 90, North: 60, South: 20, "Not known": 15 });
    expect(shownOf(inAny(rows))).toEqual(["Coast", "North"]);
    const coast = rows.find((row) => row.locality === "Coast" && row.week === 20)!;
    expect(coast.child_count).toBe(90);
    expect(coast.lower).toBeLessThan(coast.waiting_share!);
  });

  it("hide one more locality where the others would be told by subtraction", async () => {
    const rows = await published({ Coast: 90, North: 60, South: 20 });
    expect(shownOf(inAny(rows))).toEqual(["Coast"]);
  });

  it("are not told where every child's is one of those not known, or too few are known", async () => {
    expect(inAny(await published({ Coast: 20, North: 20, "Not known": 90 }))).toEqual([]);
  });
});

describe("points of a curve", () => {
  const of = (counts: readonly number[], whole: number) =>
    spaced(counts, (count) => count, { whole, fewest: 5 });

  it("are shown where five or more lie between them, those that matter first", () => {
    expect(of([20, 22, 10, 26, 6], 40)).toEqual([20, 10, 26]);
  });

  it("are not shown where fewer than five came before, or are left", () => {
    expect(of([3, 37, 36, 5], 40)).toEqual([5]);
    expect(of([40, 0], 40)).toEqual([40, 0]);
  });
});
