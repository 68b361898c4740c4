import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type SchoolIdentified,
  schoolsIdentified,
} from "../../../../pipelines/measures/school-identification/expected.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { emptyWarehouse, havePublished, published } from "../../../loaders/published.ts";

const CENSUS = "schools/england_census_2022.csv.gz";
const LIST = "schools/school_information_2022.csv.gz";
const NORFOLK = "E10000020";

describe.runIf(havePublished(CENSUS, LIST))("the school census of 2022", () => {
  let warehouse: Warehouse;
  let rows: SchoolIdentified[];
  beforeAll(async () => {
    const empty = await emptyWarehouse();
    warehouse = empty.warehouse;
    await empty.load(published(CENSUS), published(LIST));
    await empty.build("schools_identified", "children");
    await warehouse.run(
      `create or replace table evaluation_authorities as select '${NORFOLK}' as authority_code`,
    );
    rows = await schoolsIdentified(warehouse);
  });

  test("adds up to its own rows of England, phase by phase", async () => {
    const [header, ...lines] = gunzipSync(readFileSync(published(CENSUS)))
      .toString("utf8")
      .replace(/^\uFEFF/, "")
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(","));
    const england = (type: string) => {
      const cells = lines.find(([urn, , third]) => urn === "NAT" && third === type)!;
      return (name: string) => Number(cells[header!.indexOf(name)]);
    };
    for (const [phase, type] of [
      ["primary", "PRI"],
      ["secondary", "SEC"],
    ] as const) {
      const cell = england(type);
      const sums = await warehouse.one(
        `select sum(pupils)::integer as pupils, sum(support)::integer as support, sum(plan)::integer as plan, sum(free_meals)::integer as free_meals
         from schools_identified where phase = '${phase}'`,
      );
      expect(sums).toEqual({
        pupils: cell("NOR"),
        support: cell("TSENELK"),
        plan: cell("TSENELSE"),
        free_meals: cell("NUMFSM"),
      });
    }
  });

  test("gives schools of a council that a design is about, with the year of its file", () => {
    expect(new Set(rows.map((row) => row.authority_code))).toEqual(new Set([NORFOLK]));
    expect(rows.length).toBeGreaterThan(700);
    expect(new Set(rows.map((row) => row.census_year))).toEqual(new Set(["2022"]));
  });

  test("puts most schools inside ranges that are widened for how schools differ", () => {
    const told = rows.filter(({ position }) => position !== null);
    expect(told.length).toBeGreaterThan(rows.length / 2);
    const outside = told.filter(({ position }) => position !== "inside").length;
    expect(outside / told.length).toBeGreaterThan(0.01);
    expect(outside / told.length).toBeLessThan(0.15);
  });
});
