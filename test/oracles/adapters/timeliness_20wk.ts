import { type PlanRequest, planTimeliness } from "../../../pipelines/statistics/plan-timeliness.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import type { Adapter } from "./adapter.ts";

const day = (date: string) => Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / 86_400_000;

export const timelinessAdapter: Adapter = (files) => {
  const params = files.json<{ as_at: string; limit_days: number; year: number }>("params.json");
  const requests = files.rows("requests.csv").map((row) => ({
    la: row.la!,
    received: day(row.received!),
    issued: row.issued ? day(row.issued) : null,
    isException: row.exception === "1",
  }));
  const shape = (of: readonly PlanRequest[]) => {
    const result = expectValue(
      planTimeliness(of, {
        from: day(`${params.year}-01-01`),
        to: day(`${params.year}-12-31`),
        asAt: day(params.as_at),
        limit: params.limit_days,
      }),
    );
    return {
      issued: result.issued,
      issued_excl_exceptions: result.issuedWithoutExceptions,
      within_20wk_excl: result.withinLimit,
      pct_excl: result.share && 100 * result.share.value,
      wilson95_excl: [result.share?.ci.lo ?? null, result.share?.ci.hi ?? null],
      within_20wk_incl: result.withinLimitOfAll,
      pct_incl: result.shareOfAll === null ? null : 100 * result.shareOfAll,
      weeks_20_to_52: result.overLimitTo52Weeks,
      over_52_weeks: result.over52Weeks,
      median_days: result.medianDays,
      open: result.open,
      open_over_20wk: result.openOverLimit,
    };
  };
  const authorities = [...new Set(requests.map(({ la }) => la))].sort();
  return {
    overall: shape(requests),
    by_la: Object.fromEntries(
      authorities.map((la) => [la, shape(requests.filter((request) => request.la === la))]),
    ),
  };
};
