import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { laitIndicatorSql } from "../../loaders/lait.ts";
import { SHARES_READ } from "../measures/identification/expected.ts";
import { sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** Published sources of which every row that a loader takes is kept. */
const WHOLE = [
  "dfe_annual_reviews",
  "dfe_assessments",
  "dfe_caseload",
  "dfe_ceased_plans",
  "dfe_newplans",
  "dfe_personal_budgets",
  "dfe_requests",
  "dfe_residential_settings",
  "dfe_sen_needs_all_plans",
  "dfe_sen_need_newplans",
  "dfe_timeliness_20_week",
  "dfe_work_based_placements",
  "dsg_balance",
  "dsg_deductions",
  "dsg_high_needs_block",
  "high_needs_benchmarking",
  "national_specialist_spend",
  "send_tribunal",
  "specialist_spend",
];

/**
 * Writes the published figures that pages use as Parquet files that loaders recognise: the rows that
 * were loaded, in the columns of their contracts, and of the measures of the local authority
 * interactive tool those that are asked for.
 *
 * @param warehouse one into which the releases were loaded
 * @param folder where the files go; Parquet files that are there are replaced
 * @param indicators names of indicators to keep of the tool
 * @returns the names of the files
 * @throws where a release is not loaded
 */
export async function writeOpenExtract(
  warehouse: Warehouse,
  folder: string,
  indicators: readonly string[],
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name.endsWith(".parquet")) await rm(join(folder, name));
  }
  const kept = sql`list_contains(${indicators}, ${sql.raw(laitIndicatorSql("short_desc"))})`;
  const tables = new Map([
    ...WHOLE.map((name) => [name, sql`true`] as const),
    ["lait", kept] as const,
    [
      "lait_dictionary",
      sql`measure_short in (select short_desc from loaded_lait where ${kept})`,
    ] as const,
  ]);
  for (const [name, where] of tables) {
    const rows = sql`from ${sql.id(`loaded_${name}`)} where ${where}`;
    const { count } = await warehouse.one<{ count: number }>(sql`select count(*) as count ${rows}`);
    if (count === 0) throw new Error(`expected the release of ${name} to be loaded, got no row`);
    await warehouse.run(sql`
      copy (select * exclude (load_id, source_row) ${rows} order by source_row)
      to ${join(folder, `${name}.parquet`)} (format parquet, compression zstd)`);
  }
  return [...tables.keys()].map((name) => `${name}.parquet`);
}

/** Indicators that the pages of councils and the designs of trials by published figures read. */
export async function indicatorsRead(
  warehouse: Warehouse,
  designs: readonly { outcomes: readonly { indicator: string }[] }[],
): Promise<string[]> {
  const ofCouncils = await warehouse.rows<{ indicator: string }>(
    "select source_key as indicator from reference_council_figures where origin = 'indicator'",
  );
  const read = [...ofCouncils, ...designs.flatMap(({ outcomes }) => outcomes)];
  return [...new Set([...SHARES_READ, ...read.map(({ indicator }) => indicator)])].sort();
}
