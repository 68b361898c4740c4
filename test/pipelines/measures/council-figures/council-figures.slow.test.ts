import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "../../../../pipelines/build/build.ts";
import { models, sqlFiles } from "../../../../pipelines/build/models.ts";
import { load } from "../../../../pipelines/load/load.ts";
import { councilFigures } from "../../../../pipelines/measures/council-figures/measure.ts";
import { councilMeasures } from "../../../../pipelines/measures/council-measures/measure.ts";
import { councilStandings } from "../../../../pipelines/measures/council-standings/measure.ts";
import { councilVerdicts } from "../../../../pipelines/measures/council-verdicts/measure.ts";
import { councils } from "../../../../pipelines/measures/councils/measure.ts";
import { spendDrivers } from "../../../../pipelines/measures/spend-drivers/measure.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments, UNMAPPED } from "../../../shipped.ts";

describe("figures of councils, from the published figures in the clone", () => {
  const folder = mkdtempSync(join(tmpdir(), "vsend-councils-"));
  let warehouse: Warehouse;
  let figure: (authority: string, name: string, period: string) => number | string | null;
  beforeAll(async () => {
    process.env.VSEND_KEY_FILE = join(folder, "key");
    warehouse = await openWarehouse(join(folder, "w.duckdb"));
    const instruments = shippedInstruments();
    await load(warehouse, [projectFile("data/open")], instruments, silent, UNMAPPED);
    await build(warehouse, instruments, [], silent, {
      only: [
        "council_standings",
        "statistical_neighbours",
        "indicator_catalogue",
        "high_needs_lines",
        "special_top_up",
      ],
    });
    const { rows } = await councilFigures.rows(warehouse);
    const held = new Map(rows.map((r) => [`${r.authority_code} ${r.figure} ${r.period}`, r]));
    figure = (authority, name, period) => {
      const row = held.get(`${authority} ${name} ${period}`);
      return row ? (row.value ?? row.symbol) : null;
    };
  });
  afterAll(() => {
    warehouse?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("show no nought that cannot be what was spent, nor a total or share with one in it", async () => {
    // By the release's own rows: years of a council in which a kind, or all, is nought.
    const noughts = await warehouse.rows<{ code: string; year: string; kind: string }>(`
      select distinct areas.authority_code as code, year, category as kind
      from loaded_specialist_spend
      join authority_names as areas on areas.name = la_name and areas.financial_year = year
      where try_cast(total_spend as double) = 0 and try_cast(pop_est as double) > 0
        and areas.authority_code in (select authority_code from authorities where ends_on is null)
      order by all`);
    expect(noughts.length).toBeGreaterThan(25);
    for (const { code, year } of noughts) {
      expect(figure(code, "independent_top_up", year)).toMatch(/^[xu]$/);
      expect(figure(code, "specialist_per_plan", year)).toMatch(/^[xu]$/);
    }
    const { rows: drivers } = await spendDrivers.rows(warehouse);
    const driven = drivers.flatMap((row) =>
      [row.from_year, row.to_year].map((year) => `${row.authority_code} ${year}`),
    );
    expect(noughts.filter(({ code, year }) => driven.includes(`${code} ${year}`))).toEqual([]);
    // York 2021-22 (the section 251 outturn has £9.7m), and Bournemouth, Christchurch and Poole 2019-20.
    expect(figure("E06000014", "specialist_per_plan", "2021-22")).toBe("x");
    expect(figure("E06000058", "specialist_per_plan", "2019-20")).toBe("x");
    const { rows: standings } = await councilStandings.rows(warehouse);
    const first = standings.find(
      (row) => row.authority_code === "E06000058" && row.figure === "specialist_per_plan",
    );
    expect(first).toMatchObject({ first_period: "2020-21" });
    const { sql } = sqlFiles("checks/warnings").find(
      ({ name }) => name === "a_nought_of_spend_is_what_was_spent",
    )!;
    expect(
      await warehouse.rows(`from (${sql}) where name = 'York' and line like '%total'`),
    ).toEqual([
      expect.objectContaining({
        published_gbp: 0,
        set_aside_because: "nought beside years of millions",
      }),
    ]);
  });

  it("are left out where two releases of one outturn are far apart", async () => {
    const { sql } = models(shippedInstruments()).find(({ name }) => name === "spend_figures")!;
    const total = async () =>
      (
        await warehouse.rows<{ symbol: string | null }>(
          `select symbol from (${sql}) where authority_code = 'E10000020' and line = 'specialist_top_up_total' and financial_year = '2021-22'`,
        )
      )[0]?.symbol;
    expect(await total()).toBeNull();
    await warehouse.run("begin");
    await warehouse.run(
      "update authority_spend set amount_gbp = amount_gbp * 1.2 where authority_code = 'E10000020' and line = 'specialist_top_up_total' and financial_year = '2021-22'",
    );
    expect(await total()).toBe("u");
    await warehouse.run("rollback");
  });

  it("are those of the source's cells", () => {
    // timeliness_20_week.csv, caseload.csv: named in the shared table of known answers.
    expect(figure("E10000020", "on_time", "2024")).toBe(56.3);
    expect(figure("E10000025", "on_time", "2024")).toBe(38.5);
    expect(figure("E92000001", "on_time", "2024")).toBe(46.4);
    expect(figure("E10000020", "on_time", "2022")).toBe("x");
    expect(figure("E10000020", "plans", "2025")).toBe(12147);
    // Of 12,920 and 7,307 plans those of 34 and 40 children have no recorded placement.
    expect(figure("E10000015", "mainstream", "2025")).toBeCloseTo((100 * 6348) / (12_920 - 34), 1);
    expect(figure("E10000025", "independent_special", "2025")).toBeCloseTo(
      (100 * (389 + 45)) / (7307 - 40),
      1,
    );
    // Of Wolverhampton's 3,148 plans 26% have none: no share, and the share that is not recorded.
    expect(figure("E08000031", "mainstream", "2025")).toBe("u");
    expect(figure("E08000031", "not_recorded", "2025")).toBeCloseTo(26.2, 1);
    // dsg_deficit.csv: Norfolk, 2021-22, as a share of income.
    expect(figure("E10000020", "grant_balance", "2021-22")).toBe(-7.76);
    // specialist_spend.csv: 41,452,473 of 71,404,707, and 71,404,707 for 8,671 plans.
    expect(figure("E10000020", "independent_top_up", "2021-22")).toBe(58.05);
    expect(figure("E10000020", "specialist_per_plan", "2021-22")).toBe(8234.9);
    // high_needs_benchmarking_outturn_2021-22.xlsx: the seven budget lines of Norfolk for 8,671 plans.
    const lines = [19930000, 47107265, 34081389, 5756730, 2038440, 25000, 371220];
    const budget = lines.reduce((sum, line) => sum + line, 0) / 8671;
    expect(figure("E10000020", "budget_per_plan", "2021-22")).toBeCloseTo(budget, 1);
    // dsg_2023_07_20_High_needs_block.csv: Norfolk -300,000, Oxfordshire 2,919,000; caseload.csv: plans of January 2022, whose
    // school census the allocation is headed as based on.
    const plans = (authority: string) => figure(authority, "plans", "2022") as number;
    expect(plans("E10000020")).toBe(8671);
    expect(figure("E10000020", "net_crossing", "2022-23")).toBeCloseTo(-300_000 / 8671, 1);
    expect(figure("E10000025", "net_crossing", "2022-23")).toBeCloseTo(
      2_919_000 / plans("E10000025"),
      1,
    );
  });

  it("are called provisional where their publisher calls them so, and nowhere else", async () => {
    const { rows } = await councilFigures.rows(warehouse);
    const provisional = rows.filter((row) => row.is_provisional);
    const kinds = new Set(provisional.map((row) => `${row.figure} ${row.period}`));
    expect([...kinds].sort()).toEqual(["net_crossing 2022-23", "phonics 2025"]);
    const [source] = await warehouse.rows<{ years: string }>(
      "select string_agg(distinct years, ',') as years from loaded_lait where lower(short_desc) = 'ks1p_ehcp' and years like '2025%'",
    );
    expect(source!.years).toBe("2025 (prov)");
    const phonics = rows.filter((row) => row.figure === "phonics" && row.period === "2025");
    expect(phonics.every((row) => row.is_provisional)).toBe(true);
    const { rows: standings } = await councilStandings.rows(warehouse);
    const said = standings.filter((row) => row.figure === "phonics" && row.period === "2025");
    expect(said.length).toBeGreaterThan(140);
    expect(said.every((row) => row.is_provisional)).toBe(true);
  });

  it("begin, where a council's first year stands beside its latest, after the last change of what is counted", async () => {
    const { rows: standings } = await councilStandings.rows(warehouse);
    const broken = await warehouse.rows<{ figure: string; since: string }>(`
      select figure, max(period::varchar) as since from reference_series_breaks
      join reference_council_figures on source_key = indicator where reference_series_breaks.kind = 'from here' group by figure`);
    expect(broken.map(({ figure: name }) => name)).toEqual(
      expect.arrayContaining([
        "attainment_8",
        "early_years",
        "key_stage_2",
        "mainstream",
        "on_time",
      ]),
    );
    for (const { figure: name, since } of broken) {
      const own = standings.filter((row) => row.figure === name);
      for (const row of own.filter(({ period }) => period >= since))
        expect(row.first_period >= since, `${row.authority_code} ${name}`).toBe(true);
    }
    const hertfordshire = standings.find(
      (row) => row.authority_code === "E10000015" && row.figure === "attainment_8",
    );
    expect(hertfordshire).toMatchObject({ first_period: "2018", period: "2025" });
  });

  it("set each council beside its neighbours in the same year", async () => {
    const { rows } = await councilStandings.rows(warehouse);
    const norfolk = rows.find((r) => r.authority_code === "E10000020" && r.figure === "on_time")!;
    const near = await warehouse.rows<{ value: number }>(`
      select value from indicators join statistical_neighbours on indicators.authority_code = neighbour_code
      where statistical_neighbours.authority_code = 'E10000020'
        and indicator = 'issued_within_20_weeks_share' and period = '2024' and value is not null`);
    const values = near.map(({ value }) => value).sort((a, b) => a - b);
    expect(norfolk).toMatchObject({ period: "2024", value: 56.3, neighbours: 10 });
    expect(values.length).toBe(10);
    expect(norfolk.neighbours_middle).toBeCloseTo((values[4]! + values[5]!) / 2, 3);
    expect(norfolk.behind).toBe(values.filter((value) => value < 56.3).length);
    expect(norfolk.ahead).toBe(values.filter((value) => value > 56.3).length);
  });

  it("count a smaller number as better where lower is", async () => {
    const { rows } = await councilStandings.rows(warehouse);
    const absent = rows.filter((row) => row.figure === "special_absence");
    const best = absent.reduce((a, b) => (a.value < b.value ? a : b));
    expect(best.ahead).toBe(0);
    expect(best.behind).toBe(best.neighbours);
  });

  it("are of the 153 councils, each with a word, and every one explained", async () => {
    const { rows: named } = await councils.rows(warehouse);
    const { rows: judged } = await councilVerdicts.rows(warehouse);
    const { rows: explained } = await councilMeasures.rows(warehouse);
    expect(named.length).toBe(153);
    const words = new Set(judged.map(({ word }) => word));
    expect([...words].sort()).toEqual(expect.arrayContaining(["Better", "Much alike", "Worse"]));
    expect(explained.length).toBe(26);
    expect(new Set(explained.map(({ figure: name }) => name)).size).toBe(26);
    expect(judged.length).toBe(153);
    // Planned for the six lines that are not places: 89,380,044, as above.
    expect(judged.find((row) => row.authority_code === "E10000020")).toMatchObject({
      waiting:
        "56.3% of plans were issued within 20 weeks in 2024, more than in 9 of its 10 neighbours.",
      spending:
        "£101.0m on high needs in 2021-22, not counting places: £11.6m (13%) more than planned.",
    });
    const meanOf = (name: "by_chance" | "by_dealing") => {
      const known = judged.flatMap((row) => row[name] ?? []);
      return known.reduce((sum, n) => sum + n, 0) / known.length;
    };
    // Figures of a council go together.
    expect(meanOf("by_dealing")).toBeGreaterThan(meanOf("by_chance"));
    expect(meanOf("by_dealing")).toBeLessThan(50);
    const told = judged.filter(({ word }) => word !== "Cannot say");
    const called = told.filter(({ word }) => word === "Better" || word === "Worse");
    for (const row of judged)
      expect(row.called).toBe(Math.round((100 * called.length) / told.length));
    // Names alone must not decide: no more than a third are better, or worse.
    for (const word of ["Better", "Worse"] as const) {
      const share = judged.filter((row) => row.word === word).length / judged.length;
      expect(share).toBeLessThan(0.34);
    }
  });
});
