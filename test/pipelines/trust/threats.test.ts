import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Instrument, instrumentSchema } from "../../../loaders/contract/instrument.ts";
import { scoresTable } from "../../../pipelines/instruments/scoring/names.ts";
import { agreement } from "../../../pipelines/measures/score-trust/agreement.ts";
import { floorCeiling } from "../../../pipelines/measures/score-trust/floor-ceiling.ts";
import { fundingChange } from "../../../pipelines/measures/score-trust/funding-change.ts";
import { cutOffs, heaping, stepOf } from "../../../pipelines/measures/score-trust/heaping.ts";
import { lateness } from "../../../pipelines/measures/score-trust/lateness.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments } from "../../shipped.ts";

const core = shippedInstruments().find(
  ({ instrument }) => instrument === "vsend-core",
) as Instrument;
const instrument = instrumentSchema.parse({
  ...core,
  bands: [
    { from: 0, label: "none" },
    { from: 50, label: "Top-up" },
  ],
  tiers: undefined,
});
const areas = instrument.areas.map(({ id }) => id);

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
});
afterAll(() => warehouse.close());

/** Scores as they are made from a query of child, authority, day, rater and one need for all areas. */
async function scores(readings: string) {
  await warehouse.run(`create or replace table ${scoresTable(instrument)} as
    select row_number() over (order by child_id, assessed_on, rated_by) as assessment_id, *, ${areas.length}::tinyint as areas_answered, need::double as total_n,
      ${areas.map((id) => `need::double as ${id}_n`).join(", ")} from (${readings})`);
}

const CHILDREN = (n: number, need: string, authority = "X1", from = 0) =>
  `select 'c' || (i + ${from}) as child_id, '${authority}' as authority_code, date '2024-01-01' + (i % 300)::integer as assessed_on, 'professional' as rated_by, ${need} as need from range(${n}) as r(i)`;

describe("heaping", () => {
  test("one step of a total over eight areas of six levels is 2.5 points, of one area 20", () => {
    expect(stepOf(instrument, "total")).toBeCloseTo(2.5, 12);
    expect(stepOf(instrument, "highest area")).toBe(20);
    expect(cutOffs(instrument)).toEqual([{ scale: "total", at: 50, label: "Top-up" }]);
  });

  test("scores drawn to a cut-off are flagged; scores that rise evenly through it are not", async () => {
    const drawn = "case when i % 4 < 2 then 50 when i % 4 = 2 then 47.5 else 52.5 end";
    // 50, 100 and 150 of every 300 just below, at and just above.
    const even = "case when i % 6 < 1 then 47.5 when i % 6 < 3 then 50 else 52.5 end";
    await scores(`${CHILDREN(600, drawn)} union all ${CHILDREN(600, even, "X2", 1000)}`);
    const [first, second] = await heaping(warehouse, instrument);
    expect(first).toMatchObject({ authority_code: "X1", estimate: 0.5, is_flagged: true });
    expect(second!.authority_code).toBe("X2");
    expect(second!.estimate).toBeCloseTo(1 / 3, 12);
    expect(second!.is_flagged).toBe(false);
  });

  test("an instrument whose only cut-offs are of single areas is too coarse to judge", async () => {
    await scores(CHILDREN(100, "40"));
    await warehouse.run(
      `create or replace table ${scoresTable(core)} as from ${scoresTable(instrument)}`,
    );
    const found = await heaping(warehouse, core);
    expect(found.length).toBeGreaterThan(0);
    for (const row of found) {
      expect(row).toMatchObject({ estimate: null, is_flagged: false });
      expect(row.reason).toContain("too coarse");
    }
  });
});

describe("money", () => {
  test("a planted rise of 10 points is found within its interval, and only where a day is on record", async () => {
    await warehouse.run(
      "create or replace table reference_funding_changes as select 'X1' as authority_code, date '2024-05-30' as changed_on, 'x' as what",
    );
    const need = "40 + i % 7 + case when i % 300 >= 150 then 10 else 0 end";
    await scores(`${CHILDREN(600, need)} union all ${CHILDREN(600, need, "X2", 1000)}`);
    const [first, second] = await fundingChange(warehouse, instrument);
    expect(first!.estimate).toBeGreaterThan(9);
    expect(first!.lower).toBeLessThan(10);
    expect(first!.upper).toBeGreaterThan(10);
    expect(first!.is_flagged).toBe(true);
    expect(second).toMatchObject({ authority_code: "X2", estimate: null, is_flagged: false });
    expect(second!.reason).toContain("no change of funding");
  });
});

