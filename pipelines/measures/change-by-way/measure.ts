import { z } from "zod";
import { fewestNoisy } from "../../disclosure/noise.ts";
import { protect, rounded, roundedMean } from "../../disclosure/protect.ts";
import {
  childrenOf,
  everyone,
  everywhere,
  paired,
  supported,
} from "../../disclosure/sums-of-children.ts";
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
  child_count: z
    .number()
    .nullable()
    .describe(
      "Children whose readings tell of change: two at a distance that counts, or, of yearly change, two or more at any; to the nearest five.",
    ),
  estimate: z.number().nullable().describe("Change of total need; less than zero: need fell."),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  expected: z
    .number()
    .nullable()
    .describe(
      "What same-day agreement of raters alone would give the third with most need: a floor.",
    ),
  elsewhere: z
    .number()
    .nullable()
    .describe(
      "The same of comparison authorities with the same instrument, this one left out: what came without the trial.",
    ),
  elsewhere_lower: z.number().nullable(),
  elsewhere_upper: z.number().nullable(),
  elsewhere_count: z.number().nullable().describe("Children there, to the nearest five."),
  reason: z.string().nullable(),
  symbol: z.string().nullable(),
  as_of: z.string().describe("Month of the latest reading in the whole table."),
};

export type ChangeByWay = RowOf<typeof columns>;

const VALUES = ["estimate", "lower", "upper", "expected"] as const;

type Elsewhere = Pick<
  ChangeByWay,
  "elsewhere" | "elsewhere_lower" | "elsewhere_upper" | "elsewhere_count"
>;

const NOTHING_ELSEWHERE: Elsewhere = {
  elsewhere: null,
  elsewhere_lower: null,
  elsewhere_upper: null,
  elsewhere_count: null,
};

/** Shown figures of the other comparison authorities, each child counting alike; made of nothing hidden. */
function elsewhere(row: ChangeByWay, rows: readonly ChangeByWay[]): Elsewhere {
  const others = rows.flatMap((other) => {
    const { child_count: n, estimate, lower, upper } = other;
    const isLike =
      other.side === "comparison" &&
      other.way === row.way &&
      other.instrument === row.instrument &&
      other.version === row.version &&
      other.authority_code !== row.authority_code;
    if (!isLike || !n || estimate === null || lower === null || upper === null) return [];
    return [{ n, estimate, margin: (upper - lower) / 2 }];
  });
  if (others.length === 0) return NOTHING_ELSEWHERE;
  const n = others.reduce((sum, other) => sum + other.n, 0);
  const mean = others.reduce((sum, other) => sum + other.n * other.estimate, 0) / n;
  const margin =
    Math.sqrt(others.reduce((sum, other) => sum + (other.n * other.margin) ** 2, 0)) / n;
  const round = (value: number) =>
    row.unit === "standard deviations" ? rounded(value, 2) : roundedMean(value, n);
  return {
    elsewhere: round(mean),
    elsewhere_lower: round(mean - margin),
    elsewhere_upper: round(mean + margin),
    elsewhere_count: n,
  };
}

/** Readings of the authority beside the first and the last that a way is made of. */
const OTHER_READINGS: Record<ChangeByWay["way"], readonly string[]> = {
  "first to last": [],
  consecutive: ["read again"],
  "all pairs": ["read again"],
  "per year": ["readings"],
  standardised: ["readings"],
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
    // Which third has most need, and how far raters agree, is known from all.
    ...(row.way === "highest third" ? [everywhere(row), supported(row, "readings")] : []),
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
    const figures = rows.map((raw) => {
      const figure = { ...raw, ...NOTHING_ELSEWHERE };
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
    const shown = protect(figures, {
      count: "child_count",
      values: VALUES,
      fewest: fewestNoisy(),
      hasNoise: true,
      remainder: "remainder",
      wholes: [["instrument", "version", "side", "way"]],
    });
    return shown;
  },
  finish: (rows) => rows.map((row) => ({ ...row, ...elsewhere(row, rows) })),
});
