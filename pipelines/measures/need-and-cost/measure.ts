import { z } from "zod";
import { mayBeOfNobody, ofEachAuthority } from "../../disclosure/of-each-authority.ts";
import {
  addUp,
  type Figure,
  protect,
  rounded,
  shownTotal,
  toNearest,
} from "../../disclosure/protect.ts";
import { medianInterval } from "../../statistics/median-interval.ts";
import { rule } from "../../warehouse/rules.ts";
import { sql } from "../../warehouse/sql.ts";
import type { CostCell } from "../cost-by-placement/cells-sql.ts";
import { tells } from "../cost-by-placement/protect-costs.ts";
import { OF_SHOWN, withShares } from "../define/counts.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";

export const THIRDS = ["least", "middle", "most", "not read"] as const;

const figure = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  authority_code: z.string().describe("ONS code of the authority; all is all together"),
  authority_name: z.string(),
  financial_year: z.string(),
  need_third: z
    .enum(THIRDS)
    .describe(
      "Third of the children read with the same instrument, by their total need; or not read in the year or the one before",
    ),
  placement_group: z
    .string()
    .describe("Mainstream, state special, independent special, or other: any other kind"),
  child_count: figure(
    "Children with a row of spend who were in one kind of placement for the whole year, to the nearest five",
  ),
  all_count: figure(
    "Children of the third with a row of spend who were in any one kind of placement for the whole year, to the nearest five",
  ),
  share: figure(`Percentage of them who are placed so, ${OF_SHOWN}`),
  median_gbp: figure(
    "Median cost of a year, transport apart, to the nearest £100, or £1,000 of fewer than 30 children",
  ),
  median_lower_gbp: figure(
    "Lower end of the 95% interval of the median, of 20 children or more; rounded as the median",
  ),
  median_upper_gbp: figure("Upper end of the 95% interval of the median"),
  lower_quartile_gbp: figure(
    "A quarter of the children cost less; to the nearest £1,000, of 20 children or more",
  ),
  upper_quartile_gbp: figure("A quarter of the children cost more; the same"),
  children_covered: figure(
    "Percentage, to the nearest five, that children whose need was read are of all with a row of spend who stayed in one kind of placement",
  ),
  pounds_covered: figure(
    "Percentage, to the nearest five, that their cost is of all spend of the year, transport apart",
  ),
  symbol: z.string().nullable(),
};

export type NeedAndCost = RowOf<typeof columns>;

type Place = Pick<
  NeedAndCost,
  "authority_code" | "financial_year" | "need_third" | "placement_group"
>;

/** The children of an authority (or all), as `contributors` names them. */
const whoseOf = ({ authority_code, financial_year }: Place): string =>
  `${authority_code}, ${financial_year}: need and cost`;

const cellOf = (row: Place): string => `${whoseOf(row)}, ${row.need_third}, ${row.placement_group}`;

/** What rows of single authorities share with that of all together. */
const ALIKE = ["financial_year", "need_third", "placement_group"];

/** All who stayed in a kind of placement, as `cost-by-placement` names them. */
const groupOf = (row: Place): string =>
  row.placement_group === "other"
    ? `${whoseOf(row)}, other`
    : `${row.authority_code}, ${row.financial_year}: cost, ${row.placement_group}`;

const thirdOf = (row: Place): string => `${whoseOf(row)}, ${row.need_third}`;

/** Of a share of all it would be known of each child. */
const shareOf = (count: number, base: number): number | null =>
  count === base ? null : rounded((100 * count) / base, 0);

interface Cell extends CostCell {
  need_third: NeedAndCost["need_third"];
  authority_name: string;
  all_count: number;
  lower_quartile_gbp: number;
  upper_quartile_gbp: number;
  children_covered: number | null;
  pounds_covered: number | null;
}

/** A cell with what each of its children cost, from the least to the most. */
type Costed = Cell & { costs: readonly number[] };

/** A cell in rounded pounds, and whether they would tell of a child. */
function figuresOf(cell: Costed) {
  const n = cell.child_count;
  const hasQuartiles = n >= rule("fewest_for_quartiles");
  // Of fewer its ends would be the second or third dearest child.
  const { value: ends } = medianInterval(hasQuartiles ? cell.costs : [], rule("confidence_level"));
  const step = n < rule("fewest_for_hundreds") ? 1000 : 100;
  const toFives = (share: number | null) => (share === null ? null : toNearest(5, 100 * share));
  const isKnown = cell.all_count >= rule("fewest_for_hundreds");
  return {
    authority_code: cell.authority_code,
    authority_name: cell.authority_name,
    financial_year: cell.financial_year,
    need_third: cell.need_third,
    placement_group: cell.placement_group,
    child_count: n as number | null,
    all_count: shownTotal(cell.all_count),
    share: null as number | null,
    median_gbp: toNearest(step, cell.median_gbp) as number | null,
    median_lower_gbp: ends && toNearest(step, ends.lo),
    median_upper_gbp: ends && toNearest(step, ends.hi),
    lower_quartile_gbp: hasQuartiles ? toNearest(1000, cell.lower_quartile_gbp) : null,
    upper_quartile_gbp: hasQuartiles ? toNearest(1000, cell.upper_quartile_gbp) : null,
    children_covered: isKnown ? toFives(cell.children_covered) : null,
    pounds_covered: isKnown ? toFives(cell.pounds_covered) : null,
    symbol: null as string | null,
    tells: tells(cell),
  };
}

