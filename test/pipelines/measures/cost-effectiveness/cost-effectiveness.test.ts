import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type CostEffectivenessRow,
  costEffectiveness,
  valuesOf,
} from "../../../../pipelines/measures/cost-effectiveness/measure.ts";
import {
  bothInShort,
  valueSentence,
} from "../../../../pipelines/measures/cost-effectiveness/sentence.ts";
import { needEstimates } from "../../../../pipelines/measures/need-estimates/measure.ts";
import { worthOfPoints } from "../../../../pipelines/measures/worth-of-points/measure.ts";
import { tCdf, tCritical } from "../../../../pipelines/statistics/distributions.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

describe("what the sample's trial is worth", () => {
  let warehouse: Warehouse;
  let rows: CostEffectivenessRow[];
  beforeAll(async () => {
    warehouse = await builtWarehouse();
    ({ rows } = await costEffectiveness.rows(warehouse));
  });
  afterAll(() => warehouse?.close());

  it("finds no difference in cost, as none was planted", () => {
    expect(rows.map(({ missing }) => missing)).toEqual(["left out", "nothing", "as others"]);
    for (const row of rows) {
      expect(row.cost_lower_gbp!).toBeLessThan(0);
      expect(row.cost_upper_gbp!).toBeGreaterThan(0);
    }
  });

  it("sets the published effect beside it, and no price where that is not told from none", async () => {
    const published = (await needEstimates.rows(warehouse)).rows.find((row) => row.is_primary)!;
    const [base] = rows;
    expect(base!.effect).toBe(-published.estimate!);
    expect([base!.effect_lower, base!.effect_upper]).toEqual([
      -published.upper!,
      -published.lower!,
    ]);
    expect(base!.effect_lower!).toBeLessThan(0);
    expect(base!.per_point_gbp).toBeNull();
    expect(base!.sentence).toContain("so a point has no price");
    for (const row of rows)
      expect(row.is_judged).toBe(
        published.grade !== "too few to say" && Math.min(row.cost_df!, row.effect_df!) >= 4,
      );
  });

  const drawnOf = (which: Parameters<typeof valuesOf>[2]) =>
    valuesOf(
      warehouse,
      (async (measure: typeof needEstimates) => (await measure.rows(warehouse)).rows) as never,
      which,
    );

  it("draws what the published intervals leave open, and no less", async () => {
    const drawn = await drawnOf(rows.map(({ missing }) => missing));
    rows.forEach((row, i) => {
      const { NE, SE, NW, SW } = drawn[i]!.value.cloud!.quadrants;
      expect(100 * (NE + SE + NW + SW)).toBeCloseTo(100, 6);
      const chance = (at: number, lower: number, upper: number, df: number) =>
        100 * tCdf((-at * 2 * tCritical(0.95, df)) / (upper - lower), df);
      const worse = chance(row.effect!, row.effect_lower!, row.effect_upper!, row.effect_df!);
      expect(Math.abs(100 * (NW + SW) - worse)).toBeLessThan(2.5);
      const cheaper = chance(row.cost_gbp!, row.cost_lower_gbp!, row.cost_upper_gbp!, row.cost_df!);
      expect(Math.abs(100 * (SE + SW) - cheaper)).toBeLessThan(2.5);
    });
  });

  it("publishes no share of draws where councils are too few to judge", async () => {
    const { rows: worths } = await worthOfPoints.rows(warehouse);
    expect(rows.some((row) => !row.is_judged)).toBe(true);
    for (const row of rows.filter((one) => !one.is_judged)) {
      expect(Math.min(row.cost_df!, row.effect_df!)).toBeLessThan(4);
      expect([row.better_dearer, row.better_cheaper, row.worse_dearer, row.worse_cheaper]).toEqual([
        null,
        null,
        null,
        null,
      ]);
    }
    for (const row of worths) expect(row.probability === null).toBe(!row.is_judged);
  });

  it("counts a child's spend between its readings alone, in the prices of one year", async () => {
    const odd = await warehouse.rows(`
      select child_id from spend_between_readings where day_count <= 0 or day_count > 366`);
    expect(odd).toEqual([]);
    const { over } = await warehouse.one<{ over: number }>(`
      select count(*)::integer as over from spend_between_readings
      join (select child_id, financial_year, sum(amount_gbp)::double as whole from spend group by all) as spent
        using (child_id, financial_year)
      where gbp > whole + 0.01`);
    expect(over).toBe(0);
    const mean = await warehouse.one<{ gbp: number }>(`
      select avg(gbp)::double as gbp from (
        select child_id, sum(gbp * case financial_year when '2023-24' then 103.5 / 96 when '2024-25' then 1.035 else 1 end)
          / sum(day_count) filter (gbp is not null) * 365.25 as gbp
        from spend_between_readings where side = 'comparison' and gbp is not null
        group by child_id having sum(day_count) >= 0.5 * (any_value(last_on) - any_value(first_on)))`);
    expect(Math.abs(rows[0]!.comparison_gbp! - mean.gbp)).toBeLessThan(700);
  });

  it("is likelier to be worth its cost the more a point is worth", async () => {
    const [{ value } = { value: null }] = await drawnOf(["left out"]);
    const chances = value!.cloud!.acceptability.map(({ probability }) => probability);
    expect(chances.length).toBe(10);
    expect(chances.at(-1)!).toBeGreaterThan(chances[0]!);
    const { SE, SW } = value!.cloud!.quadrants;
    expect(Math.abs(chances[0]! - SE - SW)).toBeLessThanOrEqual(0.01);
  });
});

describe("the sentence of cost and effect", () => {
  const said = {
    ...{ cost_gbp: 1700, cost_lower_gbp: 200, cost_upper_gbp: 3200 },
    ...{ effect: 2.5, effect_lower: 0.5, effect_upper: 4.5 },
    ...{ per_point_gbp: 700, per_point_lower_gbp: 100, per_point_upper_gbp: 4000 },
    is_judged: true,
  };

  it("gives a price of a point where there is one", () => {
    expect(valueSentence(said)).toBe(
      "A child-year between two readings, transport in it, cost £1,700 more in the trial (95% interval £200 more to £3,200 more), beside 2.5 points less need (0.5 less to 4.5 less). That is £700 for a point (£100 to £4,000).",
    );
    expect(bothInShort(said, "2025-26")).toContain("both unlikely to be chance");
  });

  it("says nothing of chance, and no price, of councils too few for a verdict", () => {
    const few = { ...said, is_judged: false };
    expect(bothInShort(few, "2025-26")).toMatch(/; too few councils\.$/);
    const none = { per_point_gbp: null, per_point_lower_gbp: null, per_point_upper_gbp: null };
    expect(valueSentence({ ...few, ...none })).toMatch(
      /The councils are too few to tell either from chance, so a point has no price\.$/,
    );
  });

  it("gives no negative price, and neither where one is missing", () => {
    const cheaper = { ...said, cost_gbp: -1700, per_point_gbp: -700 };
    expect(valueSentence(cheaper)).toContain("It did more for less.");
    expect(valueSentence({ ...said, effect: null })).toBe(
      "Cost and effect cannot both be said, so neither is.",
    );
    expect(bothInShort({ ...said, effect: null }, "2025-26")).toBeNull();
  });
});
