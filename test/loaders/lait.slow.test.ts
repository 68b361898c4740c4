import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { openWarehouse, type Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { brokenChecks, emptyWarehouse, havePublished, published, written } from "./published.ts";

const FIGURES = "indicators/bds_long_0.parquet";
const DICTIONARY = "indicators/lait_data_dictionary.csv.gz";
const HEAD = "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region";

describe.runIf(havePublished(FIGURES, DICTIONARY))("the tool's 434 measures", () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    const empty = await emptyWarehouse();
    warehouse = empty.warehouse;
    const dictionary = await written(
      "dictionary.csv",
      gunzipSync(readFileSync(published(DICTIONARY))),
    );
    const figures = join(dirname(dictionary), "figures.csv");
    const reader = await openWarehouse(":memory:");
    await reader.run(`copy (from '${published(FIGURES)}') to '${figures}' (header)`);
    reader.close();
    const report = await empty.load(dictionary, figures);
    expect(report.loaded.map(({ rows_loaded }) => rows_loaded)).toEqual([448, 640900]);
    expect(report.loaded.map(({ rows_rejected }) => rows_rejected)).toEqual([0, 0]);
    await empty.build();
  });

  const figure = async (area: string, indicator: string, period: string) =>
    (
      await warehouse.rows(
        `select value, symbol, period_kind, is_provisional from indicators where authority_code = '${area}' and indicator = 'lait_${indicator}' and period = '${period}'`,
      )
    )[0];

  test("figures stand under the codes that other tables use", async () => {
    expect(await figure("E10000015", "infmort", "2023")).toMatchObject({ value: 2.9 });
    expect(await figure("E92000001", "infmort", "2023")).toMatchObject({ value: 3.9 });
    expect(await figure("E10000015", "lac_sen", "2025")).toMatchObject({ value: 23.7 });
    const { areas } = await warehouse.one<{ areas: number }>(
      "select count(distinct authority_code) as areas from indicators",
    );
    expect(areas).toBe(170);
  });

  test("the kind of year and what is provisional are kept", async () => {
    expect(await figure("E10000015", "senfinance", "2024-25")).toEqual({
      value: 110,
      symbol: null,
      period_kind: "financial year, outturn",
      is_provisional: false,
    });
    expect(await figure("E10000015", "ks1p_ehcp", "2025")).toMatchObject({
      value: 22,
      is_provisional: true,
    });
    expect(await figure("E09000002", "rta", "2014 to 2016")).toMatchObject({
      value: 12.13,
      period_kind: "years together",
    });
    expect(
      await warehouse.rows(
        "select distinct period from indicators where indicator like 'lait_%' and not regexp_full_match(period, '20[0-9]{2}(-[0-9]{2})?( to 20[0-9]{2}(-[0-9]{2})?)?')",
      ),
    ).toEqual([]);
  });

  test("every measure is in the catalogue, with its polarity", async () => {
    expect(
      await warehouse.rows(
        "select polarity from indicator_catalogue where indicator in ('lait_infmort', 'lait_ks1p_ehcp') order by indicator",
      ),
    ).toEqual([{ polarity: "lower is better" }, { polarity: "higher is better" }]);
    expect(
      await warehouse.one(
        "select count(*) as n, count(distinct indicator) as names from indicator_catalogue where indicator like 'lait_%'",
      ),
    ).toEqual({ n: 434, names: 434 });
    expect(
      await warehouse.rows(
        "select distinct indicator from indicators where indicator not in (select indicator from indicator_catalogue)",
      ),
    ).toEqual([]);
  });

  test("every check holds", async () => {
    expect(await brokenChecks(warehouse)).toEqual([]);
  });
});

describe("figures of the tool", () => {
  test("a final figure takes the place of a provisional one, and - is no figure", async () => {
    const { warehouse, load, build } = await emptyWarehouse();
    await load(
      await written(
        "figures.csv",
        `${HEAD}\nA%,,2025 (prov),Hertfordshire,1,919.0,\nA%,,2025 (Final),Hertfordshire,2,919.0,\nA%,,2024,Hertfordshire,-,919,\n`,
      ),
    );
    await build("indicators");
    expect(
      await warehouse.rows(
        "select indicator, period, value, symbol from indicators order by period",
      ),
    ).toEqual([
      { indicator: "lait_a_pc", period: "2024", value: null, symbol: "x" },
      { indicator: "lait_a_pc", period: "2025", value: 2, symbol: null },
    ]);
  });
});
