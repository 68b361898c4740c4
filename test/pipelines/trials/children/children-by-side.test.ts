import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pairSql } from "../../../../pipelines/instruments/scoring/pair-sql.ts";
import { pairDesign, takeSides } from "../../../../pipelines/trials/children/children-by-side.ts";
import { armsOf, type Evaluation } from "../../../../pipelines/trials/designs/designs.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments } from "../../../shipped.ts";

const instrument = shippedInstruments().find(({ instrument }) => instrument === "vsend-core")!;

/** Trial authority 1 begins late; in a second comparison it counts from the design's first day. */
const design = {
  evaluation: "two-days",
  trial: [
    { authority_code: "X10000001", starts_on: "2024-06-01" },
    { authority_code: "X10000002", starts_on: "2024-01-01" },
  ],
  comparisons: [
    { name: "elsewhere", title: "Elsewhere", authorities: ["X10000003"] },
    { name: "late starter", title: "Late starter", authorities: ["X10000001"] },
  ],
} as unknown as Evaluation;

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
  const needs = [...instrument.areas.map(({ id }) => id), "total"].map((id) => `need as ${id}_n`);
  await warehouse.run(`
    create table scores_vsend_core_2026_1 as
    select row_number() over () as assessment_id, authority_code || ' child' as child_id, authority_code,
      assessed_on, rated_by, ${needs.join(", ")}
    from (values ('X10000001'), ('X10000002'), ('X10000003')) as authorities(authority_code),
      (values (date '2024-02-01', 80.0::double), (date '2024-07-01', 60), (date '2025-01-01', 20)) as readings(assessed_on, need),
      (values ('professional'), ('family')) as raters(rated_by)`);
  await warehouse.run(`
    create table pairs_vsend_core_2026_1 as ${pairSql(instrument)};
    create table assessments as
    select assessment_id, assessed_on, 'F' as sex, 'none' as plan, 'ASD' as primary_need, date '2015-05-01' as birth_month
    from scores_vsend_core_2026_1`);
  await pairDesign(warehouse, design, [instrument]);
});
afterAll(() => warehouse.close());

const evaluated = async (nth: number) => {
  await takeSides(warehouse, { population: "read_since_start" }, armsOf(design)[nth]!);
  return warehouse.rows(
    "select authority_code, side, first_on, cl_last - cl_first as change from evaluated order by all",
  );
};

describe("pairs of a design", () => {
  test("begin with each authority's own day in a comparison, and are the professionals' alone", async () => {
    expect(await evaluated(0)).toEqual([
      { authority_code: "X10000001", side: "trial", first_on: "2024-07-01", change: -40 },
      { authority_code: "X10000002", side: "trial", first_on: "2024-02-01", change: -60 },
      { authority_code: "X10000003", side: "comparison", first_on: "2024-02-01", change: -60 },
    ]);
  });

  test("are made for each of two days from which one authority counts", async () => {
    expect(
      (await evaluated(1)).filter(({ authority_code }) => authority_code === "X10000001"),
    ).toEqual([
      { authority_code: "X10000001", side: "comparison", first_on: "2024-02-01", change: -60 },
      { authority_code: "X10000001", side: "trial", first_on: "2024-07-01", change: -40 },
    ]);
  });

  test("leave out, where the design says so, whoever had been assessed before the day, on both sides", async () => {
    await takeSides(warehouse, { population: "first_assessed_since_start" }, armsOf(design)[0]!);
    expect(await warehouse.rows("select authority_code from evaluated order by all")).toEqual([
      { authority_code: "X10000002" },
      { authority_code: "X10000003" },
    ]);
    // The other population is the other way of asking; one entry window is later than these children.
    expect(await warehouse.rows("select count(*)::integer as n from evaluated_other")).toEqual([
      { n: 3 },
    ]);
    expect(await warehouse.rows("select count(*)::integer as n from evaluated_window")).toEqual([
      { n: 0 },
    ]);
  });
});
