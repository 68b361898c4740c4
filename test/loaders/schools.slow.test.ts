import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { warnings } from "../../pipelines/build/check.ts";
import type { LoadReport } from "../../pipelines/load/load.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import {
  brokenChecks,
  emptyWarehouse,
  expectLedger,
  havePublished,
  published,
  written,
} from "./published.ts";

const FILES = [
  "schools/gias_schema_60_fake_schools.csv",
  "schools/gias_4_rows_latin1.csv",
  "schools/gias_establishment_types_20250422.csv",
  "schools/gias_links_edubasealldata20250422.csv.gz",
  "schools/school_information_2022.csv.gz",
  "schools/england_census_2022.csv.gz",
];

/** The file as UTF-8 text without compression. */
async function plain(file: string): Promise<string> {
  const bytes = readFileSync(published(file));
  const text = file.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  const isLatin = file.includes("latin1") || file.includes("links");
  const name = file.split("/")[1]!.replace(/[.]gz$/, "");
  return written(name, isLatin ? text.toString("latin1") : text);
}

/** The last of the four rows has six cells more than the header. */
async function withoutTheLongRow(): Promise<string> {
  const text = readFileSync(await plain("schools/gias_4_rows_latin1.csv"), "utf8");
  return written(
    "gias_4_rows_latin1.csv",
    `${text.trim().split(/\r?\n/).slice(0, 4).join("\n")}\n`,
  );
}

describe.runIf(havePublished(...FILES))("published lists of schools", () => {
  let warehouse: Warehouse;
  let report: LoadReport;
  beforeAll(async () => {
    const empty = await emptyWarehouse();
    warehouse = empty.warehouse;
    const others = FILES.filter((file) => !file.includes("latin1"));
    report = await empty.load(...(await Promise.all(others.map(plain))), await withoutTheLongRow());
    await empty.build();
  });

  const school = (urn: string) =>
    warehouse.one(`select * exclude (load_id, census_file) from schools where urn = '${urn}'`);

  test("every row is loaded, but for the three of England", async () => {
    await expectLedger(report, {
      "gias_schema_60_fake_schools.csv": { read: 60, loaded: 60 },
      "gias_4_rows_latin1.csv": { read: 3, loaded: 3 },
      "gias_links_edubasealldata20250422.csv": { read: 33801, loaded: 33801 },
      "school_information_2022.csv": { read: 26545, loaded: 26545 },
      "england_census_2022.csv": { read: 24448, loaded: 24445, refused: 0, outOfScope: 3 },
    });
  });

  test("columns that are not read of a published file are said", () => {
    const of = (name: string) =>
      Object.entries(report.untaken).find(([file]) => file.includes(name))?.[1];
    expect(of("england_census_2022")).toEqual(
      expect.arrayContaining(["NUMEAL", "NUMFSMEVER", "PSENELK"]),
    );
    expect(of("england_census_2022")).not.toContain("NUMFSM");
  });

  test("a row longer than the header is refused, not shifted", async () => {
    const { load } = await emptyWarehouse();
    const { loaded } = await load(await plain("schools/gias_4_rows_latin1.csv"));
    expect(loaded).toMatchObject([{ rows_read: 4, rows_loaded: 3, rows_rejected: 1 }]);
  });

  test("a row that stops before its last columns is read, and NA is no number", async () => {
    expect(await school("100001")).toMatchObject({ pupil_count: 809, plan_count: 0 });
    expect(await school("100000")).toMatchObject({
      pupil_count: 277,
      plan_count: 8,
      sen_support_count: 57,
      free_meals_count: 62,
    });
  });

  test("a school in both lists stands once, as the register has it", async () => {
    const { n, urns } = await warehouse.one<{ n: number; urns: number }>(
      "select count(*) as n, count(distinct urn) as urns from schools",
    );
    expect(n).toBe(urns);
    expect(await school("126416")).toMatchObject({
      name: "St Thomas à Becket Church of England Aided Primary School",
      authority_code: "E06000054",
      setting_type: "mainstream",
      ladder_rung: 1,
    });
    expect(await school("117137")).toMatchObject({
      status: "Closed",
      authority_code: "E10000015",
      opened_on: "1997-02-26",
      closed_on: "2012-05-31",
    });
  });

  test("1,924 special schools are special settings", async () => {
    expect(
      await warehouse.rows(
        "select setting_type, count(*) as n from schools where setting_type like '%special' group by all order by all",
      ),
    ).toEqual([
      { setting_type: "independent_special", n: 735 },
      { setting_type: "non_maintained_special", n: 59 },
      { setting_type: "state_special", n: 1130 },
    ]);
  });

  test("links keep their direction and day", async () => {
    expect(
      await warehouse.rows("select * exclude (load_id) from school_links where urn = '100012'"),
    ).toEqual([
      {
        urn: "100012",
        linked_urn: "100021",
        link_type: "Successor - merged",
        direction: "successor",
        linked_on: "2021-08-31",
      },
    ]);
  });

  test("no head teacher's name is in the warehouse", async () => {
    const columns = await warehouse.rows<{ name: string }>(
      "select column_name as name from information_schema.columns where column_name like 'head%'",
    );
    expect(columns).toEqual([]);
  });

  test("a school of an unknown authority is of none, whatever its ONS code, and warned of", async () => {
    expect(await school("130000")).toMatchObject({ authority_code: null });
    expect((await warnings(warehouse)).filter(({ holds }) => !holds)).toMatchObject([
      { check: "a school is of a known authority", rows: 60 },
    ]);
  });

  test("every check holds", async () => {
    expect(await brokenChecks(warehouse)).toEqual([]);
  });
});

describe("a school's base", () => {
  test("a unit and a resourced provision are one rung", async () => {
    const { warehouse, load, build } = await emptyWarehouse();
    const row = (urn: number, type: string, base: string, places: string) =>
      `${urn},919,School ${urn},${type},Open,,,Primary,${base},,${places}`;
    await load(
      await written(
        "register.csv",
        [
          "URN,LA (code),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (name),TypeOfResourcedProvision (name),ResourcedProvisionCapacity,SenUnitCapacity",
          row(100001, "Community school", "SEN unit", ""),
          row(100002, "Academy converter", "Resourced provision", ""),
          row(100003, "Academy converter", "", "12"),
          row(100004, "Academy converter", "Not applicable", ""),
          row(100005, "Community special school", "Resourced provision", ""),
        ].join("\n"),
      ),
    );
    await build("schools");
    expect(
      (await warehouse.rows("select setting_type, ladder_rung from schools order by urn")).map(
        ({ setting_type, ladder_rung }) => `${setting_type} ${ladder_rung}`,
      ),
    ).toEqual([
      "resourced_provision 2",
      "resourced_provision 2",
      "resourced_provision 2",
      "mainstream 1",
      "state_special 4",
    ]);
  });
});
