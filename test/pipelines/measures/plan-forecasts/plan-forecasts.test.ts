import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "../../../../pipelines/build/build.ts";
import { load } from "../../../../pipelines/load/load.ts";
import { planForecasts } from "../../../../pipelines/measures/shared/plan-forecast.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments, UNMAPPED } from "../../../shipped.ts";

describe("plans of councils, to three years ahead", () => {
  const folder = mkdtempSync(join(tmpdir(), "vsend-forecast-"));
  let warehouse: Warehouse;
  let made: Awaited<ReturnType<typeof planForecasts>>;
  beforeAll(async () => {
    process.env.VSEND_KEY_FILE = join(folder, "key");
    warehouse = await openWarehouse(join(folder, "w.duckdb"));
    const instruments = shippedInstruments();
    const caseload = projectFile("data/open/dfe_caseload.parquet");
    await load(warehouse, [caseload], instruments, silent, UNMAPPED);
    await build(warehouse, instruments, [], silent, { only: ["indicators"] });
    made = await planForecasts(warehouse);
  });
  afterAll(() => {
    warehouse?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("stand beside what would have been said in earlier years: England's growth of 2023 and the plans of Norfolk then", async () => {
    const used = made.tested.find(
      (row) => row.indicator === "ehc_plans" && row.ahead === 2 && row.is_used,
    )!;
    const said = made.past.find(
      (row) => row.authority_code === "E10000020" && row.year === 2025 && row.ahead === 2,
    )!;
    const plans = await warehouse.rows<{ code: string; year: number; value: number }>(
      "select authority_code as code, period::integer as year, value from indicators where indicator = 'ehc_plans' and authority_code in ('E10000020', 'E92000001')",
    );
    const at = (code: string, year: number) =>
      plans.find((row) => row.code === code && row.year === year)!.value;
    const growth = (code: string) => at(code, 2023) / at(code, 2022);
    const [own, all] = [growth("E10000020"), growth("E92000001")];
    const factor = { own, national: all, half: (own + all) / 2 }[used.rule];
    expect(said.rule).toBe(used.rule);
    expect(said.value).toBe(Math.round(at("E10000020", 2023) * factor ** 2));
    expect(said.came).toBe(at("E10000020", 2025));
    const councils = new Set(made.past.map((row) => row.authority_code));
    expect(made.past).toHaveLength(9 * councils.size);
  });

  it("are out by as much as a script of its own finds in the file", async () => {
    // From the file itself, by other code: authorities under their codes of 2025.
    const file = projectFile("data/open/dfe_caseload.parquet");
    const rows = await warehouse.rows<{ code: string; year: number; plans: number }>(`
      select coalesce(nullif(new_la_code, ''), 'England') as code,
        left(time_period, 4)::integer + 1 as year, ehcplans::double as plans
      from read_parquet('${file}') where geographic_level <> 'Regional' and try_cast(ehcplans as double) is not null`);
    const at = new Map(rows.map(({ code, year, plans }) => [`${code} ${year}`, plans]));
    const codes = [...new Set(rows.map(({ code }) => code))].filter((code) => code !== "England");
    const years = [2019, 2020, 2021, 2022, 2023, 2024, 2025];
    const whole = codes.filter((code) => years.every((year) => at.get(`${code} ${year}`)));
    for (const ahead of [1, 2, 3]) {
      const errors = { own: [] as number[], national: [] as number[], half: [] as number[] };
      for (const code of whole) {
        for (const from of [2021, 2022, 2023, 2024].filter((year) => year + ahead <= 2025)) {
          const value = (who: string, year: number) => at.get(`${who} ${year}`)!;
          const own = value(code, from) / value(code, from - 1);
          const all = value("England", from) / value("England", from - 1);
          const out = (factor: number) =>
            Math.abs((value(code, from) * factor ** ahead) / value(code, from + ahead) - 1);
          errors.own.push(out(own));
          errors.national.push(out(all));
          errors.half.push(out((own + all) / 2));
        }
      }
      for (const rule of ["own", "national", "half"] as const) {
        const found = made.tested.find(
          (row) => row.indicator === "ehc_plans" && row.ahead === ahead && row.rule === rule,
        )!;
        const mean = errors[rule].reduce((sum, error) => sum + error, 0) / errors[rule].length;
        // Councils whose code changed are whole to the program, and not to this script.
        expect(Math.abs(found.error - 100 * mean)).toBeLessThan(0.35);
      }
    }
  });

  it("grow by placement as the councils do that have both Januaries, not as England's own counts", async () => {
    const file = projectFile("data/open/dfe_caseload.parquet");
    const rows = await warehouse.rows<{ code: string; year: number; plans: number }>(`
      select coalesce(nullif(new_la_code, ''), 'England') as code,
        left(time_period, 4)::integer + 1 as year, mainstream_total::double as plans
      from read_parquet('${file}') where geographic_level <> 'Regional' and try_cast(mainstream_total as double) is not null
        and coalesce(try_cast(placement_unknown as double), 0) <= 0.1 * ehcplans::double`);
    const at = new Map(rows.map(({ code, year, plans }) => [`${code} ${year}`, plans]));
    const value = (code: string, year: number) => at.get(`${code} ${year}`) ?? Number.NaN;
    const both = [...new Set(rows.map(({ code }) => code))].filter(
      (code) => code !== "England" && value(code, 2024) > 0 && value(code, 2025) > 0,
    );
    const sum = (year: number) => both.reduce((total, code) => total + value(code, year), 0);
    const same = sum(2025) / sum(2024);
    // England's counts of 2024 lack Hackney and Peterborough, of 2025 Cambridgeshire and North East Lincolnshire.
    expect(same).toBeGreaterThan(value("England", 2025) / value("England", 2024) + 0.01);
    const of = made.forecasts.filter((r) => r.indicator === "mainstream_plans" && r.ahead === 1);
    expect(of.length).toBeGreaterThan(130);
    for (const row of of.filter(({ authority_code }) => both.includes(authority_code))) {
      const own = value(row.authority_code, 2025) / value(row.authority_code, 2024);
      const factor = { own, national: same, half: (own + same) / 2 }[row.rule];
      expect(Math.abs(row.value - value(row.authority_code, 2025) * factor)).toBeLessThan(1);
    }
    const rules = new Set(
      made.forecasts.filter((r) => r.indicator === "mainstream_plans").map(({ rule }) => rule),
    );
    expect([...rules].some((rule) => rule !== "own")).toBe(true);
  });

  it("use the rule that was out by least, and say so", () => {
    for (const ahead of [1, 2, 3]) {
      const rules = made.tested.filter((r) => r.indicator === "ehc_plans" && r.ahead === ahead);
      const used = rules.filter(({ is_used }) => is_used);
      expect(used).toHaveLength(1);
      expect(used[0]!.error).toBe(Math.min(...rules.map(({ error }) => error)));
      const of = made.forecasts.filter((r) => r.indicator === "ehc_plans" && r.ahead === ahead);
      expect(new Set(of.map(({ rule }) => rule))).toEqual(new Set([used[0]!.rule]));
      expect(of.length).toBeGreaterThan(145);
    }
  });

  it("say beside each band how often those of councils of its size held years that they were not made from", async () => {
    const plans = await warehouse.rows<{ code: string; year: number; value: number }>(
      "select authority_code as code, period::integer as year, value from indicators where indicator = 'ehc_plans' and authority_code like 'E0%' or indicator = 'ehc_plans' and authority_code like 'E1%' and authority_code not like 'E12%'",
    );
    const quantile = (values: number[], share: number) => {
      const sorted = values.toSorted((a, b) => a - b);
      const at = share * (sorted.length - 1);
      const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
      return low + (high - low) * (at - Math.floor(at));
    };
    const sizeOf = (code: string, year: number) => {
      const then = plans.filter((row) => row.year === year && row.value !== null);
      const counts = then.map(({ value }) => value);
      const own = then.find((row) => row.code === code)!.value;
      return own <= quantile(counts, 1 / 3)
        ? "fewest"
        : own <= quantile(counts, 2 / 3)
          ? "middle"
          : "most";
    };
    const ratio = ({ value, came }: { value: number; came: number }) => came / value;
    for (const ahead of [1, 2, 3]) {
      const of = made.forecasts.filter((r) => r.indicator === "ehc_plans" && r.ahead === ahead);
      expect(of.length).toBeGreaterThan(145);
      for (const size of ["fewest", "middle", "most"]) {
        const past = made.past.filter(
          (row) => row.ahead === ahead && sizeOf(row.authority_code, row.year - ahead) === size,
        );
        const inside = [...new Set(past.map(({ year }) => year))].flatMap((year) => {
          const others = past.filter((row) => row.year !== year).map(ratio);
          const [low, high] = [quantile(others, 0.1), quantile(others, 0.9)];
          return past
            .filter((row) => row.year === year)
            .map((row) => Number(ratio(row) >= low && ratio(row) <= high));
        });
        const share = inside.reduce((sum, one) => sum + one, 0) / inside.length;
        const own = of.filter((row) => sizeOf(row.authority_code, 2025) === size);
        expect(own.length).toBeGreaterThan(45);
        for (const row of own) {
          expect(row.size).toBe(size);
          // Past forecasts are published as whole plans.
          expect(Math.abs(row.held_80! - share)).toBeLessThan(0.025);
        }
      }
    }
  });

  it("are wider of small councils than of large ones, whose plans come nearer to what was forecast", () => {
    const width = (size: string) => {
      const [row] = made.forecasts.filter(
        (r) => r.indicator === "ehc_plans" && r.ahead === 1 && r.size === size,
      );
      return Math.log(row!.upper_95 / row!.lower_95);
    };
    expect(width("fewest")).toBeGreaterThan(1.2 * width("most"));
  });

  it("have bands that hold about as often as they say, and widen with the years", () => {
    const used = made.tested.filter((row) => row.indicator === "ehc_plans" && row.is_used);
    for (const row of used) {
      expect(row.held_80).toBeGreaterThan(0.74);
      expect(row.held_80).toBeLessThan(0.86);
      expect(row.held_95).toBeGreaterThan(0.9);
    }
    const norfolk = made.forecasts.filter(
      (row) => row.authority_code === "E10000020" && row.indicator === "ehc_plans",
    );
    const widths = norfolk.map((row) => (row.upper_80 - row.lower_80) / row.value);
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(norfolk[0]).toMatchObject({ origin: 2025, now: 12147, year: 2026 });
  });
});
