import { z } from "zod";
import { protect, rounded, roundedMean } from "../../disclosure/protect.ts";
import { defineRelease } from "../define/release.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";
import { SIDES } from "../shared/trial-sides.ts";

const row = z.strictObject({
  ...AUTHORITY_HEAD,
  side: z.string().nullable(),
  measure: z.enum(["first need", "change"]),
  period_kind: z.enum(["month", "quarter"]),
  /** First day of it. */
  period: z.string(),
  /** To the nearest five. */
  child_count: z.number().nullable(),
  /** Mean of the period, points of 100. */
  value: z.number().nullable(),
  /** Of all periods, and the limits within which they lie by chance. */
  mean: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  /** Why the period is unlike the others; null where it is not. */
  cause: z.enum(["outside", "trend", "twoInThree", "shift"]).nullable(),
  variation: z.enum(["improvement", "concern", "high", "low", "common"]).nullable(),
  /** Limits of fewer than 13 periods. */
  is_trial: z.boolean().nullable(),
  /** Why there are no limits. */
  reason: z.string().nullable(),
  symbol: z.string().nullable(),
  as_of: z.string(),
});

export type NeedByPeriod = z.infer<typeof row>;

/** Need at first reading and change in need, by month or quarter, with limits of chance. */
export const needByPeriodRelease = defineRelease({
  name: "need-by-period",
  grain: "one row per instrument version, authority, measure and month or quarter",
  row,
  disclosure:
    "Means of fewer than 10 children and counts of 1 to 4 are hidden, with what would give them away; counts are to the nearest five, means of fewer than 200 children to whole points, limits to a tenth",
  authority: "authority_code",
  rows: async (warehouse) => {
    const rows = await warehouse.rows<NeedByPeriod>(`
      select instrument, version, instruments.title as instrument_title, authority_code, name as authority_name, sides.side,
        measure, period_kind, strftime(period, '%Y-%m-%d') as period, child_count, value, mean, lower, upper, cause, variation,
        is_trial, reason, null as symbol, (select strftime(max(as_of), '%Y-%m') from need_by_period) as as_of
      from need_by_period join authorities using (authority_code) join instruments using (instrument, version)
      left join ${SIDES} as sides using (authority_code)
      order by sides.side desc nulls last, authority_name, authority_code, instrument, version, measure desc, need_by_period.period`);
    const figures = rows.map((figure) => ({
      ...figure,
      value: roundedMean(figure.value, Number(figure.child_count)),
      mean: rounded(figure.mean),
      lower: rounded(figure.lower),
      upper: rounded(figure.upper),
    }));
    return protect(figures, {
      count: "child_count",
      values: ["value", "cause", "variation"],
      wholes: [["instrument", "version", "authority_code", "measure"]],
    });
  },
});
