import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomOf } from "../../../../pipelines/sample/random.ts";
import { evaluateAuthorities } from "../../../../pipelines/trials/authorities/evaluate-authorities.ts";
import type { RegisteredDesign } from "../../../../pipelines/trials/designs/authority-design.ts";
import { insertRows } from "../../../../pipelines/warehouse/insert-rows.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedAuthorityDesigns } from "../../../shipped.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

const YEARS = Array.from({ length: 11 }, (_, i) => 2014 + i);
/** Three starts, each before a January census, and effects that grow by half a point a year. */
const STARTS = { E10000015: 2017, E10000025: 2019, E10000020: 2022 } as const;
const effectOf = (code: string, year: number): number => {
  const first = STARTS[code as keyof typeof STARTS];
  return first && year >= first ? 0.5 * (year - first + 1) : 0;
};

const [shipped] = shippedAuthorityDesigns();
const design: RegisteredDesign = {
  ...shipped!,
  // Few are compared with, so that those already in the trial weigh much in two-way fixed effects.
  comparisons: [
    {
      name: "named",
      title: "Five others",
      kind: "named",
      authorities: ["E10000003", "E10000007", "E10000008", "E10000011", "E10000012"],
    },
  ],
  primary_comparison: "named",
  outcomes: shipped!.outcomes.filter(({ outcome }) => outcome === "pupils_with_plans"),
  trial: shipped!.trial.map((one) => ({
    ...one,
    starts_on: `${STARTS[one.authority_code as keyof typeof STARTS] - 1}-09-01`,
  })),
};

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const after = Object.values(STARTS).map((first) => YEARS.filter((year) => year >= first).length);
/** Mean over authorities of their mean effect, and mean over all their years. */
const PLANTED = mean(after.map((n) => (0.5 * (n + 1)) / 2));
const SIMPLE = mean(after.flatMap((n) => Array.from({ length: n }, (_, k) => 0.5 * (k + 1))));

describe("trial authorities that start at different times", () => {
  let warehouse: Warehouse;
  let found: Record<string, number | string | null>;
  beforeAll(async () => {
    warehouse = await builtWarehouse();
    const authorities = await warehouse.rows<{ authority_code: string }>(
      "select authority_code from reference_authorities where ends_on is null and authority_code similar to 'E(06|08|09|10).*' order by 1",
    );
    const random = randomOf(5);
    const shared = YEARS.map(() => random.normal());
    await insertRows(
      warehouse,
      "indicators",
      authorities.flatMap(({ authority_code }) => {
        const level = 3 + random.normal();
        return YEARS.map((year, t) => ({
          ...{ authority_code, indicator: "lait_sen_totstat", period: `${year}`, load_id: 1 },
          value: level + shared[t]! + 0.02 * random.normal() + effectOf(authority_code, year) + 10,
        }));
      }),
    );
    await evaluateAuthorities(warehouse, [design], silent);
    found = await warehouse.one("select * from evaluation_outcomes");
  });
  afterAll(() => warehouse.close());

  it("recovers the planted effects by the published estimate and by group-time effects, and not by two-way fixed effects", () => {
    expect(found.estimate).toBeCloseTo(PLANTED, 1);
    expect(found.lower).toBeLessThan(PLANTED);
    expect(found.upper).toBeGreaterThan(PLANTED);
    expect(found.group_time).toBeCloseTo(SIMPLE, 1);
    expect(found.two_way).toBeLessThan(Math.min(SIMPLE, PLANTED) - 0.15);
    expect(found.two_way_forbidden).toBeGreaterThan(0.05);
  });

  it("gives each year since the start by both event studies", async () => {
    const rows = await warehouse.rows<Record<"exposure" | "group_time" | "sun_abraham", number>>(
      "select exposure, group_time, sun_abraham from evaluation_events where exposure between 0 and 2 order by exposure",
    );
    expect(rows.map(({ exposure }) => exposure)).toEqual([0, 1, 2]);
    for (const { exposure, group_time, sun_abraham } of rows) {
      expect(group_time).toBeCloseTo(0.5 * (exposure + 1), 1);
      expect(sun_abraham).toBeCloseTo(0.5 * (exposure + 1), 1);
    }
  });

  it("counts each authority's years from its own start, in the panel and by itself", async () => {
    const rows = await warehouse.rows<{ authority_code: string; first: string }>(
      "select authority_code, min(period) as first from evaluation_panels where is_trial and is_after group by all order by 1",
    );
    expect(Object.fromEntries(rows.map((row) => [row.authority_code, Number(row.first)]))).toEqual(
      STARTS,
    );
    const own = await warehouse.rows<{ authority_code: string; estimate: number }>(
      "select authority_code, estimate from evaluation_authorities",
    );
    for (const { authority_code, estimate } of own) {
      const n = YEARS.filter((year) => effectOf(authority_code, year) > 0).length;
      expect(estimate, authority_code).toBeCloseTo((0.5 * (n + 1)) / 2, 1);
    }
  });
});
