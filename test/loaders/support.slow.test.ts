import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rule } from "../../pipelines/warehouse/rules.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { brokenChecks, csvLine, emptyWarehouse, written } from "./published.ts";

const SUPPORT =
  "authority_code,child_id,setting_id,support,tier,started_on,ended_on,hours,cost_gbp";
const ENROLMENTS = "authority_code,setting_id,programme,enrolled_on,withdrawn_on";

const good = (i: number) => [
  "X10000001",
  `C${i}`,
  "S1",
  "mentoring",
  "targeted",
  "2024-09-02",
  "2025-01-31",
  10,
  `${100 + i}.50`,
];
const bad: [rule: string, slot: number, value: string][] = [
  ["not before started_on", 6, "2024-01-31"],
  ["not in the future", 5, "2099-09-01"],
  ["hours from 0 to 20000, written 7.5, 7:30, 7h 30m or 450 min", 7, "-1"],
  ["an amount from 0 to 1000000, at most two decimals", 8, "-0.01"],
  ["one of universal, targeted, enhanced", 4, "special"],
];

let warehouse: Warehouse;
let files: Awaited<ReturnType<typeof emptyWarehouse>>;
const ROWS = Math.ceil((bad.length + 1) / rule("most_refused_share"));

beforeAll(async () => {
  files = await emptyWarehouse();
  warehouse = files.warehouse;
  const rows: unknown[][] = Array.from({ length: ROWS }, (_, i) => good(i));
  rows.push(good(999).with(1, ""));
  for (const [what, slot, value] of bad) {
    const row = good(500).with(slot, value);
    rows.push(what === "not in the future" ? row.with(6, "") : row);
  }
  rows.push(good(998).with(1, "").with(2, ""));
  const enrolments = [
    ["X10000001", "S1", "pilot", "2024-09-01", ""],
    ["X10000001", "S1", "pilot", "2025-09-01", ""],
    ["X10000001", "S2", "pilot", "2024-09-01", "2025-07-31"],
  ];
  await files.load(
    await written("support.csv", [SUPPORT, ...rows.map(csvLine), ""].join("\n")),
    await written("joined.csv", [ENROLMENTS, ...enrolments.map(csvLine), ""].join("\n")),
    await written(
      "names.csv",
      "authority_code,authority_name,region\nX10000001,Northmere,Invented\n",
    ),
  );
  await files.build();
});
afterAll(() => warehouse.close());

describe("support records", () => {
  it("are refused where they end before they start, or count or cost less than nothing", async () => {
    const refused = await warehouse.rows<{ rule: string }>(
      `select rule from rejected_rows where "column" <> 'child_id' order by "row"`,
    );
    expect(refused.map((row) => row.rule)).toEqual(bad.map(([what]) => what));
  });

  it("are refused where they are neither a child's nor a setting's", async () => {
    expect(
      await warehouse.rows("select rule from rejected_rows where \"column\" = 'child_id'"),
    ).toEqual([{ rule: "a child or a setting" }]);
  });

  it("may be of a setting alone", async () => {
    expect(
      await warehouse.rows("select setting_id, child_id from support where not is_child_level"),
    ).toEqual([{ setting_id: "X10000001|S1", child_id: null }]);
  });

  it("have every pound in the ledger, loaded or refused", async () => {
    const loaded = Array.from({ length: ROWS }, (_, i) => 100.5 + i).reduce(
      (a, b) => a + b,
      1099.5,
    );
    const [line] = await warehouse.rows(
      "select amount_read, amount_loaded, amount_rejected from loads where loader = 'support'",
    );
    // The pounds of the row whose cost is refused were never read as pounds.
    const rejected = 4 * 600.5 + 1098.5;
    expect(line).toEqual({
      amount_read: loaded + rejected,
      amount_loaded: loaded,
      amount_rejected: rejected,
    });
    expect(await brokenChecks(warehouse)).toEqual([]);
  });

  it("break a check where a pound of them is not in the ledger", async () => {
    await warehouse.run(
      "update loads set amount_loaded = amount_loaded - 1, amount_rejected = amount_rejected + 1 where loader = 'support'",
    );
    expect(await brokenChecks(warehouse)).toEqual(["every pound of support is in the ledger"]);
    await warehouse.run(
      "update loads set amount_loaded = amount_loaded + 1, amount_rejected = amount_rejected - 1 where loader = 'support'",
    );
  });

  it("warn of children of whom nothing else is known", async () => {
    const { warnings } = await import("../../pipelines/build/check.ts");
    const broken = (await warnings(warehouse)).filter(({ holds }) => !holds);
    expect(broken.map(({ check, rows }) => [check, rows])).toEqual([
      ["a child with support is known from other records", ROWS],
      ["a setting is enrolled once at a time", 1],
      ["an enrolled setting is known from placements", 3],
    ]);
  });

  it("may not mix invented children with real ones", async () => {
    const real = await written(
      "real.csv",
      `${SUPPORT}\n${csvLine(good(1).with(0, "E10000015"))}\n`,
    );
    await expect(files.load(real)).rejects.toThrow("both, which would mix the sample");
  });
});

describe("trial enrolments", () => {
  it("are known by setting, programme and the day of joining", async () => {
    expect(
      await warehouse.rows(
        "select setting_id, enrolled_on, withdrawn_on from trial_enrolments order by all",
      ),
    ).toEqual([
      { setting_id: "X10000001|S1", enrolled_on: "2024-09-01", withdrawn_on: null },
      { setting_id: "X10000001|S1", enrolled_on: "2025-09-01", withdrawn_on: null },
      { setting_id: "X10000001|S2", enrolled_on: "2024-09-01", withdrawn_on: "2025-07-31" },
    ]);
  });
});
