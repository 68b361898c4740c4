import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type PlacementShare,
  placementShares,
} from "../../../../pipelines/measures/placement-shares/measure.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { openWarehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { emptyWarehouse } from "../../../loaders/published.ts";

const CASELOAD = projectFile("data/open/dfe_caseload.parquet");
const ENGLAND = "E92000001";

interface Source {
  code: string;
  period: string;
  plans: number;
  mainstream: number | null;
  early: number | null;
  /** Plans in none of DfE's five named kinds of placement and not counted as not recorded. */
  rest: number | null;
  unknown: number;
}

describe("shares of plans by placement, beside the source's cells", () => {
  let source: Source[];
  let shares: Map<string, PlacementShare>;
  const share = (row: Source, indicator: string) =>
    shares.get(`${row.code} ${row.period} ${indicator}`)!;
  const areas = () => source.filter(({ mainstream }) => mainstream !== null);
  const councils = () => areas().filter(({ code }) => !/^E(92|12|13)/.test(code));

  /** Councils that are still called by the code of the year, of whom enough placements are recorded. */
  const recorded = () =>
    councils().filter(
      (row) =>
        row.unknown <= row.plans / 10 &&
        shares.has(`${row.code} ${row.period} mainstream_recorded_share`),
    );
  const near = (shown: number | null, byHand: number, where: Source) =>
    expect(Math.abs(shown! - byHand), `${where.code} ${where.period}`).toBeLessThan(0.0501);

  beforeAll(async () => {
    const reader = await openWarehouse(":memory:");
    source = await reader.rows<Source>(`
      with cells as (
        select coalesce(new_la_code, region_code, country_code) as code, '20' || right(time_period, 2) as period,
          ehcplans::double as plans, try_cast(mainstream_total as double) as mainstream,
          try_cast(nm_early_years as double) as early, coalesce(try_cast(placement_unknown as double), 0) as unknown,
          try_cast(special_total as double) + try_cast(ap_pru_total as double) + try_cast(fe_total as double) as others
        from '${CASELOAD}'
      )
      select code, period, plans, mainstream, early, plans - mainstream - others - early - unknown as rest, unknown from cells`);
    const { warehouse, load, build } = await emptyWarehouse();
    await load(CASELOAD);
    await build(
      "indicators",
      "indicator_catalogue",
      "authorities",
      "reference_authorities",
      "reference_series_breaks",
    );
    const { rows } = await placementShares.rows(warehouse);
    shares = new Map(
      rows.map((row) => [`${row.authority_code} ${row.period} ${row.indicator}`, row] as const),
    );
  });

  it("are of plans whose placement is recorded, in every council and January", () => {
    expect(recorded().length).toBeGreaterThan(1000);
    for (const row of recorded()) {
      const own = share(row, "mainstream_recorded_share");
      near(own.value, (100 * row.mainstream!) / (row.plans - row.unknown), row);
      near(own.not_recorded, (100 * row.unknown) / row.plans, row);
    }
  });

  it("count those who wait, were excluded or are in other settings as elsewhere in every year", () => {
    for (const row of recorded()) {
      const elsewhere = share(row, "elsewhere_recorded_share").value;
      near(elsewhere, (100 * row.rest!) / (row.plans - row.unknown), row);
    }
    // Leicestershire: of 4,222 plans 32 elsewhere by DfE's column, and 159 awaiting provision.
    const before = source.find(({ code, period }) => code === "E10000018" && period === "2019")!;
    expect(share(before, "elsewhere_recorded_share")).toMatchObject({
      value: 4.5,
      share_of_all: 0.8,
    });
  });

  it("are of all placements: the kinds come to a hundred", () => {
    for (const row of recorded()) {
      const kinds = ["mainstream", "special", "alternative_provision", "further_education"];
      const sum = [...kinds, "elsewhere"].reduce(
        (total, kind) => total + share(row, `${kind}_recorded_share`).value!,
        (100 * row.early!) / (row.plans - row.unknown),
      );
      expect(Math.abs(sum - 100), `${row.code} ${row.period}`).toBeLessThan(0.26);
    }
  });

  it("are blank, and no zero, where more than a tenth of a council's plans are not recorded", () => {
    const few = councils().filter(({ plans, unknown }) => unknown > plans / 10);
    expect(few.length).toBeGreaterThan(5);
    for (const row of few) {
      expect(share(row, "mainstream_recorded_share")).toMatchObject({ value: null, symbol: "u" });
      expect(share(row, "mainstream_recorded_share").not_recorded).toBeGreaterThan(10);
    }
  });

  it("of a council that sent its total alone are none, as all of its plans are not recorded", () => {
    const alone = source.filter((row) => row.mainstream === null && row.plans > 0);
    expect(alone.map(({ code, period }) => `${code} ${period}`).sort()).toEqual([
      "E06000012 2025",
      "E06000031 2024",
      "E09000012 2024",
      "E10000003 2025",
    ]);
    for (const row of alone) {
      expect(share(row, "mainstream_recorded_share")).toMatchObject({
        value: null,
        not_recorded: 100,
      });
    }
  });

  it("are blank of a region too, and pages say so of regions", () => {
    const regions = areas().filter((row) => /^E12/.test(row.code) && row.unknown > row.plans / 10);
    expect(regions.map(({ code, period }) => `${code} ${period}`)).toEqual(["E12000006 2025"]);
    expect(share(regions[0]!, "mainstream_recorded_share")).toMatchObject({
      value: null,
      symbol: "u",
    });
    for (const file of [
      "src/method/placements.md",
      "data/reference/council_figures.csv",
      "data/reference/rules.csv",
    ]) {
      expect(readFileSync(projectFile(file), "utf8"), file).toMatch(
        /(council or (a )?region) (\(`most_not_recorded`\)|has no share by placement)/,
      );
    }
  });

  it("of England are of the same councils: those that sent totals alone are in neither part", () => {
    for (const period of ["2023", "2024", "2025"]) {
      const own = councils().filter((row) => row.period === period);
      const sum = (of: (row: Source) => number) => own.reduce((total, row) => total + of(row), 0);
      const totalsAlone = source.filter(
        (row) => row.period === period && row.mainstream === null && !/^E1[23]/.test(row.code),
      ).length;
      const england = source.find((row) => row.code === ENGLAND && row.period === period)!;
      const value = share(england, "mainstream_recorded_share").value!;
      // Councils that sent totals alone are in the parts of England of 2025 by what little they sent.
      const byHand = (100 * sum((row) => row.mainstream!)) / sum((row) => row.plans - row.unknown);
      expect(Math.abs(value - byHand), period).toBeLessThan(totalsAlone ? 0.25 : 0.06);
      expect(share(england, "mainstream_recorded_share").share_of_all).toBeLessThan(value);
    }
  });
});
