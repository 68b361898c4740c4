import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import { beforeAll, describe, expect, test } from "vitest";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { brokenChecks, emptyWarehouse, havePublished, published } from "./published.ts";

const ZIP = "dfe/education-health-and-care-plans_2025.zip";
const COUNCILS = "reference/mysociety_uk_local_authorities.csv";

let warehouse: Warehouse;
beforeAll(async () => {
  const empty = await emptyWarehouse();
  warehouse = empty.warehouse;
  if (havePublished(ZIP)) await empty.load(published(ZIP));
  await empty.build();
});

const lineage = (code: string) =>
  warehouse.one(
    `select lineage_code, lineage_name, is_one_series, breaks_on::varchar as breaks_on from authority_lineage where authority_code = '${code}'`,
  );

describe("authorities over time", () => {
  test("a county that became a unitary authority is one series under two codes", async () => {
    const buckinghamshire = {
      lineage_code: "E06000060",
      lineage_name: "Buckinghamshire",
      is_one_series: true,
      breaks_on: null,
    };
    expect(await lineage("E10000002")).toEqual(buckinghamshire);
    expect(await lineage("E06000060")).toEqual(buckinghamshire);
  });

  test("a split breaks the series, and the sum of the parts goes on", async () => {
    const cumbria = {
      lineage_code: "E06000063",
      lineage_name: "Cumberland + Westmorland and Furness",
      is_one_series: false,
      breaks_on: "[2023-04-01]",
    };
    for (const code of ["E10000006", "E06000063", "E06000064"]) {
      expect(await lineage(code)).toEqual(cumbria);
    }
  });

  test("a transfer joins all who took part", async () => {
    const { codes } = await warehouse.one<{ codes: number }>(
      "select count(*) as codes from authority_lineage where lineage_code = 'E06000028'",
    );
    expect(codes).toBe(5);
  });

  test("every authority stands once, and every check holds", async () => {
    expect(
      await warehouse.rows(
        "select authority_code from authority_lineage group by all having count(*) <> 1",
      ),
    ).toEqual([]);
    expect(await brokenChecks(warehouse)).toEqual([]);
  });

  test("an ending that nobody follows breaks a check", async () => {
    await warehouse.run(
      "update reference_authorities set ends_on = date '2027-03-31' where authority_code = 'E10000030'",
    );
    expect(await brokenChecks(warehouse)).toEqual(["every authority that ended has a successor"]);
    await warehouse.run(
      "update reference_authorities set ends_on = null where authority_code = 'E10000030'",
    );
  });

  test.runIf(havePublished(ZIP))("trends go on over the changes of 2021 and 2023", async () => {
    const plans = await warehouse.rows<{ period: string; plans: number }>(
      "select period, sum(value) as plans from indicators join authority_lineage using (authority_code) where indicator = 'ehc_plans' and lineage_code = 'E06000063' group by all order by all",
    );
    expect(plans.map(({ period }) => period)).toEqual([
      "2019",
      "2020",
      "2021",
      "2022",
      "2023",
      "2024",
      "2025",
    ]);
    const growth = plans.slice(1).map(({ plans: now }, i) => now / plans[i]!.plans);
    expect(Math.max(...growth)).toBeLessThan(1.25);
    expect(Math.min(...growth)).toBeGreaterThan(1);
    const { years } = await warehouse.one<{ years: number }>(
      "select count(*) as years from indicators where indicator = 'ehc_plans' and authority_code = 'E06000060'",
    );
    expect(years).toBe(7);
  });

  test.runIf(havePublished(COUNCILS))("the list of councils gives the same successors", () => {
    const councils = csvParse(readFileSync(published(COUNCILS), "utf8"));
    const changes = csvParse(
      readFileSync(projectFile("data/reference/authority_changes.csv"), "utf8"),
    );
    const gss = new Map(
      councils.map((row) => [row["local-authority-code"], row["gss-code"] ?? ""]),
    );
    const followed = councils.filter(
      (row) => row["replaced-by"] && /^E(10|0600002[89])/.test(row["gss-code"] ?? ""),
    );
    expect(followed.length).toBe(8);
    for (const row of followed) {
      for (const successor of (row["replaced-by"] ?? "").split(",")) {
        expect(
          changes.some(
            ({ predecessor_code, successor_code }) =>
              predecessor_code === row["gss-code"] && successor_code === gss.get(successor),
          ),
        ).toBe(true);
      }
    }
  });
});
