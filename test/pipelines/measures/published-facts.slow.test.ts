import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import { beforeAll, describe, expect, test } from "vitest";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";

/** What pages say of a published series, held to the rows of its release. */
describe("what is said of published series", () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await openWarehouse(":memory:");
  });
  const open = (name: string) => `read_parquet('${projectFile(`data/open/${name}.parquet`)}')`;
  const reference = (name: string) =>
    csvParse(readFileSync(projectFile(`data/reference/${name}.csv`), "utf8"));

  test("plans issued on time and requests refused break where the return changed: with 2022", async () => {
    // Before, plans of the 20 weeks are those that assessments led to, one total sent twice.
    const years = await warehouse.rows<{ year: string; same: number }>(`
      select time_period as year, avg((replace(plans_issued_den, ',', '') = replace(assess_issued, ',', ''))::integer)::double as same
      from ${open("dfe_timeliness_20_week")} as issued join ${open("dfe_assessments")} as assessed using (time_period, new_la_code)
      where new_la_code is not null and regexp_matches(plans_issued_den, '[0-9]') and regexp_matches(assess_issued, '[0-9]')
      group by 1 order by 1`);
    const since = years.find(({ same }) => same < 0.5)?.year;
    expect(years.filter(({ year }) => year < (since ?? "")).length).toBeGreaterThan(1);
    const breaks = reference("series_breaks");
    for (const indicator of [
      "issued_within_20_weeks_share",
      "issued_within_20_weeks_with_exceptions_share",
      "requests_refused_share",
      "lait_sen_ehc_excpt_20wks",
      "lait_ehcp_initial_req_refused",
    ]) {
      expect(breaks.filter((row) => row.indicator === indicator)).toMatchObject([
        { period: since, kind: "from here" },
      ]);
    }
  });

  test("the grant for crossing pupils does not sum to nought, and its words say so", async () => {
    const { england, councils } = await warehouse.one<{ england: number; councils: number }>(`
      select sum(gbp) filter (area = 'ENGLAND') as england, sum(gbp) filter (area <> 'ENGLAND') as councils
      from (select area, replace(allocation_import_export_adjustment, ',', '')::double as gbp from ${open("dsg_high_needs_block")}
        where area = 'ENGLAND' or area between '200' and '999')`);
    expect([england, councils]).toEqual([-74_424_000, -74_424_000]);
    const { meaning = "" } = reference("council_figures").find(
      ({ figure }) => figure === "net_crossing",
    )!;
    expect(meaning).not.toMatch(/than go out/);
    expect(meaning).toMatch(/sum to less than nought/);
    const method = readFileSync(projectFile("src/method/council.md"), "utf8");
    expect(method).toContain(`£${(-councils / 1e6).toFixed(1)} million below it`);
    expect(method).not.toMatch(/Below zero, more of them leave/);
  });
});
