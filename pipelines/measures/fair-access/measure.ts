import { z } from "zod";
import {
  addUp,
  nearestFive,
  noneAsFew,
  protect,
  rounded,
  shownTotal,
} from "../../disclosure/protect.ts";
import { hideTellingWholes } from "../../disclosure/telling-wholes.ts";
import { newcombeDifference, wilson } from "../../statistics/proportions.ts";
import { rule } from "../../warehouse/rules.ts";
import { sql } from "../../warehouse/sql.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";

export const OUTCOMES = [
  "refused",
  "late",
  "apart",
  "away",
  "tried",
  "lasted",
  "broke_down",
  "unreviewed",
  "high_need",
  "dear",
  "asked",
] as const;
/** Of single councils alone: what a council calls its parts, or chose to tell of its children. */
const OF_ONE = ["place", "ethnicity", "meals", "care"] as const;
export const GROUPS = ["sex", "age", "need", "year", ...OF_ONE] as const;

const figure = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  authority_code: z.string().describe("ONS code of the authority; all is all together"),
  authority_name: z.string(),
  outcome: z
    .enum(OUTCOMES)
    .describe(
      "A request refused, a plan later than 20 weeks, a place apart from mainstream or at a school of another council on the last January, a place in mainstream tried within 52 weeks of being apart, still held after 26 weeks, any placement broken down within 52 weeks, a plan in force not reviewed for more than a year, a first need of 50 points or more, a year of support of £20,000 or more, or the family's or young person's own view taken",
    ),
  group_kind: z
    .enum(GROUPS)
    .describe(
      "By what children are told apart; ethnicity, free school meals and care status where a council chose to tell them",
    ),
  group_name: z.string().describe("Which of them"),
  child_count: figure(
    "Children to whom it happened, to the nearest five; null where 1 to 4, or hidden",
  ),
  all_count: figure("Children of the group, to the nearest five"),
  share: figure("Percentage of them, from the rounded counts"),
  lower: figure("Of the percentage, by Wilson's method from the rounded counts"),
  upper: figure("Upper end of the 95% interval of the percentage"),
  everyone: figure(
    "Share of everyone whom the outcome can happen to, in whole per cent, from counts to the nearest five",
  ),
  gap: figure(
    "Whole percentage points that it is above all children of the authority, or of all together",
  ),
  gap_lower: figure("95% interval of the gap, by Newcombe's method for them and all others"),
  gap_upper: figure("Upper end of it"),
  as_of: z.string().describe("Latest month of the outcome, of whatever authority"),
  symbol: z.string().nullable(),
};

export type FairAccess = RowOf<typeof columns>;

interface Cell {
  authority_code: string;
  authority_name: string;
  outcome: FairAccess["outcome"];
  group_kind: FairAccess["group_kind"];
  group_name: string;
  child_count: number;
  group_count: number;
  so_count: number;
  everyone_count: number;
  as_of: string;
}

type Place = Pick<FairAccess, "authority_code" | "outcome" | "group_kind" | "group_name">;

const groupOf = ({ authority_code, outcome, group_kind, group_name }: Place): string =>
  `${authority_code}: ${outcome}, ${group_kind} ${group_name}`;

const everyoneOf = ({ authority_code, outcome }: Place): string => `${authority_code}: ${outcome}`;

const soOf = (place: Place): string => `${groupOf(place)}: so`;

const wholeOf = ({ authority_code, outcome }: Place): string => `${authority_code}: ${outcome}, so`;

/** Shares of the rounded counts, and how far each is from everyone's. */
function shown(cell: Cell) {
  const { group_count, so_count, everyone_count, ...head } = cell;
  const all = shownTotal(group_count);
  const count = Math.min(all ?? 0, nearestFive(cell.child_count));
  const interval = all ? wilson(count, all).value : null;
  const left = group_count - cell.child_count;
  // Of all, of none, or of all but a few it would be known of each child.
  const isKnown =
    interval !== null &&
    cell.child_count >= rule("smallest_count") &&
    left >= rule("smallest_count") &&
    count < all!;
  const share = isKnown ? rounded(100 * interval.share) : null;
  const everyone = shownTotal(everyone_count);
  const usual = everyone ? (100 * nearestFive(so_count)) / everyone : null;
  const apart = isKnown && everyone ? gapInterval({ x: count, n: all! }, so_count, everyone) : null;
  return {
    ...head,
    child_count: (left < rule("smallest_count") ? null : cell.child_count) as number | null,
    all_count: all,
    share,
    lower: isKnown ? rounded(100 * interval.ci.lo, 0) : null,
    upper: isKnown ? rounded(100 * interval.ci.hi, 0) : null,
    everyone: share === null ? null : rounded(usual, 0),
    gap: share === null || usual === null ? null : rounded(share - usual, 0),
    gap_lower: rounded(apart?.lo ?? null, 0),
    gap_upper: rounded(apart?.hi ?? null, 0),
    symbol: left < rule("smallest_count") ? "c" : null,
  };
}

