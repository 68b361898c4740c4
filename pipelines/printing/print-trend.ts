import type { Trend } from "../suppliers/trend.ts";
import { table } from "./table.ts";

const MOST_TRENDS = 10;

/** Refused rows over the last loads, of those sources that have any or had; nothing where none has. */
export function trendReport(trends: readonly Trend[]): string {
  const told = trends.filter(({ loads }) => loads.some(({ rows_refused }) => rows_refused > 0));
  if (told.length === 0) return "";
  const more = told.length - MOST_TRENDS;
  return [
    "Rows refused in the last loads, oldest first:",
    table(
      told.slice(0, MOST_TRENDS).map(({ source, authority_code, loads, trend, open_rows }) => ({
        source,
        authority: authority_code,
        "refused, %": loads.map(({ refused_share }) => (refused_share * 100).toFixed(2)).join("  "),
        trend,
        "to correct": open_rows,
      })),
    ),
    ...(more > 0 ? [`and ${more} more; vsend status --json lists all`] : []),
  ].join("\n");
}
