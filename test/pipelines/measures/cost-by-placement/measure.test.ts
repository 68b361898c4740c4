import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { costByPlacement } from "../../../../pipelines/measures/cost-by-placement/measure.ts";
import { sql } from "../../../../pipelines/warehouse/sql.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openWarehouse(":memory:");
  await warehouse.run(`
    create table authorities as select unnest(['X10000001', 'X10000002']) as authority_code, unnest(['Elderwold', 'Fenmarch']) as name;
    create table cost_by_child_year (child_id varchar, authority_code varchar, financial_year varchar, placement_group varchar, setting_id varchar, is_full_year boolean, support_gbp double, transport_gbp double)`);
});
afterEach(() => warehouse.close());

/** Costs of support and, where there are any, of transport of the children of one authority. */
async function published(
  support: readonly number[],
  transport: readonly number[] = [],
  { authority = "X10000001", settings = 2 } = {},
) {
  for (const [i, gbp] of support.entries()) {
    await warehouse.run(
      sql`insert into cost_by_child_year values (${`K-${i}`}, ${authority}, '2024-25', 'mainstream', ${`S${i % settings}`}, true, ${gbp}, ${transport[i] ?? 0})`,
    );
  }
  const { rows } = await costByPlacement.rows(warehouse);
  await warehouse.run("truncate cost_by_child_year");
  return rows.find((row) => row.authority_code === authority)!;
}

const upTo = (n: number, from = 8000, step = 250) =>
  Array.from({ length: n }, (_, i) => from + step * i);

describe("what a year of support costs", () => {
  test("depends neither on what the dearest child cost nor on what the second did", async () => {
    const ordinary = upTo(18);
    const plain = await published([...ordinary, 13_000, 14_000]);
    // 10,400 to the nearest thousand, as there are fewer than 30.
    expect(plain.mean_gbp).toBe(10_000);
    for (const [second, dearest] of [
      [13_000, 60_000],
      [40_000, 41_000],
      [90_000, 91_000],
    ] as const) {
      expect(await published([...ordinary, second, dearest])).toEqual(plain);
    }
  });

  test("is hidden where one child is more than half of it, or the second could work the dearest out", async () => {
    const hidden = { child_count: 10, mean_gbp: null, median_gbp: null, upper_gbp: null };
    expect(await published([...upTo(9, 1000, 10), 20_000])).toMatchObject(hidden);
    expect(await published([...upTo(8, 100, 1), 9_900, 10_000])).toMatchObject(hidden);
    expect((await published([...upTo(8, 1_000, 1), 9_900, 10_000])).mean_gbp).not.toBeNull();
  });

  test("is hidden where all cost the same, for it would be known of each of them", async () => {
    const alike = await published(new Array(40).fill(6000));
    expect(alike).toMatchObject({ child_count: 40, mean_gbp: null, median_gbp: null, symbol: "c" });
  });

  test("is hidden where fewer than ten children cost anything", async () => {
    const none = new Array(30).fill(0);
    expect((await published([...none, ...upTo(9)])).mean_gbp).toBeNull();
    expect((await published([...none, ...upTo(10)])).mean_gbp).not.toBeNull();
  });

  test("shows transport by those who travel: hidden for nine of forty, and for none", async () => {
    const support = upTo(40);
    for (const travellers of [0, 1, 4, 9]) {
      const row = await published(support, upTo(travellers, 3000));
      expect(row, `${travellers}`).toMatchObject({ transport_mean_gbp: null, symbol: "c" });
      expect(row.mean_gbp, `${travellers}`).not.toBeNull();
    }
    const ten = await published(support, upTo(10, 3000));
    // 3,500 twice more and 4,750 twice more at the ends, 33,250 to 41,250 between, over forty children.
    expect(ten).toMatchObject({ transport_mean_gbp: 1000, symbol: null });
    const dearer = await published(support, [...upTo(8, 3000), 20_000, 21_000]);
    expect(dearer.transport_mean_gbp).toBe(1000);
  });

  test("is hidden of nineteen children of one setting, and shown of twenty or of two settings", async () => {
    const of = async (n: number, settings: number) =>
      (await published(upTo(n), [], { settings })).mean_gbp;
    expect(await of(19, 1)).toBeNull();
    expect([await of(20, 1), await of(19, 2)]).not.toContain(null);
  });

  test("gives the median of fewer than thirty children to £1,000 and no child's own cost", async () => {
    expect((await published(upTo(29))).median_gbp).toBe(12_000);
    expect((await published(upTo(30))).median_gbp).toBe(11_600);
  });

  test("has an interval wide enough for what was set to the next", async () => {
    const { lower_gbp, upper_gbp } = await published(upTo(40));
    // Deviation 2,851 of the values as they are, times 39 / 35, over the root of 40: 2.03 times 502.
    expect([lower_gbp, upper_gbp]).toEqual([11_900, 13_900]);
  });
});
