import { z } from "zod";
import { fewestNoisy } from "../../disclosure/noise.ts";
import { protect, roundedMeans } from "../../disclosure/protect.ts";
import { everywhere, supported } from "../../disclosure/sums-of-children.ts";
import { quote } from "../../warehouse/sql.ts";
import { defineMeasure, meanOf, numberOf, type RowOf } from "../define/measure.ts";
import { CHANGE } from "../shared/statistics.ts";
import { ENHANCED, NONE, OTHER } from "../shared/support-sql.ts";

const columns = {
  instrument: z.string(),
  version: z.string(),
  instrument_title: z.string(),
  support: z
    .enum([ENHANCED, OTHER, NONE])
    .describe("The most intense support between the two readings."),
  child_count: z.number().nullable().describe("To the nearest five."),
  first_mean: z
    .number()
    .nullable()
    .describe("Mean total need at the first reading, and mean change of it, points of 100."),
  change_mean: z.number().nullable(),
  difference: z
    .number()
    .nullable()
    .describe(
      "Change less that of children with none recorded: as it is, and of similar children.",
    ),
  adjusted: z.number().nullable(),
  lower: z.number().nullable().describe("Lower end of the 95% interval of what is adjusted"),
  upper: z.number().nullable().describe("Upper end of the 95% interval of what is adjusted"),
  reason: z.string().nullable().describe("Why nothing is adjusted."),
  symbol: z.string().nullable(),
  as_of: z.string().describe("Month of the latest reading in the whole table."),
};

export type ChangeBySupport = RowOf<typeof columns>;

const MEANS = ["first_mean", "change_mean", "difference", "adjusted", "lower", "upper"] as const;

/** Change of children with and without support between their readings. */
export const changeBySupportRelease = defineMeasure({
  name: "change-by-support",
  grain: "one row per instrument version and support received",
  columns,
  key: ["instrument", "version", { column: "support", order: [ENHANCED, OTHER, NONE] }],
  method: "change",
  disclosure:
    "Means of fewer than 30 children and counts of 1 to 4 are hidden, with what would give these counts away; counts are to the nearest five; means have noise and, of fewer than 200 children, are to whole points; never by authority or setting",
  audit: (sums, rows) => {
    for (const row of rows) sums.say(supported(row, row.support), row);
  },
  contributors: (row) => [supported(row, row.support), everywhere(row)],
  shows: (row) => [numberOf(row), meanOf(CHANGE("total"), row.change_mean, row)],
  rows: async (warehouse) => {
    const rows = await warehouse.rows<ChangeBySupport>(`
      select instrument, version, instruments.title as instrument_title, support, child_count, ${MEANS.join(", ")}, reason, null as symbol,
        (select strftime(max(as_of), '%Y-%m') from change_by_support) as as_of
      from change_by_support join instruments using (instrument, version)
      order by instrument, version, list_position([${quote(ENHANCED)}, ${quote(OTHER)}, ${quote(NONE)}], support)`);
    // A difference is of two groups, and as coarse as the smaller of them needs it to be.
    const least = (of: ChangeBySupport): number =>
      Math.min(
        ...rows
          .filter((other) => other.instrument === of.instrument && other.version === of.version)
          .filter((other) => other.support === of.support || other.support === NONE)
          .map(({ child_count }) => Number(child_count)),
      );
    const figures = rows.map((figure) => ({
      ...figure,
      ...roundedMeans(figure, MEANS, least(figure)),
    }));
    return protect(figures, {
      count: "child_count",
      values: MEANS,
      fewest: fewestNoisy(),
      hasNoise: true,
      wholes: [["instrument", "version"]],
    });
  },
});
