import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "../../../../pipelines/build/build.ts";
import { load } from "../../../../pipelines/load/load.ts";
import {
  type HighNeedsLine,
  highNeedsLines,
} from "../../../../pipelines/measures/high-needs-lines/measure.ts";
import {
  type SpendDriver,
  spendDrivers,
} from "../../../../pipelines/measures/spend-drivers/measure.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments, UNMAPPED } from "../../../shipped.ts";

const NORFOLK = "E10000020";
const HERTS = "E10000015";
const ENGLAND = "E92000001";

describe("what councils spend, from the published figures in the clone", () => {
  const folder = mkdtempSync(join(tmpdir(), "vsend-lines-"));
  let warehouse: Warehouse;
  let lines: HighNeedsLine[];
  let drivers: SpendDriver[];
  beforeAll(async () => {
    process.env.VSEND_KEY_FILE = join(folder, "key");
    warehouse = await openWarehouse(join(folder, "w.duckdb"));
    const instruments = shippedInstruments();
    await load(warehouse, [projectFile("data/open")], instruments, silent, UNMAPPED);
    await build(warehouse, instruments, [], silent, { only: ["special_top_up"] });
    ({ rows: lines } = await highNeedsLines.rows(warehouse));
    ({ rows: drivers } = await spendDrivers.rows(warehouse));
  });
  afterAll(() => {
    warehouse?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const cell = (authority: string, line: string, kind: string, year: string) =>
    lines.find(
      (row) =>
        row.authority_code === authority &&
        row.line === line &&
        row.kind === kind &&
        row.financial_year === year,
    );

  // high_needs_benchmarking_outturn_2021-22.xlsx, specialist_spend.csv, nat_specialist_spend.csv,
  // dsg_2023_07_20_High_needs_block.csv and _deductions.csv: the cells as they stand there.
  it.each([
    [NORFOLK, "place_funding", "budget", "2021-22", 19930000],
    [NORFOLK, "place_funding", "outturn", "2021-22", 13225501],
    [NORFOLK, "top_up_maintained", "outturn", "2021-22", 51254358],
    [NORFOLK, "top_up_non_maintained", "budget", "2021-22", 34081389],
    [NORFOLK, "top_up_non_maintained", "outturn", "2021-22", 41452473],
    [NORFOLK, "sen_services", "outturn", "2021-22", 5682543],
    [NORFOLK, "other_health_services", "budget", "2021-22", 371220],
    [NORFOLK, "specialist_top_up_state", "outturn", "2018-19", 21226420],
    [NORFOLK, "high_needs_block_before_deductions", "allocation", "2022-23", 120587891],
    [NORFOLK, "deduction_total", "allocation", "2022-23", 14452503],
    [HERTS, "place_funding", "outturn", "2021-22", 22416109.51],
    [ENGLAND, "specialist_top_up_independent", "outturn", "2021-22", 1400354007],
    [ENGLAND, "high_needs_block_before_deductions", "allocation", "2022-23", 8988258915],
  ])("%s %s %s %s is the source's cell", (authority, line, kind, year, amount) => {
    expect(cell(authority, line, kind, year)?.amount_gbp).toBe(amount);
  });

  it("of England, added up, is spent beside planned of the very same councils alone", () => {
    const summed = lines.filter((row) => row.authority_code === ENGLAND && row.councils !== null);
    const givers = ({ line, financial_year }: HighNeedsLine, kind: string) =>
      lines
        .filter(
          (row) =>
            row.authority_code !== ENGLAND &&
            row.line === line &&
            row.financial_year === financial_year &&
            row.kind === kind &&
            row.amount_gbp !== null,
        )
        .sort((a, b) => (a.authority_code < b.authority_code ? -1 : 1));
    for (const row of summed) {
      const own = givers(row, row.kind);
      expect(own).toHaveLength(row.councils!);
      expect(own.reduce((sum, one) => sum + one.amount_gbp!, 0)).toBeCloseTo(row.amount_gbp!, 0);
      expect(own.reduce((sum, one) => sum + (one.plans ?? 0), 0)).toBe(row.plans);
      if (row.planned_gbp === null) continue;
      const planned = givers(row, "budget");
      expect(planned.map((one) => one.authority_code)).toEqual(
        own.map((one) => one.authority_code),
      );
      expect(planned.reduce((sum, one) => sum + one.amount_gbp!, 0)).toBeCloseTo(
        row.planned_gbp,
        0,
      );
    }
  });

  it("is divided by the plans of the year's January and by people aged 2 to 18", () => {
    const row = cell(NORFOLK, "top_up_non_maintained", "outturn", "2021-22")!;
    expect(row.plans).toBe(8671);
    expect(row.per_plan_gbp).toBeCloseTo(41452473 / 8671, 2);
    // The rate that specialist_spend.csv gives for the same pounds.
    expect(row.per_head_gbp).toBeCloseTo(248.880439560158, 2);
  });

  it("adds up to England, whether that is published or summed here, with the totals that are left out", async () => {
    const summed = new Map<string, number>();
    const leftOut = await warehouse.rows<{ key: string; gbp: number }>(`
      select line || ' ' || kind || ' ' || financial_year as key, sum(published_gbp)::double as gbp
      from spend_figures join authorities using (authority_code)
      where set_aside_because is not null group by all`);
    for (const { key, gbp } of leftOut) summed.set(key, gbp);
    const keyOf = (row: HighNeedsLine) => `${row.line} ${row.kind} ${row.financial_year}`;
    for (const row of lines) {
      if (row.authority_code === ENGLAND || row.amount_gbp === null) continue;
      summed.set(keyOf(row), (summed.get(keyOf(row)) ?? 0) + row.amount_gbp);
    }
    const england = lines.filter((row) => row.authority_code === ENGLAND);
    expect(england.filter((row) => row.councils === null).length).toBeGreaterThan(10);
    expect(england.filter((row) => row.councils !== null).length).toBe(18);
    for (const row of england) {
      expect(Math.abs(row.amount_gbp! - summed.get(keyOf(row))!), keyOf(row)).toBeLessThan(1.01);
    }
  });

  it("sums the lines only where all of them are published, and flags places", () => {
    const all = cell(NORFOLK, "all_lines", "budget", "2021-22")!;
    const but = cell(NORFOLK, "all_but_places", "budget", "2021-22")!;
    expect(all.amount_gbp! - but.amount_gbp!).toBe(19930000);
    expect([all.lacks_academy_places, but.lacks_academy_places]).toEqual([true, false]);
    const flagged = new Set(lines.filter((row) => row.lacks_academy_places).map((row) => row.line));
    expect([...flagged].sort()).toEqual(["all_lines", "place_funding"]);
    const without = lines.filter((row) => row.amount_gbp === null);
    expect(without.length).toBeGreaterThan(0);
    expect(without.every((row) => row.symbol !== null && row.per_plan_gbp === null)).toBe(true);
  });

  it("sets what was spent beside what was planned once, of the same things of one year alone", () => {
    const told = lines.filter((row) => row.over_plan_gbp !== null);
    expect(told.length).toBeGreaterThan(500);
    for (const row of told) {
      const planned = cell(row.authority_code, row.line, "budget", row.financial_year)!;
      expect([row.kind, row.lacks_academy_places]).toEqual(["outturn", false]);
      expect(row.planned_gbp).toBe(planned.amount_gbp);
      expect(row.over_plan_gbp).toBeCloseTo(row.amount_gbp! - planned.amount_gbp!, 1);
      const share = 100 * (row.amount_gbp! / planned.amount_gbp! - 1);
      if (planned.amount_gbp !== 0)
        expect(Math.abs(row.over_plan_share! - share)).toBeLessThan(0.051);
    }
    const all = cell(NORFOLK, "all_but_places", "outturn", "2021-22")!;
    expect(all.over_plan_gbp).not.toBeNull();
    expect(cell(NORFOLK, "place_funding", "outturn", "2021-22")!.over_plan_gbp).toBeNull();
  });

  it("takes the middle of the ten neighbours in the same year", async () => {
    const near = await warehouse.rows<{ neighbour_code: string }>(
      `select neighbour_code from statistical_neighbours where authority_code = '${NORFOLK}'`,
    );
    const values = near
      .map((row) => cell(row.neighbour_code, "sen_services", "outturn", "2021-22")!.per_plan_gbp!)
      .sort((a, b) => a - b);
    const row = cell(NORFOLK, "sen_services", "outturn", "2021-22")!;
    expect(row.neighbours).toBe(10);
    expect(row.neighbours_per_plan_gbp).toBeCloseTo((values[4]! + values[5]!) / 2, 1);
  });

  it("splits every change of special top-up to the pound", () => {
    const split = drivers.filter((row) => row.symbol === null);
    expect(split.length).toBeGreaterThan(500);
    for (const row of split) {
      const parts = row.volume_gbp! + row.mix_gbp! + row.price_gbp!;
      expect(Math.abs(parts - (row.to_gbp - row.from_gbp))).toBeLessThan(0.02);
    }
  });

  it("says of England that plans explain more than prices, and of Norfolk that records jumped", () => {
    const of = (code: string, from: string, to: string) =>
      drivers.find(
        (row) => row.authority_code === code && row.from_year === from && row.to_year === to,
      )!;
    const england = of(ENGLAND, "2018-19", "2021-22");
    expect(england.to_gbp - england.from_gbp).toBe(
      1400354007 + 2083898388 - (926469719 + 1463779676),
    );
    expect([england.from_plans, england.to_plans]).toEqual([139361, 168173]);
    expect(england.is_doubtful).toBe(false);
    // 352 plans in independent special schools in January 2021, and 666 in January 2022.
    expect(of(NORFOLK, "2020-21", "2021-22").is_doubtful).toBe(true);
    expect(of(NORFOLK, "2018-19", "2019-20").is_doubtful).toBe(false);
  });
});
