import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type PlacementMove,
  placementMoves,
} from "../../../../pipelines/measures/placement-moves/measure.ts";
import { expectValue } from "../../../../pipelines/statistics/result.ts";
import { type PlacementTerm, transitions } from "../../../../pipelines/statistics/transitions.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

describe("where children are a year later, in the sample", () => {
  let warehouse: Warehouse;
  let rows: PlacementMove[];
  beforeAll(async () => {
    warehouse = await builtWarehouse();
    ({ rows } = await placementMoves.rows(warehouse));
  });
  afterAll(() => warehouse?.close());

  it("counts a child once between two Januaries, also who came or went", async () => {
    const [counted] = await warehouse.rows(`
      select count(*) = count(distinct (child_id, year)) as once,
        count(*) filter (from_group = 'entered' and to_group = 'left') as nowhere from placement_moves`);
    expect(counted).toEqual({ once: true, nowhere: 0 });
    const stock = await warehouse.rows<{ year: number; n: number; m: number }>(`
      select moves.year, count(distinct child_id) as n, any_value(placed) as m
      from placement_moves as moves
      join (select year, count(*) as placed from january_placements group by year) as stock using (year)
      where from_group <> 'entered' group by moves.year order by moves.year`);
    expect(stock.length).toBe(2);
    for (const { n, m } of stock) expect(n).toBe(m);
  });

  it("agrees with the counts of transitions from one term to the next", async () => {
    const seen = await warehouse.rows<{ child: string; year: number; from: string; to: string }>(
      'select child_id::varchar as child, year, from_group as "from", to_group as "to" from placement_moves where year = 2025',
    );
    const records = seen.flatMap(({ child, from, to }): PlacementTerm[] => [
      { child, group: "all", term: 0, state: from },
      { child, group: "all", term: 1, state: to },
    ]);
    const states = [...new Set(records.map(({ state }) => state))];
    const found = expectValue(transitions(records, states));
    const [mainstream, special] = ["mainstream", "state_special"].map((one) => states.indexOf(one));
    const row = rows.find(
      (one) =>
        one.authority_code === "all" &&
        one.period === "2025" &&
        one.from_group === "mainstream" &&
        one.to_group === "state_special",
    )!;
    const exact = found.counts[mainstream!]![special!]!;
    expect(Math.abs(row.child_count! - exact)).toBeLessThanOrEqual(2);
    expect(Math.abs(row.share! - 100 * found.shares[mainstream!]![special!]!)).toBeLessThan(1);
    expect(Math.abs(row.lower! - 100 * found.intervals[mainstream!]![special!]!.lo)).toBeLessThan(
      1,
    );
  });

  it("shows no count of 1 to 4, and no share of all", () => {
    expect(rows.some((row) => row.child_count === null)).toBe(true);
    for (const row of rows) {
      if (row.child_count !== null) expect(row.child_count % 5).toBe(0);
      if (row.symbol === "c") expect(row.share).toBeNull();
      if (row.share !== null) expect(row.share).toBeLessThan(100);
    }
  });

  it("merges flows of fewer than ten, and names no other small one", async () => {
    const small = await warehouse.rows(`
      select shown_to from placement_moves where from_group <> to_group and shown_to <> 'several'
      group by authority_code, year, from_group, shown_to having count(*) < 10`);
    expect(small).toEqual([]);
  });
});
