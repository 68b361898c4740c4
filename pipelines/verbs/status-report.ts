import type { Built } from "../build/build.ts";
import type { CheckResult } from "../build/check.ts";
import { table } from "../printing/print.ts";
import { trendReport } from "../printing/print-trend.ts";
import { readTrends, type Trend } from "../suppliers/trend.ts";
import type { Row } from "../warehouse/row.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

export interface Status {
  warehouse: string;
  sources: Row[];
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
    quality: await readTrends(warehouse),
    stale: built.filter(({ action }) => action === "stale").map(({ model }) => model),
    failed: checks.filter(({ holds }) => !holds).map(({ check }) => check),
  };
}

export function statusReport({ warehouse, sources, quality, stale, failed }: Status): string {
  if (sources.length === 0) {
    return `${warehouse} holds nothing yet.\nTo load extracts: vsend load PATH (vsend load --help lists what is recognised)`;
  }
  return [
    warehouse,
    table(sources),
    trendReport(quality),
    stale.length
      ? `Stale: ${stale.length} tables; run vsend build (${stale.slice(0, 6).join(", ")}${stale.length > 6 ? ", …" : ""})`
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
