import { z } from "zod";
import { fewestNoisy } from "../../disclosure/noise.ts";
import { protect, rounded, roundedMean } from "../../disclosure/protect.ts";
import { childrenOf, paired } from "../../disclosure/sums-of-children.ts";
import { defineMeasure, meanOf, numberOf, type RowOf } from "../define/measure.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";
import { CHANGE, FIRST } from "../shared/statistics.ts";
import { SIDES } from "../shared/trial-sides.ts";

const columns = {
  ...AUTHORITY_HEAD,
  side: z.string().nullable(),
  measure: z.enum(["first need", "change"]),
  period_kind: z.enum(["month", "quarter"]),
  period: z.string().describe("First day of it."),
  child_count: z.number().nullable().describe("To the nearest five."),
  value: z.number().nullable().describe("Mean of the period, points of 100."),
  mean: z.number().nullable().describe("Mean of all periods."),
  lower: z
    .number()
    .nullable()
    .describe(
      "Lower limit of the chart (XmR): 2.66 mean moving ranges below the mean of all periods; no interval of the period's own mean.",
    ),
  upper: z
    .number()
    .nullable()
    .describe(
      "Upper limit of the chart (XmR), as far above; no interval of the period's own mean.",
    ),
  cause: z
    .enum(["outside", "trend", "twoInThree", "shift"])
    .nullable()
    .describe("Why the period is unlike the others; null where it is not."),
  variation: z.enum(["improvement", "concern", "high", "low", "common"]).nullable(),
  is_trial: z.boolean().nullable().describe("Limits of fewer than 13 periods."),
  reason: z.string().nullable().describe("Why there are no limits."),
  symbol: z.string().nullable(),
  as_of: z.string().describe("Month of the latest reading in the whole table."),
};

export type NeedByPeriod = RowOf<typeof columns>;

/** Need at first reading and change in need, by month or quarter, with limits of chance. */
export const needByPeriodRelease = defineMeasure({
  name: "need-by-period",
  grain: "one row per instrument version, authority, measure and month or quarter",
  columns,
  key: [
    { column: "side", descending: true },
    "authority_name",
    "authority_code",
    "instrument",
    "version",
    { column: "measure", descending: true },
    "period",
  ],
  method: "over-time",
  disclosure:
    "Means of fewer than 30 children and counts of 1 to 4 are hidden, with what would give these counts away; counts are to the nearest five; means have noise and, of fewer than 200 children, are to whole points, limits to a tenth",
  authority: "authority_code",
  audit: (sums, rows) => {
    for (const row of rows) {
      const of = childrenOf(row);
      const whole = row.measure === "change" ? paired(of) : `${of}: first readings`;
      sums.part(whole, "period", `${of}: ${row.measure}, ${row.period}`, row);
    }
  },
  contributors: (row) => [`${childrenOf(row)}: ${row.measure}, ${row.period}`],
  shows: (row) => [
    numberOf(row),
    meanOf(row.measure === "change" ? CHANGE("total") : FIRST("total"), row.value, row),
  ],
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
      fewest: fewestNoisy(),
      hasNoise: true,
      wholes: [["instrument", "version", "authority_code", "measure"]],
    });
  },
});
