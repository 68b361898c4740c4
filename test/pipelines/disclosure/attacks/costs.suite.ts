import { deviation, group, mean } from "d3";
import { beforeAll, describe, expect, test } from "vitest";
import { costByPlacement } from "../../../../pipelines/measures/cost-by-placement/measure.ts";
import { needAndCost } from "../../../../pipelines/measures/need-and-cost/measure.ts";
import { meanInterval } from "../../../../pipelines/statistics/mean-interval.ts";
import { sql } from "../../../../pipelines/warehouse/sql.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";
import { type Guess, guessDearest, scoreGuesses } from "./dearest.ts";
import type { Released } from "./released.ts";
import { hard, SAMPLES } from "./samples.ts";

interface Paid extends Record<string, string | number> {
  authority_code: string;
  financial_year: string;
  placement_group: string;
  support_gbp: number;
  transport_gbp: number;
}

const cellOf = (row: Record<string, unknown>): string =>
  `${row.authority_code}, ${row.financial_year}, ${row.placement_group}`;

/** What each child cost, by cell: to score with, and known to no attacker. */
const truth = async (warehouse: Warehouse): Promise<Map<string, Paid[]>> =>
  group(
    await warehouse.rows<Paid>(
      "select authority_code, financial_year, placement_group, support_gbp, transport_gbp from cost_by_child_year where is_full_year and placement_group is not null",
    ),
    cellOf,
  );

/** Costs of support, the dearest first. */
const costsOf = (paid: readonly Paid[]) =>
  paid.map(({ support_gbp }) => support_gbp).sort((a, b) => b - a);

const guessOf = (paid: readonly Paid[], guess: number, pulled: number): Guess => {
  const costs = costsOf(paid);
  return {
    stratum: paid[0]!.placement_group,
    guess,
    dearest: costs[0]!,
    next: costs[Math.max(1, pulled)]!,
  };
};

/** Guesses from a plain mean and interval, which are not published: the attack itself works. */
function ofPlain(cells: ReadonlyMap<string, Paid[]>): Guess[] {
  return [...cells.values()].flatMap((paid) => {
    const costs = costsOf(paid);
    const { value } = meanInterval(costs.length, mean(costs)!, deviation(costs) ?? 0);
    if (!value) return [];
    const count = 5 * Math.round(costs.length / 5);
    const [m, upper] = [value.mean, value.ci.hi].map((gbp) => 100 * Math.round(gbp / 100));
    return [guessOf(paid, guessDearest({ count, mean: m!, upper: upper! }, 0), 1)];
  });
}

/** Guesses from what is published, taking it for a plain mean or, rightly, for a winsorised one. */
function ofReleased(
  tables: Released,
  cells: ReadonlyMap<string, Paid[]>,
  isPlain: boolean,
): Guess[] {
  return tables.get("cost-by-placement")!.flatMap((row) => {
    const paid = cells.get(cellOf(row));
    if (!paid || row.upper_gbp === null) return [];
    const count = Number(row.child_count);
    const pulled = Math.max(2, Math.ceil(0.05 * count));
    const published = { count, mean: Number(row.mean_gbp), upper: Number(row.upper_gbp) };
    return [guessOf(paid, guessDearest(published, isPlain ? 0 : pulled), pulled)];
  });
}

