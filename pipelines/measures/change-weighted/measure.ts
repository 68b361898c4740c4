import { z } from "zod";
import { fewestNoisy } from "../../disclosure/noise.ts";
import { nearestFive, protect, roundedMeans, shownTotal } from "../../disclosure/protect.ts";
import { childrenOf, everyone, paired } from "../../disclosure/sums-of-children.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineMeasure, meanOf, numberOf, type RowOf } from "../define/measure.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";
import { CHANGE } from "../shared/statistics.ts";
import { SIDES } from "../shared/trial-sides.ts";

const columns = {
  ...AUTHORITY_HEAD,
  side: z.string().nullable(),
  due_count: z
    .number()
    .nullable()
    .describe(
      "Children due a second reading, and those of them who have one at a distance that counts; to the nearest five.",
    ),
  child_count: z
    .number()
    .nullable()
    .describe("Those of them who have one at a distance that counts, to the nearest five."),
  seen_mean: z
    .number()
    .nullable()
    .describe("Change of total need, points of 100, as seen and weighted; negative is less need."),
  seen_lower: z.number().nullable(),
  seen_upper: z.number().nullable(),
  weighted_mean: z.number().nullable(),
  weighted_lower: z.number().nullable(),
  weighted_upper: z.number().nullable(),
  tipping_change: z
    .number()
    .nullable()
    .describe("Mean change of the missing at which the change of all would be none."),
  reason: z.string().nullable().describe("Why there is no weighted mean."),
  symbol: z.string().nullable(),
  as_of: z.string().describe("Month of the latest reading in the whole table."),
};

export type ChangeWeighted = RowOf<typeof columns>;

const VALUES = [
  "seen_mean",
  "seen_lower",
  "seen_upper",
  "weighted_mean",
  "weighted_lower",
  "weighted_upper",
  "tipping_change",
] as const;

/** Mean change as seen, beside the mean weighted for the children who were not seen again. */
export const changeWeighted = defineMeasure({
  name: "change-weighted",
  grain: "one row per instrument version and authority",
  columns,
  key: [
    { column: "side", descending: true },
    "authority_name",
    "authority_code",
    "instrument",
    "version",
  ],
  method: "change",
  disclosure:
    "Means of fewer than 30 children and counts of 1 to 4 are hidden, with what would give these counts away; counts are to the nearest five; means have noise and are to one decimal or, of fewer than 200 children, to whole points",
  authority: "authority_code",
  audit: (sums, rows) => {
    for (const row of rows) sums.say(paired(childrenOf(row)), row);
  },
  contributors: (row) => [everyone(row), `${childrenOf(row)}: due`],
  shows: (row) => [numberOf(row), meanOf(CHANGE("total"), row.seen_mean, row)],
  rows: async (warehouse) => {
    const rows = await warehouse.rows<ChangeWeighted>(`
      select instrument, version, instruments.title as instrument_title, authority_code, name as authority_name, sides.side,
        due_count, seen_count as child_count, ${VALUES.join(", ")}, reason, null as symbol,
        (select strftime(max(as_of), '%Y-%m') from change_weighted) as as_of
      from change_weighted join authorities using (authority_code) join instruments using (instrument, version)
      left join ${SIDES} as sides using (authority_code)
      order by sides.side desc nulls last, authority_name, instrument, version`);
    const figures = rows.map((row) => {
      const [due, seen] = [Number(row.due_count), Number(row.child_count)];
      const isFewMissing = nearestFive(due - seen) < rule("smallest_mean");
      return {
        ...row,
        ...roundedMeans(row, VALUES, seen),
        due_count: shownTotal(due),
        tipping_change:
          isFewMissing || row.tipping_change === null ? null : Math.round(row.tipping_change) + 0,
      };
    });
    return protect(figures, {
      count: "child_count",
      values: VALUES,
      fewest: fewestNoisy(),
      hasNoise: true,
      wholes: [["instrument", "version", "side"]],
    });
  },
});
