import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "../../../../pipelines/build/build.ts";
import { load } from "../../../../pipelines/load/load.ts";
import {
  type Identification,
  identification,
} from "../../../../pipelines/measures/identification/measure.ts";
import { linearModel } from "../../../../pipelines/statistics/linear-model.ts";
import { expectValue } from "../../../../pipelines/statistics/result.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments, UNMAPPED } from "../../../shipped.ts";

const FILE = projectFile("data/open/lait.parquet");
const NORFOLK = "E10000020";

describe("pupils identified, beside councils with as many free meals", () => {
  const folder = mkdtempSync(join(tmpdir(), "vsend-identified-"));
  let warehouse: Warehouse;
  let rows: Identification[];
  beforeAll(async () => {
    process.env.VSEND_KEY_FILE = join(folder, "key");
    warehouse = await openWarehouse(join(folder, "w.duckdb"));
    const instruments = shippedInstruments();
    await load(warehouse, [FILE], instruments, silent, UNMAPPED);
    await build(warehouse, instruments, [], silent, {
      only: ["identification_shares", "statistical_neighbours"],
    });
    rows = (await identification.rows(warehouse)).rows;
  });
  afterAll(() => {
    warehouse?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const norfolk = (stage: string, period = "2025") =>
    rows.find(
      (row) => row.authority_code === NORFOLK && row.stage === stage && row.period === period,
    )!;

  it("are the cells of DfE's file", async () => {
    const cells = await warehouse.rows<{ name: string; value: number }>(`
      select short_desc as name, "values"::double as value from read_parquet('${FILE}')
      where la_number = 926 and years = '2025' and short_desc in ('SEN_TotSENSuP', 'SEN_TotStat', 'PriFSM', 'SecFSM')`);
    const cell = (name: string) => cells.find((one) => one.name === name)!.value;
    expect(norfolk("support").value).toBe(cell("SEN_TotSENSuP"));
    expect(norfolk("plan").value).toBe(cell("SEN_TotStat"));
    expect(norfolk("plan").free_meals).toBeCloseTo((cell("PriFSM") + cell("SecFSM")) / 2, 0);
  });

  it("are expected by a line that is laid without the council", () => {
    for (const stage of ["support", "plan"]) {
      const own = norfolk(stage);
      const others = rows.filter(
        (row) => row.stage === stage && row.period === "2025" && row.authority_code !== NORFOLK,
      );
      expect(own.others).toBe(others.length);
      const { coefficients } = expectValue(
        linearModel(
          others.map(({ free_meals }) => [1, free_meals]),
          others.map(({ value }) => value),
        ),
      );
      const line = coefficients[0]!.estimate + coefficients[1]!.estimate * own.free_meals;
      expect(Math.abs(own.expected - line)).toBeLessThan(0.1);
      expect(own.lower).toBeLessThan(own.expected);
      expect(own.upper).toBeGreaterThan(own.expected);
    }
  });

  it("are of every January and of England's councils alone", () => {
    const periods = [...new Set(rows.map(({ period }) => period))].sort();
    expect(periods).toEqual(
      [2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025].map(String),
    );
    for (const period of periods) {
      const own = rows.filter((row) => row.period === period && row.stage === "plan");
      expect(own.length).toBeGreaterThanOrEqual(145);
      expect(own.length).toBeLessThanOrEqual(153);
    }
    expect(rows.filter(({ authority_code }) => !/^E(06|08|09|10)/.test(authority_code))).toEqual(
      [],
    );
  });

  it("lie outside about as often as one in twenty", () => {
    const outside = rows.filter(({ position }) => position !== "within").length;
    expect(outside / rows.length).toBeGreaterThan(0.03);
    expect(outside / rows.length).toBeLessThan(0.07);
    for (const { position, value, lower, upper } of rows)
      expect(position).toBe(value > upper ? "above" : value < lower ? "below" : "within");
  });

  it("stand beside the middle of the council's own neighbours", async () => {
    const { middle, n } = await warehouse.one<{ middle: number; n: number }>(`
      select median(plan) as middle, count(*) as n from identification_shares
      where period = '2025' and authority_code in
        (select neighbour_code from statistical_neighbours where authority_code = '${NORFOLK}')`);
    expect(norfolk("plan")).toMatchObject({ neighbours: n });
    expect(norfolk("plan").neighbours_middle).toBeCloseTo(middle, 0);
  });
});
