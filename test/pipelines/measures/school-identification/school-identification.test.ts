import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type SchoolIdentified,
  schoolsIdentified,
} from "../../../../pipelines/measures/school-identification/expected.ts";
import { uniforms } from "../../../../pipelines/statistics/random.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";

const SCHOOLS = 400;
const FAR = "100000";

/** Each pupil identified with the chance that free meals of the school give: 8 per cent and 0.2 for each. */
function invented(): string[] {
  const draw = uniforms(3);
  return Array.from({ length: SCHOOLS }, (_, i) => {
    const pupils = 60 + Math.floor(draw() * 600);
    const meals = Math.round(pupils * (0.05 + 0.4 * draw()));
    const chance = 0.08 + (0.2 * meals) / pupils;
    const urn = String(100000 + i);
    const identified = Array.from({ length: pupils }, draw).filter((u) => u < chance).length;
    const support = urn === FAR ? Math.round(0.5 * pupils) : identified;
    const council = i % 4 === 0 ? "X10000001" : `E0600000${i % 4}`;
    return `('${urn}', 'School ${i}', '${council}', 'Council', 'primary', '2022', ${pupils}, ${support}, ${Math.round(pupils / 40)}, ${meals})`;
  });
}

describe("pupils identified in schools, beside schools with as many free meals", () => {
  let warehouse: Warehouse;
  let rows: SchoolIdentified[];
  beforeAll(async () => {
    warehouse = await openWarehouse(":memory:");
    for (const statement of [
      `create table schools_identified as select * from (values ${invented().join(", ")})
        as found(urn, name, authority_code, authority_name, phase, census_year, pupils, support, plan, free_meals)`,
      "create table children as select 'X10000001' as authority_code",
      "create or replace table evaluation_authorities as select 'E06000001' as authority_code",
    ])
      await warehouse.run(statement);
    rows = await schoolsIdentified(warehouse);
  });
  afterAll(() => warehouse?.close());

  const ofStage = (stage: string) => rows.filter((row) => row.stage === stage);
  const support = () =>
    ofStage("support").flatMap((row) => {
      const { value, expected, free_meals, position, lower_95, upper_95 } = row;
      return value === null
        ? []
        : [
            {
              ...row,
              value,
              expected: expected!,
              free_meals: free_meals!,
              position: position!,
              lower_95: lower_95!,
              upper_95: upper_95!,
            },
          ];
    });

  it("are shown of councils with extracts and of those that a design is about, and expected from all", () => {
    expect(new Set(rows.map((row) => row.authority_code))).toEqual(
      new Set(["X10000001", "E06000001"]),
    );
    expect(ofStage("support")).toHaveLength(SCHOOLS / 2);
    expect(new Set(rows.map(({ schools }) => schools))).toEqual(new Set([SCHOOLS]));
  });

  it("say nothing of 1 to 4 pupils, in any figure of the school", async () => {
    const counts = await warehouse.rows<{ urn: string; plan: number; free_meals: number }>(
      "select urn, plan::integer as plan, free_meals::integer as free_meals from schools_identified",
    );
    const isFew = (n: number) => n > 0 && n < 5;
    const few = new Set(
      counts.filter((one) => isFew(one.plan) || isFew(one.free_meals)).map(({ urn }) => urn),
    );
    const plans = ofStage("plan");
    const hidden = plans.filter(({ urn }) => few.has(urn));
    expect(hidden.length).toBeGreaterThan(10);
    expect(plans.filter(({ symbol }) => symbol === "c")).toEqual(hidden);
    for (const { pupils, schools, ...row } of hidden)
      expect(Object.values(row).filter((value) => typeof value === "number")).toEqual([]);
  });

  it("are expected as they were drawn", () => {
    for (const { expected, free_meals } of support())
      expect(Math.abs(expected - (8 + 0.2 * free_meals))).toBeLessThan(1);
  });

  it("lie outside as often as the ranges say, where chance alone parts them", () => {
    const others = support().filter(({ urn }) => urn !== FAR);
    const outside = others.filter(({ position }) => position !== "inside").length;
    expect(outside / others.length).toBeGreaterThan(0.01);
    expect(outside / others.length).toBeLessThan(0.09);
    expect(others.filter(({ position }) => position.endsWith("99.8")).length).toBeLessThan(4);
  });

  it("name a school far beyond", () => {
    expect(support().find(({ urn }) => urn === FAR)).toMatchObject({ position: "above_99.8" });
  });

  it("have wider ranges where a school is small", () => {
    const widths = support().map((row) => ({ n: row.pupils, w: row.upper_95 - row.lower_95 }));
    const mean = (some: typeof widths) => some.reduce((sum, { w }) => sum + w, 0) / some.length;
    expect(mean(widths.filter(({ n }) => n < 150))).toBeGreaterThan(
      1.5 * mean(widths.filter(({ n }) => n > 500)),
    );
  });
});
