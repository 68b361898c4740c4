import { copyFile, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emptyWarehouse, written } from "./published.ts";

const DATA = [
  "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,school_type,age,sess_overall_percent,sess_overall",
  "202324,Autumn term,National,E92000001,England,,,,,,Total,5,6.7,1000",
  "202324,Autumn term,Regional,E92000001,England,E12000006,East of England,,,,Total,5,6.8,300",
  "202324,Autumn term,Local authority,E92000001,England,E12000006,East of England,919,E10000015,Hertfordshire,Total,5,6.5,0",
  "202324,Autumn term,Local authority,E92000001,England,E12000006,East of England,E10000020,926,Norfolk,Total,5,c,low",
  "202324,Autumn term,Local authority,E92000001,England,E12000006,East of England,E10000020,926,Norfolk,Special,5,z,",
];
const META = [
  "col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column",
  "school_type,Filter,School type,,,,,",
  "age,Filter,Age,,,,,",
  "sess_overall_percent,Indicator,Absence rate,,%,1,,",
  "sess_overall,Indicator,Sessions missed,,,0,,",
];
const text = (lines: readonly string[]) => `\ufeff${lines.join("\n")}\n`;

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "vsend-ees-"));
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), content);
  }
  return folder;
}

describe("any data file of Explore Education Statistics", () => {
  test("is loaded with its filters and figures as its meta file says", async () => {
    const { warehouse, load, build } = await emptyWarehouse();
    const report = await load(
      await folderWith({ "absence.csv": text(DATA), "absence.meta.csv": text(META) }),
    );
    expect(report.loaded.map(({ loader, rows_loaded }) => [loader, rows_loaded])).toEqual([
      ["dfe-ees", 5],
      ["dfe-ees", 4],
    ]);
    await build("ees_figures");
    const figures = await warehouse.rows(
      "select area_code, (filters ->> 'school_type') as school_type, indicator, value, symbol from ees_figures where geographic_level = 'Local authority' order by all",
    );
    expect(figures.map((row) => Object.values(row))).toEqual([
      ["E10000015", "Total", "sess_overall", 0, null],
      ["E10000015", "Total", "sess_overall_percent", 6.5, null],
      ["E10000020", "Special", "sess_overall", null, "x"],
      ["E10000020", "Special", "sess_overall_percent", null, "z"],
      ["E10000020", "Total", "sess_overall", null, "low"],
      ["E10000020", "Total", "sess_overall_percent", null, "c"],
    ]);
    expect(
      await warehouse.rows(
        "select distinct area_code, file, time_identifier, filters ->> 'age' as age from ees_figures where geographic_level <> 'Local authority' order by all",
      ),
    ).toEqual([
      { area_code: "E12000006", file: "absence", time_identifier: "Autumn term", age: "5" },
      { area_code: "E92000001", file: "absence", time_identifier: "Autumn term", age: "5" },
    ]);
  });

  test("without its meta file, columns of numbers are its figures", async () => {
    const { warehouse, load, build } = await emptyWarehouse();
    await load(await written("absence.csv", text(DATA)));
    await build("ees_figures");
    expect(
      await warehouse.rows("select distinct indicator from ees_figures order by indicator"),
    ).toEqual([
      { indicator: "age" },
      { indicator: "sess_overall" },
      { indicator: "sess_overall_percent" },
    ]);
  });

  test("a corrected file takes the place of the earlier rows of that file alone", async () => {
    const { warehouse, load, build } = await emptyWarehouse();
    const first = await folderWith({
      "absence.csv": text(DATA),
      "absence.meta.csv": text(META),
      "other.csv": text(DATA.map((line) => `${line}`)).replace("1000", "1001"),
    });
    await load(first);
    const second = await folderWith({ "absence.csv": text(DATA).replace("6.5", "6.6") });
    await copyFile(join(first, "absence.meta.csv"), join(second, "absence.meta.csv"));
    const { loaded } = await load(second);
    expect(loaded[0]).toMatchObject({ rows_loaded: 5, rows_superseded: 0 });
    await build("ees_figures");
    expect(
      await warehouse.rows(
        "select file, value from ees_figures where area_code = 'E10000015' and indicator = 'sess_overall_percent' order by file",
      ),
    ).toEqual([
      { file: "absence", value: 6.6 },
      { file: "other", value: 6.5 },
    ]);
  });

  test("a file without figures is passed over", async () => {
    const { load } = await emptyWarehouse();
    const officers = DATA.map((line) => line.split(",").slice(0, 10).join(",")).map(
      (line, i) => `${line},${i ? "Yes" : "des_med_off"}`,
    );
    const { passedOver } = await load(
      await folderWith({ "officers.csv": text(officers), "absence.csv": text(DATA) }),
    );
    expect(passedOver).toHaveLength(1);
    await expect(load(await written("officers.csv", text(officers)))).rejects.toThrow(/to do/);
  });

  test("a source with a loader of its own does not fall to it when a column is missing", async () => {
    const { load } = await emptyWarehouse();
    const lines = DATA.map((line) => line.split(",").slice(0, 10).join(",")).map(
      (line, i) =>
        `${line},${i ? "All,All,1,2,3" : "breakdown_topic,breakdown,res_3851,res_52,total"}`,
    );
    await expect(load(await written("residential.csv", text(lines)))).rejects.toThrow(
      /without "res_tot"/,
    );
  });
});
