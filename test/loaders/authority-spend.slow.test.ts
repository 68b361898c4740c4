import { beforeAll, describe, expect, test } from "vitest";
import { sqlFiles } from "../../pipelines/build/models.ts";
import { findSheet } from "../../pipelines/load/recognise/sheet.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import {
  brokenChecks,
  emptyWarehouse,
  expectLedger,
  havePublished,
  published,
  written,
} from "./published.ts";

const SHEET = "spend/high_needs_benchmarking_outturn_2021-22.xlsx";
const FILES = [
  "spend/dsg_2023_07_20_High_needs_block.csv",
  "spend/dsg_2023_07_20_High_needs_deductions.csv",
  "spend/dsg_deficit.csv",
  "spend/ebis_la_high_needs_schema_fake_las.csv",
  "spend/nat_specialist_spend.csv",
  "spend/specialist_spend.csv",
];
const ZIP = "dfe/education-health-and-care-plans_2025.zip";
const HERTS = "E10000015";
const NORFOLK = "E10000020";
const ENGLAND = "E92000001";

describe.runIf(havePublished(SHEET, ZIP, ...FILES))("published spend of authorities", () => {
  let warehouse: Warehouse;
  let said: readonly string[] = [];
  beforeAll(async () => {
    const empty = await emptyWarehouse();
    warehouse = empty.warehouse;
    const report = await empty.load(...[SHEET, ...FILES, ZIP].map(published));
    said = Object.values(report.notes)
      .flat()
      .filter((note) => note.startsWith("gives "));
    await expectLedger(report, {
      "high_needs_benchmarking_outturn_2021-22.xlsx, sheet Sheet1": {
        read: 154,
        loaded: 154,
        refused: 0,
      },
      "dsg_2023_07_20_High_needs_block.csv": { loaded: 151, outOfScope: 13 },
      "dsg_2023_07_20_High_needs_deductions.csv": { loaded: 151, refused: 0 },
      "dsg_deficit.csv": { loaded: 478, refused: 0 },
      "ebis_la_high_needs_schema_fake_las.csv": { loaded: 41, refused: 0 },
      "nat_specialist_spend.csv": { loaded: 12 },
      "specialist_spend.csv": { loaded: 1836, refused: 0 },
      "SEND Tribunals and appeal rate 2014-2024.csv": { loaded: 156, refused: 0 },
    });
    await empty.build();
  });

  const spend = async (area: string, line: string, kind: string, year: string, source = "") => {
    const rows = await warehouse.rows<{ amount_gbp: number | null; symbol: string | null }>(
      `select amount_gbp, symbol from authority_spend where authority_code = '${area}' and line = '${line}' and kind = '${kind}' and financial_year = '${year}' and source like '%${source}%'`,
    );
    return rows.map(({ amount_gbp, symbol }) => symbol ?? amount_gbp);
  };

  test.each([
    [HERTS, "place_funding", "budget", "2021-22", 29308401],
    [HERTS, "place_funding", "outturn", "2021-22", 22416109.51],
    [HERTS, "top_up_maintained_special", "outturn", "2021-22", 34461286.04],
    [HERTS, "top_up_non_maintained_special", "budget", "2021-22", 18531097.13],
    [NORFOLK, "top_up_non_maintained_special", "outturn", "2021-22", 41452473],
    [HERTS, "other_health_services", "outturn", "2021-22", 1646834.32],
    [ENGLAND, "high_needs_block_before_deductions", "allocation", "2022-23", 8988258915],
    ["E09000007", "additional_high_needs", "allocation", "2022-23", 1676753],
    [ENGLAND, "deduction_special_academies_pre_16", "allocation", "2022-23", 455256663],
    [ENGLAND, "deduction_total", "allocation", "2022-23", 1002521558],
    [HERTS, "specialist_top_up_state", "outturn", "2021-22", 35039132],
    [ENGLAND, "specialist_top_up_independent", "outturn", "2021-22", 1400354007],
  ])("%s %s %s %s is %d", async (area, line, kind, year, amount) => {
    expect(await spend(area, line, kind, year)).toEqual([amount]);
  });

  test("the sheet's outturn is the one published elsewhere, but for York", async () => {
    const apart = await warehouse.rows(`
      select * from (
        select authority_code, sum(amount_gbp) filter (line like 'top_up_%_special' or line like 'top_up_%_alternative_provision') as sheet,
          sum(amount_gbp) filter (line = 'specialist_top_up_total') as published
        from authority_spend where kind = 'outturn' and financial_year = '2021-22' and source not like '%insights%'
        group by authority_code
      ) where abs(sheet - published) > 2`);
    expect(apart).toEqual([{ authority_code: "E06000014", sheet: 9693473, published: 0 }]);
  });

  test("a run of the benchmarking service is named after the year in which it ends", async () => {
    // Camden: special and alternative provision together, as published for 2020-21.
    const amounts = await Promise.all(
      ["special", "alternative_provision"].map((phase) =>
        spend("E09000007", `top_up_maintained_${phase}`, "outturn", "2020-21"),
      ),
    );
    expect(amounts.flat().reduce<number>((sum, amount) => sum + Number(amount), 0)).toBe(9155525);
    expect(await spend("E09000007", "specialist_top_up_state", "outturn", "2020-21")).toEqual([
      9155525,
    ]);
  });

  test("every figure with places of academies in it, and no other, is flagged", async () => {
    expect(
      await warehouse.rows(
        "select distinct regexp_extract(line, '^(place_funding|total_high_needs)') as line, kind, caveat is not null as has_caveat from authority_spend where differs_by_academy_places order by all",
      ),
    ).toEqual([
      { line: "place_funding", kind: "budget", has_caveat: true },
      { line: "place_funding", kind: "outturn", has_caveat: true },
      { line: "total_high_needs", kind: "budget", has_caveat: true },
      { line: "total_high_needs", kind: "outturn", has_caveat: true },
    ]);
    expect(
      await warehouse.rows(
        "select line from authority_spend where line like 'place_funding%' and not differs_by_academy_places",
      ),
    ).toEqual([]);
  });

  test("a blank is unavailable, and zero before an authority began is no figure", async () => {
    expect(await spend("E10000021", "place_funding", "outturn", "2021-22")).toEqual(["x"]);
    expect(await spend("E06000061", "specialist_top_up_state", "outturn", "2018-19")).toEqual([
      "z",
    ]);
  });

  test("balances and appeals are figures of the authority", async () => {
    const figures = await warehouse.rows(
      `select indicator, value from indicators where authority_code = '${NORFOLK}' and (indicator, period) in (('dsg_balance_share', '2021-22'), ('send_tribunal_appeals', '2024'), ('send_tribunal_appeal_rate', '2024')) order by 1`,
    );
    expect(figures).toEqual([
      { indicator: "dsg_balance_share", value: -7.76 },
      { indicator: "send_tribunal_appeal_rate", value: 4.2 },
      { indicator: "send_tribunal_appeals", value: 532 },
    ]);
    const darlington = await warehouse.rows(
      "select value from indicators where authority_code = 'E06000005' and indicator = 'send_tribunal_appeals' and period = '2014'",
    );
    expect(darlington).toEqual([{ value: 0 }]);
    expect(
      await warehouse.rows(
        "select 1 from indicators where period = '2025' and indicator like '%appeal%'",
      ),
    ).toEqual([]);
  });

  test("a row whose code is another authority's is taken by its name, and it is said", async () => {
    const rates = await warehouse.rows<{ code: string; rates: (number | string)[] }>(
      `select authority_code as code, list(coalesce(value::varchar, symbol) order by period) as rates from indicators
      where indicator = 'send_tribunal_appeal_rate' and authority_code in ('E06000018', 'E10000024', 'E06000056', 'E10000003')
      group by all order by 1`,
    );
    expect(rates).toEqual([
      { code: "E06000018", rates: "2.7 1.2 1.9 3.7 1.8 1.6 1.4 1.3 2.5 2.1 2.5".split(" ") },
      { code: "E06000056", rates: "0.7 0.5 0.5 1.2 1.0 2.6 1.6 0.6 2.0 2.6 u".split(" ") },
      { code: "E10000003", rates: "2.5 1.6 1.6 1.3 1.6 2.0 1.5 1.1 2.1 1.6 u".split(" ") },
      { code: "E10000024", rates: "2.6 1.9 1.6 2.9 2.1 2.0 2.2 2.2 3.0 2.2 3.1".split(" ") },
    ]);
    expect(said).toEqual([
      "gives Cambridgeshire the code 823, which is Central Bedfordshire's: its rows are taken by the name, as 873",
      "gives Central Bedfordshire the code 873, which is Cambridgeshire's: its rows are taken by the name, as 823",
      "gives Northamptonshire7 the code 892, which is Nottingham's: its rows are taken by the name, as 928",
      "gives Nottingham the code 891, which is Nottinghamshire's: its rows are taken by the name, as 892",
      "gives Nottinghamshire the code 928, which is Northamptonshire's: its rows are taken by the name, as 891",
    ]);
    const { sql } = sqlFiles("checks/warnings").find(
      ({ name }) => name === "a_published_row_has_the_code_of_its_name",
    )!;
    expect(
      await warehouse.rows(
        `select value, message from (${sql.replace(/;\s*$/, "")}) where value = '928'`,
      ),
    ).toEqual([
      {
        value: "928",
        message:
          "is the code of Northamptonshire; the row is taken by its name (Nottinghamshire, 891)",
      },
    ]);
  });

  test("a row with another authority's code and nobody's name is refused, with what to do", async () => {
    const empty = await emptyWarehouse();
    const header =
      "geographic_level,old_la_code,new_la_code,la_name,time_period,time_identifier,region_code,figure";
    const row = (code: string, name: string) =>
      `Local authority,${code},,${name},2024,Calendar year,,1`;
    const rows = [
      row("891", "Barsetshire"),
      row("892", "Nottingham"),
      row("823", "Central Bedfordshire"),
    ];
    const { loaded } = await empty.load(await written("areas.csv", [header, ...rows].join("\n")));
    expect(loaded).toMatchObject([{ rows_loaded: 2, rows_rejected: 1 }]);
    expect(
      await empty.warehouse.rows("select value, message, suggestion from rejected_rows"),
    ).toEqual([
      {
        value: "891",
        message: "is the code of Nottinghamshire, and no authority is called Barsetshire",
        suggestion:
          "the code of the authority meant, or its name as in the register (Nottinghamshire for 891)",
      },
    ]);
  });

  test("England is the sum of its authorities, and a made-up error breaks the check", async () => {
    expect(await brokenChecks(warehouse)).toEqual([]);
    await warehouse.run(
      `update authority_spend set amount_gbp = amount_gbp + 2 where authority_code = '${HERTS}' and line = 'deduction_total'`,
    );
    expect(await brokenChecks(warehouse)).toEqual([
      "spend of england is the sum of its authorities",
    ]);
  });
});