describe.each(SAMPLES)("costs published of %s", (_, sample) => {
  let cells: Map<string, Paid[]>;
  let tables: Released;
  beforeAll(async () => {
    const attacked = await sample();
    cells = await truth(attacked.warehouse);
    tables = attacked.tables;
  });

  test("tell of no dearest child by more than chance, whatever the mean is taken for", () => {
    for (const isPlain of [true, false]) {
      const guesses = ofReleased(tables, cells, isPlain);
      expect(guesses.length).toBeGreaterThan(10);
      for (const share of [0.1, 0.2]) {
        const { right, mostByChance, ...rest } = scoreGuesses(guesses, share);
        expect(right, JSON.stringify({ isPlain, share, ...rest })).toBeLessThanOrEqual(
          mostByChance,
        );
      }
    }
  });

  test("rest in each column on ten children for whom something was paid, none of them most of it", () => {
    let seen = 0;
    for (const row of tables.get("cost-by-placement")!) {
      const paid = cells.get(cellOf(row));
      if (!paid) continue;
      for (const [column, kind] of [
        ["mean_gbp", "support_gbp"],
        ["transport_mean_gbp", "transport_gbp"],
      ] as const) {
        if (row[column] === null) continue;
        seen++;
        const costs = paid.map((one) => one[kind]).filter((gbp) => gbp !== 0);
        const [dearest, second] = [...costs].sort((a, b) => b - a);
        const all = costs.reduce((sum, gbp) => sum + gbp, 0);
        expect(costs.length, cellOf(row)).toBeGreaterThanOrEqual(10);
        expect(dearest! / all, cellOf(row)).toBeLessThanOrEqual(0.5);
        expect(all - dearest! - second!, cellOf(row)).toBeGreaterThanOrEqual(0.1 * dearest!);
      }
    }
    expect(seen).toBeGreaterThan(10);
  });
});

test("no published cost of an authority moves with what its dearest children cost", async () => {
  const warehouse = await builtWarehouse();
  const costs = async () => {
    const { rows } = await costByPlacement.rows(warehouse);
    return new Map(rows.map((row) => [cellOf(row), row]));
  };
  const before = await costs();
  for (const kind of ["support_gbp", "transport_gbp"]) {
    await warehouse.run(sql`
      update cost_by_child_year as own set ${sql.id(kind)} = ${sql.id(kind)} * 1.25 + 1000
      from (
        select child_id, financial_year from cost_by_child_year where is_full_year and ${sql.id(kind)} <> 0
        qualify row_number() over (partition by authority_code, financial_year, placement_group order by ${sql.id(kind)} desc) <= 2
      ) as dear
      where own.child_id = dear.child_id and own.financial_year = dear.financial_year`);
  }
  let compared = 0;
  for (const [cell, after] of await costs()) {
    if (after.authority_code === "all") continue;
    for (const column of [
      "mean_gbp",
      "lower_gbp",
      "upper_gbp",
      "median_gbp",
      "transport_mean_gbp",
    ] as const) {
      // Whether a cell is hidden may depend on them: what is shown may not.
      if (after[column] === null || before.get(cell)![column] === null) continue;
      compared++;
      expect(after[column], `${cell}: ${column}`).toBe(before.get(cell)![column]);
    }
  }
  warehouse.close();
  expect(compared).toBeGreaterThan(200);
});

test("no published cost of children of like need moves with what the two dearest cost", async () => {
  const warehouse = await builtWarehouse();
  const costs = async () => (await needAndCost.rows(warehouse)).rows;
  const before = await costs();
  await warehouse.run(`
    update costed_needs as own set support_gbp = support_gbp * 1.25 + 1000
    from (
      select child_id from costed_needs
      qualify row_number() over (partition by authority_code, need_third, placement_group order by support_gbp desc) <= 2
    ) as dear where own.child_id = dear.child_id`);
  const isOne = ({ authority_code }: { authority_code: string }) => authority_code !== "all";
  let compared = 0;
  for (const [i, after] of (await costs()).entries()) {
    if (!isOne(after)) continue;
    for (const column of [
      "median_gbp",
      "median_lower_gbp",
      "median_upper_gbp",
      "lower_quartile_gbp",
      "upper_quartile_gbp",
    ] as const) {
      if (after[column] === null || before[i]![column] === null) continue;
      compared++;
      expect(after[column], `${after.authority_code}: ${column}`).toBe(before[i]![column]);
    }
  }
  warehouse.close();
  expect(compared).toBeGreaterThan(100);
});

test("the attack finds the dearest child where means and intervals are plain", async () => {
  const guesses = ofPlain(await truth((await hard()).warehouse));
  for (const share of [0.1, 0.2]) {
    const { right, mostByChance } = scoreGuesses(guesses, share);
    expect(right, `${share}`).toBeGreaterThan(mostByChance);
  }
});