/** Of a group's share less everyone's, of whom the group is a part, in percentage points. */
function gapInterval(group: { x: number; n: number }, so: number, everyone: number) {
  const n = everyone - group.n;
  const x = Math.min(n, Math.max(0, nearestFive(so) - group.x));
  const { value } = newcombeDifference(group, { x, n }, rule("confidence_level"));
  const scale = (100 * n) / everyone;
  return value && { lo: scale * value.ci.lo, hi: scale * value.ci.hi };
}

/** Whether refusals, late plans, places apart and what becomes of them fall on some children more than on others. */
export const fairAccess = defineMeasure({
  name: "fair-access",
  grain: "one row per authority (or all together), outcome, and group of children",
  columns,
  key: [
    "authority_name",
    "authority_code",
    { column: "outcome", order: OUTCOMES },
    { column: "group_kind", order: GROUPS },
    "group_name",
  ],
  method: "fair-access",
  disclosure:
    "Counts below 5, none among them, of those to whom it happened or did not, and shares of them are hidden, and what would give them away by subtraction",
  authority: "authority_code",
  audit: (sums, rows) => {
    for (const row of rows) {
      sums.say(groupOf(row), { child_count: row.all_count });
      sums.part(wholeOf(row), row.group_kind, soOf(row), row, true);
    }
    // An authority may come before all together by its name.
    for (const row of rows.filter(({ authority_code }) => authority_code !== "all")) {
      const together = soOf({ ...row, authority_code: "all" });
      if (sums.has(together)) sums.link(together, "authority", soOf(row));
    }
  },
  // Everyone's share, to which a group's gap is, is of all of them.
  contributors: (row) => [soOf(row), groupOf(row), everyoneOf(row), `${everyoneOf(row)}: so`],
  shows: (row) => [numberOf(row)],
  rows: async (warehouse) => {
    const isOfOne = (kind: string) => (OF_ONE as readonly string[]).includes(kind);
    const kinds = GROUPS.map((kind) => {
      const name = isOfOne(kind)
        ? sql`if(authority_code = 'all', null, ${sql.id(kind)})`
        : sql.id(kind);
      return sql`{'kind': ${kind}, 'name': ${name}}`;
    });
    const cells = await warehouse.rows<Cell & Record<string, never>>(sql`
      with told as (
        select * replace (unnest([authority_code, 'all']) as authority_code) from access_outcomes
      ), named as (
        select authority_code, outcome, is_so, part.kind as group_kind, part.name as group_name
        from (select *, unnest([${sql.join(kinds)}]) as part from told)
        where part.name is not null
      ), dated as (
        select outcome, strftime(max(known_on), '%Y-%m') as as_of from access_outcomes group by all
      ), counted as (
        select authority_code, outcome, group_kind, group_name,
          count(*) filter (is_so)::integer as child_count, count(*)::integer as group_count
        from named group by all
      )
      select counted.*, as_of, coalesce(name, 'All authorities') as authority_name,
        (sum(child_count) over whole)::integer as so_count, (sum(group_count) over whole)::integer as everyone_count
      from counted join dated using (outcome) left join authorities using (authority_code)
      window whole as (partition by authority_code, outcome, group_kind)
      order by all`);
    const protection = {
      count: "child_count",
      values: ["share", "lower", "upper", "everyone", "gap", "gap_lower", "gap_upper"],
      areOfCounts: true,
      fewest: rule("smallest_count"),
    };
    const whole = ["authority_code", "outcome", "group_kind"];
    const protectedOf = (some: readonly Cell[], wholes: readonly string[][]) => {
      const figures = some.map(shown);
      const few = figures.map(({ child_count }) => child_count === null);
      // A count of all but a few is hidden as the few are.
      const cover = figures.map((row, i) => ({
        ...row,
        child_count: few[i] ? 1 : row.child_count,
      }));
      return protect(cover, { ...protection, wholes });
    };
    const isAll = ({ authority_code }: Cell) => authority_code === "all";
    const ofAll = protectedOf(cells.filter(isAll), [whole]);
    const each = protectedOf(
      cells.filter((cell) => !isAll(cell)),
      [whole, ["outcome", "group_kind", "group_name"]],
    );
    const all = hideTellingWholes(ofAll, each.rows, {
      alike: ["outcome", "group_kind", "group_name"],
      values: protection.values,
    });
    return {
      rows: [...all.rows, ...each.rows].map(noneAsFew(protection.values)),
      hidden: addUp(all.hidden, each.hidden),
    };
  },
});
