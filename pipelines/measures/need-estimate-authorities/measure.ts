import { z } from "zod";
import { fewestNoisy } from "../../disclosure/noise.ts";
import { protect, roundedMean } from "../../disclosure/protect.ts";
import { trialSetsIn } from "../../disclosure/sums-of-children.ts";
import { defineMeasure, meanOf, type RowOf } from "../define/measure.ts";
import { authoritiesFewOnBothSides } from "../shared/areas-of-few.ts";
import { CHANGE } from "../shared/statistics.ts";

const columns = {
  evaluation: z.string(),
  comparison: z.string(),
  outcome: z.string(),
  authority_code: z.string(),
  authority_name: z.string(),
  instrument: z.string(),
  version: z.string(),
  side: z.enum(["trial", "comparison"]),
  is_compared: z
    .boolean()
    .describe(
      "Whether the other side has children read with the same instrument, so that it counts in the difference.",
    ),
  child_count: z
    .number()
    .nullable()
    .describe("Children of the registered population with two readings; to the nearest five."),
  change_mean: z.number().nullable().describe("Points of need, 0 to 100; negative is less need."),
  symbol: z.string().nullable(),
  as_of: z.string().nullable().describe("Month of the latest reading that the row rests on."),
};

export type NeedEstimateAuthority = RowOf<typeof columns>;

/** The authorities behind each difference in change, from which its interval can be worked out again. */
export const needEstimateAuthorities = defineMeasure({
  name: "need-estimate-authorities",
  grain: "one row per trial design, comparison, area of need, authority and instrument version",
  columns,
  key: [
    "evaluation",
    "comparison",
    "outcome",
    { column: "side", descending: true },
    "authority_code",
    "instrument",
    "version",
  ],
  method: "comparison",
  component: {
    notDrawn: "it is for the kit, from which whoever doubts them works the estimates out again",
  },
  disclosure:
    "Means of fewer than 30 children, or where fewer than 5 changed, and counts of 1 to 4 are hidden, and so is an authority with fewer than 10 children who have two readings but not since the start; counts are to the nearest five; means have noise and are to one decimal or, of fewer than 200 children, to whole points",
  authority: "authority_code",
  audit: {
    notAudited:
      "its counts are of children read twice since the start; authorities whose others are few are hidden by protect",
  },
  contributors: ({ evaluation, authority_code, outcome }) =>
    trialSetsIn(`${evaluation}: ${authority_code}`, outcome),
  shows: (row) => [meanOf(CHANGE(row.outcome), row.change_mean, row)],
  rows: async (warehouse) => {
    const raw = await warehouse.rows<
      NeedEstimateAuthority & {
        remainder: number;
      }
    >(`
      with every as (
        select authority_code, instrument, version, domain as outcome, sum(child_count) as child_count
        from change_by_group where group_kind = 'Everyone' group by all
      )
      select evaluation, comparison, outcome, authority_code, authorities.name as authority_name, mine.instrument, mine.version, side, is_compared,
        mine.child_count, change_mean, moved_count, abs(every.child_count - mine.child_count)::bigint as remainder,
        null as symbol, strftime(mine.as_of, '%Y-%m') as as_of
      from estimate_authorities as mine
      join authorities using (authority_code)
      left join every using (authority_code, instrument, version, outcome)
      order by evaluation, comparison, outcome, side desc, authority_code, instrument, version`);
    const isFew = await authoritiesFewOnBothSides(warehouse);
    return protect(
      raw.map((figure) => ({
        ...figure,
        tells: isFew(figure.authority_code, figure.outcome),
        change_mean: roundedMean(figure.change_mean, Number(figure.child_count)),
      })),
      {
        count: "child_count",
        values: ["change_mean"],
        fewest: fewestNoisy(),
        hasNoise: true,
        moved: "moved_count",
        sensitive: { column: "tells", words: "hidden of everyone there" },
        remainder: "remainder",
      },
    );
  },
});