describe("a sheet laid out for people", () => {
  const sheet = {
    columns: [
      { name: "code", words: "la_code" },
      { name: "before", words: "budget_place_funding" },
      { name: "after", words: "place_funding" },
      { name: "later", words: "2026", isSometimes: true },
      { name: "detail", words: "place", onlyWith: "later" },
    ],
    isBody: ({ code }: Record<string, string>) => /^[0-9]{3}$/.test(code ?? ""),
    fromHeadings: { column: "year", pattern: /Year (20[0-9]{2})-([0-9]{2})/ },
  };

  test("is found by its headings, wherever its columns stand", () => {
    const rows = [
      ["", "Year 2021-22", "", "", "", "place"],
      ["", "", "Budget", "", "Outturn", ""],
      ["", "LA code", "Place\nfunding", "", "Place funding", ""],
      ["", "", "", "", "", ""],
      ["", "919", "1", "", "2", "3"],
    ];
    expect(findSheet(rows, sheet)).toEqual({
      headings: 3,
      names: ["", "code", "before", "", "after", ""],
      given: { year: "2021-22" },
    });
    const narrow = rows.map((row) => row.filter((_, i) => ![0, 3].includes(i)));
    expect(findSheet(narrow, sheet)?.names).toEqual(["code", "before", "after", ""]);
  });

  test("is not found without a heading, a year or a row", () => {
    const rows = [["Year 2021-22 LA code", "Budget place funding", "Place funding"], ["919"]];
    expect(findSheet(rows, sheet)).not.toBeNull();
    expect(
      findSheet([["LA code", "Budget place funding", "Place funding"], ["919"]], sheet),
    ).toBeNull();
    expect(findSheet([rows[0]!.slice(0, 2), ["919"]], sheet)).toBeNull();
    expect(findSheet([rows[0]!, ["note"]], sheet)).toBeNull();
  });
});
