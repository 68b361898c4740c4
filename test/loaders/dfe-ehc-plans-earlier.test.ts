import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { EARLIER_FIGURES } from "../../loaders/dfe-ehc-plans-earlier.ts";
import { DFE_TABLES } from "../../loaders/dfe-ehc-plans-tables.ts";
import { emptyWarehouse, written } from "./published.ts";

const PLACE =
  "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name";
const ENGLAND = "National,E92000001,England,,,,,";
const HERTS =
  "Local authority,E92000001,England,E12000006,East of England,919,E10000015,Hertfordshire";
const file = (columns: string, ...rows: string[]) => `${PLACE},${columns}\n${rows.join("\n")}\n`;

/** The layout of the reporting year 2022, with its own names and symbols and invented figures. */
const OF_2022 = {
  "sen2_estab_caseload.csv": file(
    "establishment_type,establishment_group,Total_st,Total_st_pc,Total_ehc,Total_ehc_pc,Total_all,Total_all_pc",
    `2022,Calendar year,${ENGLAND},Total,Total,z,z,9000,100,9000,100`,
    `2022,Calendar year,${ENGLAND},Total,Special school,z,z,3000,33.3,3000,33.3`,
    `2022,Calendar year,${HERTS},Total,Total,z,z,9000,100,9000,100`,
    `2010,Calendar year,${HERTS},Total,Total,4000,100,z,z,4000,100`,
    `2022,Calendar year,${HERTS},Academy,Special school,z,z,12,0.1,12,0.1`,
  ),
  "sen2_age_caseload.csv": file(
    "characteristic_age,Total_st,Total_st_pc,Total_ehc,Total_ehc_pc,Total_all,Total_all_pc",
    `2022,Calendar year,${HERTS},Under 5,z,z,400,4,400,4`,
    `2022,Calendar year,${HERTS},Total,z,z,9000,100,9000,100`,
  ),
  "sen2_mi.csv": file(
    "NewallEHC,NewallEHC_pc,AssnoneEHC,AssRefusedEHC,AssRefusedEHC_pc,InreqEHC,NoExc20weekRate,TotNoExcEHC",
    `2021,Calendar year,${ENGLAND},900,95,47,200,20,1000,59.9,900`,
    `2021,Calendar year,${HERTS},900,95,47,200,20,1000,59.9,900`,
    `2014,Calendar year,${HERTS},z,z,z,2,0.5,400,z,z`,
  ),
};
/** The layout of 2023, where statements and plans are rows. */
const OF_2023 = file(
  "establishment_group,establishment_type,ehcp_or_statement,num_caseload,pc_caseload",
  `2023,Calendar year,${HERTS},Total,Total,EHCP,9500,100`,
  `2023,Calendar year,${HERTS},Total,Total,Statement,z,z`,
  `2023,Calendar year,${HERTS},Total,Total,Total,9500,100`,
  `2023,Calendar year,${HERTS},Special school,Total,EHCP,3100,32.6`,
);

it("totals of the layouts before 2025 are indicators, and the file is said to be of one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vsend-earlier-"));
  for (const [name, text] of Object.entries(OF_2022)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, "later.csv"), OF_2023);
  const { warehouse, load, build } = await emptyWarehouse();
  const { notes } = await load(folder);
  expect(Object.values(notes).map(([first]) => first)).toEqual(
    Array(4).fill(expect.stringMatching(/^is of an earlier layout of DfE's release/)),
  );
  await build("indicators", "ees_figures");
  const rows = await warehouse.rows<Record<string, string | number | null>>(
    "select indicator, period, value, symbol, period_kind from indicators where authority_code = 'E10000015' order by all",
  );
  expect(rows.map((row) => Object.values(row))).toEqual([
    ["assessment_requests", "2014", 400, null, "calendar year"],
    ["assessment_requests", "2021", 1000, null, "calendar year"],
    ["assessments_plan_issued", "2014", null, "z", "calendar year"],
    ["assessments_plan_issued", "2021", 900, null, "calendar year"],
    ["assessments_plan_issued_share", "2014", null, "z", "calendar year"],
    ["assessments_plan_issued_share", "2021", 95, null, "calendar year"],
    ["assessments_plan_not_issued", "2014", null, "z", "calendar year"],
    ["assessments_plan_not_issued", "2021", 47, null, "calendar year"],
    ["ehc_plans", "2010", null, "z", "january census"],
    ["ehc_plans", "2022", 9000, null, "january census"],
    ["ehc_plans", "2023", 9500, null, "january census"],
    ["issued_within_20_weeks_share", "2014", null, "z", "calendar year"],
    ["issued_within_20_weeks_share", "2021", 59.9, null, "calendar year"],
    ["plans_issued_excluding_exceptions", "2014", null, "z", "calendar year"],
    ["plans_issued_excluding_exceptions", "2021", 900, null, "calendar year"],
    ["requests_refused", "2014", 2, null, "calendar year"],
    ["requests_refused", "2021", 200, null, "calendar year"],
    ["requests_refused_share", "2014", 0.5, null, "calendar year"],
    ["requests_refused_share", "2021", 20, null, "calendar year"],
  ]);
  const { n } = await warehouse.one<{ n: number }>("select count(*) as n from ees_figures");
  expect(n).toBe(5 * 6 + 2 * 6 + 3 * 8 + 4 * 2);
});

it("every earlier figure is an indicator of the present layout, of the same kind of period", () => {
  const known = new Map(
    DFE_TABLES.flatMap(({ period, indicators }) =>
      indicators.map(({ indicator }) => [indicator, period]),
    ),
  );
  for (const { indicator, period } of EARLIER_FIGURES) expect(known.get(indicator)).toBe(period);
});

it("a file that is like a known release by name or columns says so, and any other does not", async () => {
  const { load } = await emptyWarehouse();
  const noteOf = async (name: string, columns: string) => {
    const path = await written(name, file(columns, `2024,Calendar year,${HERTS},Total,5,6`));
    const { notes } = await load(path);
    return Object.values(notes).flat()[0];
  };
  expect(await noteOf("caseload.csv", "kind,plans,share")).toMatch(
    /^resembles "DfE: EHC plans in place, by placement" but lacks its columns breakdown_topic, /,
  );
  expect(await noteOf("some.csv", "kind,requests_received_in_year,share")).toMatch(
    /^resembles "DfE: Requests for an EHC needs assessment"/,
  );
  // One that has most of a release's own columns is refused as that, and not taken for another.
  await expect(noteOf("new.csv", "kind,new_ehc_plans,share")).rejects.toThrow("dfe-ehc-plans");
  expect(await noteOf("pupils.csv", "kind,pupils,share")).toMatch(/^has the figures/);
});