/** Where children of like need are placed, and what a year of it costs. */
export const needAndCost = defineMeasure({
  name: "need-and-cost",
  grain:
    "one row per authority (or all together), third of need and group of placement, in the latest financial year with spend",
  columns,
  key: [
    "authority_name",
    "authority_code",
    "financial_year",
    { column: "need_third", order: THIRDS },
    "placement_group",
  ],
  method: "need-and-cost",
  disclosure:
    "Counts of 1 to 4 are hidden, and what would give them away by subtraction; costs of fewer than 10 children, to which fewer than 10 contribute, which are much the same for all, of which one child is more than half, or of which the second dearest could work out the dearest, are hidden; medians and their intervals, given of 20 children or more, are to £100, those of fewer than 30 children and all quartiles to £1,000",
  authority: "authority_code",
  audit: (sums, rows) => {
    const isNone = mayBeOfNobody(rows, ALIKE);
    for (const row of rows) {
      sums.part(groupOf(row), "need", cellOf(row), row, isNone(row));
      sums.part(thirdOf(row), "placement", cellOf(row), row, isNone(row));
      if (row.authority_code !== "all")
        sums.link(cellOf({ ...row, authority_code: "all" }), "authority", cellOf(row));
    }
  },
  contributors: (row) => [cellOf(row), thirdOf(row)],
  shows: (row) => [numberOf(row)],
  finish: (rows) => withShares(rows, thirdOf, shareOf),
  rows: async (warehouse) => {
    const figures = (await warehouse.rows<Costed>(CELLS)).map(figuresOf);
    // No median of a whole is told by those of its parts, so values need no cover.
    const protection = {
      count: "child_count",
      values: [
        "median_gbp",
        "median_lower_gbp",
        "median_upper_gbp",
        "lower_quartile_gbp",
        "upper_quartile_gbp",
      ],
      areOfCounts: true,
      sensitive: {
        column: "tells",
        words: "costs that tell of one child, of all alike, or of one small setting",
      },
    };
    const isAll = ({ authority_code }: Figure) => authority_code === "all";
    const within = [["placement_group"], ["need_third"]];
    const all = protect(figures.filter(isAll), { ...protection, wholes: within });
    const each = protect(
      figures.filter((row) => !isAll(row)),
      {
        ...protection,
        wholes: [
          ...within.map((columns) => ["authority_code", ...columns]),
          ["need_third", "placement_group"],
        ],
      },
    );
    const rows = [...all.rows, ...each.rows] as unknown as NeedAndCost[];
    return { rows: ofEachAuthority(rows, ALIKE), hidden: addUp(all.hidden, each.hidden) };
  },
});

const CELLS = sql`
  with told as (
    select * replace (unnest([authority_code, 'all']) as authority_code) from costed_needs
    semi join authorities using (authority_code)
  ), cells as (
    select authority_code, financial_year, need_third, placement_group,
      count(*)::integer as child_count,
      count(*) filter (support_gbp <> 0)::integer as contributor_count,
      count(distinct setting_id) = 1 as is_one_setting,
      max(abs(support_gbp)) / nullif(sum(abs(support_gbp)), 0) as largest_share,
      (sum(abs(support_gbp)) - list_sum(max(abs(support_gbp), 2))) / nullif(max(abs(support_gbp)), 0) as rest_share,
      stddev_samp(support_gbp) as sd_gbp,
      median(support_gbp) as median_gbp,
      list_sort(list(support_gbp::double)) as costs,
      quantile_cont(support_gbp, 0.25) as lower_quartile_gbp,
      quantile_cont(support_gbp, 0.75) as upper_quartile_gbp,
      coalesce(sum(support_gbp) filter (need_third <> 'not read'), 0) as read_gbp,
      count(*) filter (need_third <> 'not read') as read_count
    from told group by all
  ), stayed as (
    select unnest([authority_code, 'all']) as authority_code, financial_year, child_id, support_gbp,
      is_full_year and placement_group is not null as has_stayed
    from cost_by_child_year semi join authorities using (authority_code)
  ), covered as (
    select authority_code, financial_year, count(*) filter (has_stayed) as stayed_count, sum(support_gbp) as paid_gbp
    from stayed group by all
  )
  select cells.*, coalesce(name, 'All authorities') as authority_name,
    (sum(child_count) over (partition by authority_code, financial_year, need_third))::integer as all_count,
    sum(read_count) over (partition by authority_code, financial_year) / stayed_count as children_covered,
    sum(read_gbp) over (partition by authority_code, financial_year) / nullif(paid_gbp, 0) as pounds_covered
  from cells join covered using (authority_code, financial_year)
  left join authorities using (authority_code)
  order by all`;
