import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { WAITED } from "../../../../src/components/journey/waits.ts";

let warehouse: Warehouse;
afterAll(() => warehouse.close());

/** A request of a child on the first of January 2025, and what became of it, each after so many days. */
const REQUESTS: [
  child: string,
  outcome: string,
  after: number | null,
  plan: string | null,
  then: number | null,
][] = [
  ["issued", "Y", 30, "Y", 130],
  ["none", "Y", 30, "N", 100],
  ["withdrawn at the assessment", "Y", 30, "W", 60],
  ["withdrawn at the assessment, no day", "Y", 30, "W", null],
  ["historical", "Y", 30, "H", null],
  ["assessed", "Y", 30, null, null],
  ["undecided", "A", null, null, null],
  ["refused", "N", 40, null, null],
  ["withdrawn", "W", 20, null, null],
  ["withdrawn, no day", "W", null, null, null],
];

beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
  const day = (after: number | null) =>
    after === null ? "null" : `(date '2025-01-01' + ${after})::date`;
  const text = (value: string | null) => (value === null ? "null" : `'${value}'`);
  const values = REQUESTS.map(
    ([child, outcome, after, plan, then]) =>
      `('${child}', 'X1', date '2025-01-01', '${outcome}', ${day(after)}, ${text(plan)}, ${day(then)})`,
  );
  await warehouse.run(`
    create table requests as select * from (values ${values.join(", ")})
      as t(child_id, authority_code, requested_on, request_outcome, request_outcome_on, assessment_outcome, assessment_outcome_on);
    create table sen2_children as select 'X1' as authority_code, 2026 as year, date '2026-01-15' as census_on;
    create table extract_requests as from requests limit 0;
    create table sen2_requests as from requests limit 0;
    create table placement_spells (child_id varchar, authority_code varchar, setting_type varchar, started_on date, ended_on date);
    create table child_settings (child_id varchar, authority_code varchar, setting_id varchar);
    create table setting_places (setting_id varchar, locality varchar);
    create table extract_spans (authority_code varchar, first_on date, last_on date);
    create table waits as ${readFileSync(projectFile("pipelines/measures/waits/waits.sql"), "utf8")}`);
});

const waiting = async (wait: string) =>
  new Map(
    (
      await warehouse.rows<{ child_id: string; days: number; is_over: boolean }>(
        `select child_id, days::integer as days, is_over from waits where wait = '${wait}'`,
      )
    ).map(({ child_id, days, is_over }) => [child_id, [days, is_over]]),
  );

it("waits for a plan are of requests neither refused nor withdrawn, as is said of them", async () => {
  expect(WAITED.plan!.from).toContain("neither refused nor withdrawn");
  expect(await waiting("plan")).toEqual(
    new Map<string, [number, boolean]>([
      ["issued", [130, true]],
      ["none", [100, false]],
      ["withdrawn at the assessment", [60, false]],
      ["assessed", [379, false]],
      ["undecided", [379, false]],
    ]),
  );
});

it("waits for a decision end for whoever withdrew, on the day of that", async () => {
  const found = await waiting("decision");
  expect(found.get("withdrawn")).toEqual([20, false]);
  expect(found.get("refused")).toEqual([40, true]);
  expect(found.get("undecided")).toEqual([379, false]);
  expect(found.has("withdrawn, no day")).toBe(false);
  expect(found.size).toBe(REQUESTS.length - 1);
});