describe("lateness", () => {
  test("393 days after the last reading is in time and 394 is late", async () => {
    const again = (days: string) =>
      `select child_id, authority_code, assessed_on + ${days} as assessed_on, rated_by, need from (${CHILDREN(100, "40")})`;
    await scores(
      `${CHILDREN(100, "40")} union all ${again("(case when child_id < 'c3' then 394 else 393 end)::integer")}`,
    );
    const late = (await lateness(warehouse, instrument))[0]!;
    const { n } = await warehouse.one<{ n: number }>(
      "select count(*) as n from range(100) as r(i) where 'c' || i < 'c3'",
    );
    expect(late).toMatchObject({ child_count: 100, part_count: n });
    expect(late.estimate).toBe(n / 100);
  });
});

describe("limits and views", () => {
  test("three in ten children at the most need are flagged at that end alone", async () => {
    await scores(CHILDREN(200, "case when i % 10 < 3 then 100 else 40 end"));
    const found = await floorCeiling(warehouse, instrument);
    const total = found.filter(({ domain }) => domain === "total");
    expect(total.map(({ estimate, is_flagged }) => [estimate, is_flagged])).toEqual([
      [0, false],
      [0.3, true],
    ]);
  });

  test("two views that say the same agree wholly, and 20 points more by the family is a difference of -20", async () => {
    const own = CHILDREN(60, "20 * (i % 4)");
    const family = (more: number) =>
      `select child_id, authority_code, assessed_on + 5 as assessed_on, 'family' as rated_by, need + ${more} as need from (${own})`;
    await scores(`${own} union all ${family(0)}`);
    const same = await agreement(warehouse, instrument);
    const kappa = same.find(({ unit, domain }) => unit === "agreement" && domain === areas[0]);
    expect(kappa!.estimate).toBeCloseTo(1, 12);
    await scores(`${own} union all ${family(20)}`);
    const apart = await agreement(warehouse, instrument);
    const weaker = apart.find(({ unit, domain }) => unit === "agreement" && domain === areas[0]);
    expect(weaker!.estimate).toBeLessThan(0.9);
    expect(weaker!.child_count).toBe(60);
  });

  test("who sees more need is counted, and points are given year by year where two years have enough", async () => {
    const views = (n: number, day: string) => {
      const own = `select child_id, authority_code, date '${day}' as assessed_on, rated_by, need from (${CHILDREN(n, "20 * (i % 4)", "X1", Number(day.slice(0, 4)) * 1000)})`;
      // Of every fourth child the family says less, of all others more.
      return `${own} union all select child_id, authority_code, assessed_on + 5, 'family', if(need = 60, 40, need + 20) from (${own})`;
    };
    await scores(`${views(40, "2024-02-01")} union all ${views(60, "2025-02-01")}`);
    const ofTotal = (found: Awaited<ReturnType<typeof agreement>>) =>
      found.filter(({ domain, unit }) => domain === "total" && unit !== "agreement");
    const found = ofTotal(await agreement(warehouse, instrument));
    expect(found.map(({ part, unit, child_count }) => [part, unit, child_count])).toEqual([
      ["professional sees more need than family", "share", 100],
      ["2024, professional less family", "points", 40],
      ["2025, professional less family", "points", 60],
      ["professional less family", "points", 100],
    ]);
    expect(found[0]).toMatchObject({ estimate: 0.25, part_count: 25 });
    // A mean of -10 has the noise of 40 points in a sum of so many.
    for (const { estimate, child_count } of found.slice(1)) {
      expect(Math.abs(estimate! + 10)).toBeLessThan(160 / child_count);
    }
    await scores(`${views(40, "2024-02-01")} union all ${views(20, "2025-02-01")}`);
    expect(ofTotal(await agreement(warehouse, instrument)).map(({ part }) => part)).toEqual([
      "professional sees more need than family",
      "professional less family",
    ]);
  });
});
