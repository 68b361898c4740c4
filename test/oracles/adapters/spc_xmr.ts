import { expectValue } from "../../../pipelines/statistics/result.ts";
import type { Signal } from "../../../pipelines/statistics/spc-rules.ts";
import { type Direction, type Xmr, xmr } from "../../../pipelines/statistics/spc-xmr.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

interface Params {
  improvement_direction: Direction;
  target: number | null;
  rebase_dates: string[];
  fix_after_n_points: number | null;
  screen_outliers: boolean;
}

const pointTypes = {
  common: "common_cause",
  improvement: "special_cause_improvement",
  concern: "special_cause_concern",
  high: "special_cause_neutral_high",
  low: "special_cause_neutral_low",
};

const assurances = { pass: "consistent_pass", fail: "consistent_fail", hitOrMiss: "inconsistent" };

export const spcXmrAdapter: Adapter = (files) => {
  const params = files.json<Params>("params.json");
  const series = files.rows("series.csv");
  const chart = expectValue(
    xmr(
      series.map((row) => ({ date: row.date!, value: number(row, "value") })),
      {
        direction: params.improvement_direction,
        target: params.target,
        rebaseOn: params.rebase_dates,
        fixAfter: params.fix_after_n_points,
        screenOutliers: params.screen_outliers,
        minimumPoints: 2,
      },
    ),
  );
  const { points, segments } = chart;
  return {
    points: points.map(({ date, value, segment, isOutside, side, isClose, signal, variation }) => {
      const { mean, lower, upper } = segments.find((s) => s.segment === segment)!;
      return {
        date,
        value,
        mean,
        lpl: lower,
        upl: upper,
        rebase_group: segment,
        outside_limits: isOutside,
        relative_to_mean: side,
        close_to_limits: isClose,
        special_cause_type: label(signal),
        point_type: pointTypes[variation],
      };
    }),
    moving_range: series.map((row, i) =>
      i === 0 ? null : Math.abs(number(row, "value") - number(series[i - 1]!, "value")),
    ),
    summary: summary(chart, params),
  };
};

function label(signal: Signal | null): string {
  if (signal === null) return "Common Cause";
  const isUp = signal.direction === "up";
  const side = isUp ? "Above" : "Below";
  if (signal.cause === "outside") return isUp ? "Above UCL" : "Below LCL";
  if (signal.cause === "trend") return `7 Point Trend (${isUp ? "In" : "De"}creasing)`;
  return signal.cause === "shift" ? `7 Points ${side} CL` : `2 in 3 ${side} CL`;
}

/** Of the last segment, as the reference summarises it. */
function summary({ points, segments, assurance }: Xmr, params: Params) {
  const last = segments.at(-1)!;
  const own = points.filter(({ segment }) => segment === last.segment);
  const count = (kind: string) => own.filter(({ variation }) => variation === kind).length;
  return {
    ...(params.rebase_dates.length > 0 ? { rebase_group: last.segment } : {}),
    mean_col: last.mean,
    lpl: last.lower,
    upl: last.upper,
    n: own.length,
    common_cause: count("common"),
    special_cause_improvement: count("improvement"),
    special_cause_concern: count("concern"),
    variation_type: pointTypes[own.at(-1)!.variation],
    ...(params.target === null ? {} : { assurance_type: assurance && assurances[assurance] }),
  };
}
