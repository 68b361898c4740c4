import { z } from "zod";
import { protect, roundedMeans } from "../../disclosure/protect.ts";
import { defineRelease } from "../define/release.ts";
import { ENHANCED, NONE, OTHER } from "../shared/support-sql.ts";

const row = z.strictObject({
  instrument: z.string(),
  version: z.string(),
  instrument_title: z.string(),
  /** The most intense support between the two readings. */
  support: z.enum([ENHANCED, OTHER, NONE]),
  /** To the nearest five. */
  child_count: z.number().nullable(),
  /** Mean total need at the first reading, and mean change of it, points of 100. */
  first_mean: z.number().nullable(),
  change_mean: z.number().nullable(),
  /** Change less that of children with none recorded: as it is, and of similar children. */
  difference: z.number().nullable(),
  adjusted: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  /** Why nothing is adjusted. */
  reason: z.string().nullable(),
  symbol: z.string().nullable(),
  as_of: z.string(),
});

export type ChangeBySupport = z.infer<typeof row>;

const MEANS = ["first_mean", "change_mean", "difference", "adjusted", "lower", "upper"] as const;

/** Change of children with and without support between their readings. */
export const changeBySupportRelease = defineRelease({
  name: "change-by-support",
  grain: "one row per instrument version and support received",
  row,
  disclosure:
    "Means of fewer than 10 children and counts of 1 to 4 are hidden, with what would give them away; counts are to the nearest five, means of fewer than 200 children to whole points; never by authority or setting",
  rows: async (warehouse) => {
    const rows = await warehouse.rows<ChangeBySupport>(`
      select instrument, version, instruments.title as instrument_title, support, child_count, ${MEANS.join(", ")}, reason, null as symbol,
        (select strftime(max(as_of), '%Y-%m') from change_by_support) as as_of
      from change_by_support join instruments using (instrument, version)
      order by instrument, version, list_position(['${ENHANCED}', '${OTHER}', '${NONE}'], support)`);
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
      wholes: [["instrument", "version"]],
    });
  },
});
