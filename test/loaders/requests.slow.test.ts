import { afterAll, beforeAll, expect, it } from "vitest";
import { rule } from "../../pipelines/warehouse/rules.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { csvLine, emptyWarehouse, written } from "./published.ts";

const HEADER =
  "authority_code,child_id,requested_on,request_source,decision,decided_on,plan_decision,plan_decided_on,exception,ceased_on,cease_reason";
const good = (i: number) => [
  ...["X10000001", `C${i}`, "2024-09-02", "family", "assess", "2024-10-01"],
  ...["issue", "2025-01-20", "no", "", ""],
];
const bad: [rule: string, row: unknown[]][] = [
  [
    "not in the future",
    good(900).with(2, "2099-01-01").with(5, "").with(4, "").with(6, "").with(7, ""),
  ],
  ["not before requested_on", good(901).with(5, "2024-08-01")],
  ["not before decided_on", good(902).with(7, "2024-09-20")],
  ["a day with a decision", good(903).with(4, "").with(6, "").with(7, "")],
  ["a plan after an assessment", good(904).with(4, "refuse")],
  ["a day with a decision about a plan", good(905).with(7, "")],
];

let warehouse: Warehouse;
const ROWS = Math.ceil((bad.length + 1) / rule("most_refused_share"));

beforeAll(async () => {
  const files = await emptyWarehouse();
  warehouse = files.warehouse;
  const rows = [...Array.from({ length: ROWS }, (_, i) => good(i)), ...bad.map(([, row]) => row)];
  const text = `${[HEADER, ...rows.map(csvLine)].join("\n")}\n`;
  await files.load(await written("requests.csv", text));
  await files.build();
});
afterAll(() => warehouse?.close());

it("refuses exactly the planted faults of a request", async () => {
  const refused = await warehouse.rows<{ rule: string }>(
    "select distinct rule from rejected_rows order by rule",
  );
  expect(refused.map((row) => row.rule)).toEqual(bad.map(([what]) => what).sort());
});

it("stores no identifier as it came, and makes requests and plans of the rows", async () => {
  const [held] = await warehouse.rows(`
    select count(*) as n, count(distinct child_id) as children, bool_and(is_within_20_weeks) as in_time,
      max(days_to_plan) as days
    from plans`);
  expect(held).toEqual({ n: ROWS, children: ROWS, in_time: true, days: 140 });
  const [asked] = await warehouse.rows(
    "select distinct request_outcome, assessment_outcome, request_source, has_plan from requests",
  );
  expect(asked).toEqual({
    ...{ request_outcome: "Y", assessment_outcome: "Y", request_source: "1", has_plan: true },
  });
});
