import type { Built } from "../build/build.ts";
import type { CheckResult } from "../build/check.ts";
import { readWholeNames } from "../load/commit/whole-names.ts";
import { trendReport } from "../printing/print-trend.ts";
import { table } from "../printing/table.ts";
import { readTrends, type Trend } from "../suppliers/trend.ts";
import type { Row } from "../warehouse/row.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

export interface Status {
  warehouse: string;
  sources: Row[];
  /** The loads that stand, the latest first; files by the names they came with, where those are kept on this machine. */
  loads: Row[];
  /** How large a share of rows was refused in the last loads of each source and authority. */
  quality: Trend[];
  stale: string[];
  failed: string[];
}

/** What is loaded, as of when, what a build would change, and which checks are broken. */
export async function readStatus(
  warehouse: Warehouse,
  built: readonly Built[],
  checks: readonly CheckResult[],
): Promise<Status> {
  return {
    warehouse: warehouse.file,
    sources: await warehouse.rows(`
      select loader, count(*) as files, sum(rows_loaded)::bigint as rows_loaded,
        sum(rows_rejected)::bigint as rows_refused, max(as_of) as as_of, max(loaded_at) as last_loaded_at
      from loads where unloaded_at is null group by loader order by loader`),
    loads: await standingLoads(warehouse),
    quality: await readTrends(warehouse),
    stale: built.filter(({ action }) => action === "stale").map(({ model }) => model),
    failed: checks.filter(({ holds }) => !holds).map(({ check }) => check),
  };
}

async function standingLoads(warehouse: Warehouse): Promise<Row[]> {
  const names = readWholeNames();
  const rows = await warehouse.rows(`
    select load_id as load, loader, file, rows_loaded, rows_rejected as rows_refused,
      strftime(loaded_at, '%Y-%m-%d %H:%M') as loaded_at, keyed_digest
    from loads where unloaded_at is null order by load_id desc`);
  return rows.map(({ keyed_digest, file, ...row }) => ({
    ...row,
    file: names.get(String(keyed_digest)) ?? file ?? null,
  }));
}

const MOST_LOADS = 20;

export function statusReport(
  { warehouse, sources, loads, quality, stale, failed }: Status,
  flags: string,
): string {
  if (sources.length === 0) {
    return `${warehouse} holds nothing yet.\nTo load extracts: vsend load PATH (vsend load --help lists what is recognised)`;
  }
  return [
    warehouse,
    table(sources),
    table(loads.slice(0, MOST_LOADS)),
    loads.length > MOST_LOADS ? `and ${loads.length - MOST_LOADS} loads before these` : "",
    trendReport(quality),
    stale.length
      ? `Stale: ${stale.length} tables; run vsend build${flags} (${stale.slice(0, 6).join(", ")}${stale.length > 6 ? ", …" : ""})`
      : "Nothing is stale.",
    failed.length
      ? `Broken checks: ${failed.join("; ")}`
      : stale.length
        ? ""
        : "Every check holds.",
  ]
    .filter(Boolean)
    .join("\n");
}
