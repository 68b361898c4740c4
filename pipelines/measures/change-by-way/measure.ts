import { z } from "zod";
import { fewestNoisy } from "../../disclosure/noise.ts";
import { protect, rounded, roundedMean } from "../../disclosure/protect.ts";
import { childrenOf, everyone, paired } from "../../disclosure/sums-of-children.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import { defineMeasure, meanOf, numberOf, type RowOf } from "../define/measure.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";
import { CHANGE } from "../shared/statistics.ts";
import { SIDES } from "../shared/trial-sides.ts";
import { WAYS } from "./make.ts";

const columns = {
  ...AUTHORITY_HEAD,
  side: z.string().nullable(),
  way: z.enum(WAYS),
  unit: z.enum(["points", "points a year", "standard deviations"]),
  child_count: z.number().nullable().describe("Children with two readings, to the nearest five."),
  estimate: z.number().nullable().describe("Change of total need; less than zero: need fell."),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  expected: z
    .number()
    .nullable()
    .describe("What error of the first reading alone would give the third with most need."),
  reason: z.string().nullable(),
  symbol: z.string().nullable(),
  as_of: z.string(),
};

export type ChangeByWay = RowOf<typeof columns>;

const VALUES = ["estimate", "lower", "upper", "expected"] as const;

/** Readings beside the first and the last that a way is made of. */
const OTHER_READINGS: Record<ChangeByWay["way"], readonly string[]> = {
  "first to last": [],
  consecutive: ["read again"],
  "all pairs": ["read again"],
  "per year": ["readings"],
  standardised: [],
  "highest third": [],
};

/** How much need changed in each authority, measured in several ways. */
export const changeByWay = defineMeasure({
  name: "change-by-way",
  grain: "one row per instrument version, authority and way of saying how much need changed",
  columns,
  key: [
    { column: "side", descending: true },
    "authority_name",
    "authority_code",
    "instrument",
    "version",
    { column: "way", order: WAYS },
  ],
  method: "change",
  disclosure:
    "Means of fewer than 30 children and counts of 1 to 4 are hidden, with what would give these counts away; counts are to the nearest five; means have noise and, of fewer than 200 children, are to whole points (standardised: to a tenth)",
  authority: "authority_code",
  audit: (sums, rows) => {
    for (const row of rows) {
      const of = childrenOf(row);
      if (row.way === "first to last") sums.say(paired(of), row);
      if (row.way !== "highest third") continue;
      sums.part(paired(of), "third", `${of}: the third with most need`, row);
      sums.rest(paired(of), "third", `${of}: the others`);
    }
  },
  contributors: (row) => [
    everyone(row),
    ...OTHER_READINGS[row.way].map((part) => `${childrenOf(row)}: ${part}`),
  ],
  shows: (row) =>
    row.way === "first to last" ? [numberOf(row), meanOf(CHANGE("total"), row.estimate, row)] : [],
  rows: async (warehouse) => {
    const rows = await warehouse.rows<
      ChangeByWay & {
        remainder: number | null;
      }
    >(`
      select instrument, version, instruments.title as instrument_title, authority_code, name as authority_name, sides.side,
        way, unit, child_count, ${VALUES.join(", ")}, reason, null as symbol,
        case way when 'highest third' then max(child_count) filter (way = 'first to last') over (partition by instrument, version, authority_code) - child_count end as remainder,
        (select strftime(max(as_of), '%Y-%m') from change_ways) as as_of
      from change_ways join authorities using (authority_code) join instruments using (instrument, version)
      left join ${SIDES} as sides using (authority_code)
      order by sides.side desc nulls last, authority_name, authority_code, instrument, version,
        list_position([${WAYS.map(quote).join(", ")}], way)`);
    const figures = rows.map((figure) => {
      const n = Number(figure.child_count);
      // A standard deviation is ten to twenty points: so much coarser is a tenth of it than a point.
      const round = (value: number | null) =>
        figure.unit === "standard deviations"
          ? rounded(value, n >= rule("fewest_for_a_decimal") ? 2 : 1)
          : roundedMean(value, n);
      return {
        ...figure,
        ...Object.fromEntries(VALUES.map((name) => [name, round(figure[name])])),
      };
    });
    return protect(figures, {
      count: "child_count",
      values: VALUES,
      fewest: fewestNoisy(),
      hasNoise: true,
      remainder: "remainder",
      wholes: [["instrument", "version", "side", "way"]],
    });
  },
});
