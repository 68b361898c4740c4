import { z } from "zod";
import { isCountOfFew, nearestFive, toNearest } from "../../disclosure/protect.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote, sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { tellsOfOne } from "../cost-by-placement/protect-costs.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";
import { costInterval } from "../shared/cost-interval.ts";

/** Whether a child for whom nothing was entered is left out, or counts with no cost. */
export const WHO = ["with a row of spend", "all who stayed"] as const;

const columns = {
  financial_year: z.string(),
  placement_group: z
    .string()
    .describe(
      "A group of placements; residential schools also apart from other independent special ones.",
    ),
  who: z
    .enum(WHO)
    .describe("Whether children without a row of spend are left out or cost nothing."),
  child_count: z
    .number()
    .nullable()
    .describe("Children in one kind of placement for the whole year, to the nearest five."),
  mean_gbp: z
    .number()
    .nullable()
    .describe(
      "Pounds per child-year, transport apart, winsorised and to the nearest £100, or £1,000 of fewer than 30 children.",
    ),
  lower_gbp: z
    .number()
    .nullable()
    .describe("95% interval of the winsorised mean; none of fewer than 20 children."),
  upper_gbp: z
    .number()
    .nullable()
    .describe("Upper end of the 95% interval of the winsorised mean."),
  symbol: z.string().nullable(),
};

export type CostWay = RowOf<typeof columns>;

interface Cell {
  financial_year: string;
  placement_group: string;
  who: (typeof WHO)[number];
  child_count: number;
  contributor_count: number;
  largest_share: number | null;
  rest_share: number | null;
  pulled_count: number;
  mean_gbp: number;
  sd_gbp: number | null;
}

/** The parts of independent special, either of which the whole and the other would give away. */
const PARTS = ["independent_special_day", "residential"];

/** What a year of support costs by other answers to who counts, over all authorities. */
export const costWays = defineMeasure({
  name: "cost-ways",
  grain: "one row per financial year, group of placement and answer to who counts",
  columns,
  key: ["financial_year", "placement_group", "who"],
  method: "costs",
  component: "cost-ways",
  disclosure:
    "Over all authorities alone; costs are hidden by the rules of cost-by-placement, and residential schools with other independent special ones where either is",
  audit: {
    notAudited:
      "its counts are of children who stayed in one kind of placement all year, to the nearest five",
  },
  // Those with a row of spend are the children of cost-by-placement, and named as there.
  contributors: ({ financial_year, placement_group, who }) => [
    who === WHO[0] && !PARTS.includes(placement_group)
      ? `all, ${financial_year}: cost, ${placement_group}`
      : `all, ${financial_year}: cost ways, ${placement_group}, ${who}`,
  ],
  shows: (row) => [numberOf(row)],
  rows: async (warehouse) => {
    const cells = await costWayCells(warehouse);
    const hidden = new Set(cells.filter(isTold).map(nameOf));
    const rows = cells.map((cell): CostWay => {
      const isPart = PARTS.includes(cell.placement_group);
      const isHidden = isPart
        ? PARTS.some((part) => hidden.has(nameOf({ ...cell, placement_group: part })))
        : hidden.has(nameOf(cell));
      return shown(cell, isHidden);
    });
    const few = rows.filter(({ symbol }) => symbol !== null).length;
    return {
      rows,
      hidden: few > 0 ? [{ rule: "costs that could tell of one child", rows: few }] : [],
    };
  },
});

const nameOf = ({ financial_year, placement_group, who }: Cell): string =>
  `${financial_year} ${placement_group} ${who}`;

const isTold = (cell: Cell): boolean =>
  cell.child_count < rule("smallest_mean") || tellsOfOne(cell);

function shown(cell: Cell, isHidden: boolean): CostWay {
  const { financial_year, placement_group, who, child_count, mean_gbp } = cell;
  const isFew = isCountOfFew(child_count);
  const interval = costInterval(cell);
  const step = child_count < rule("fewest_for_hundreds") ? 1000 : 100;
  const pounds = (gbp: number | null) => (isHidden || gbp === null ? null : toNearest(step, gbp));
  return {
    ...{ financial_year, placement_group, who },
    child_count: isFew ? null : nearestFive(child_count),
    mean_gbp: pounds(mean_gbp),
    lower_gbp: pounds(interval?.lo ?? null),
    upper_gbp: pounds(interval?.hi ?? null),
    symbol: isHidden ? "c" : null,
  };
}

/** SQL: a row per child, answer to who counts, and group of placements that the child is in. */
export const COST_WAYS_SQL = `(
  select financial_year, child_id, support_gbp, who,
    unnest(if(placement_group = 'independent_special',
      [placement_group, if(is_residential, 'residential', 'independent_special_day')], [placement_group])) as placement_group
  from (
    select *, unnest(if(has_spend, [${WHO.map(quote).join(", ")}], [${quote(WHO[1])}])) as who
    from cost_years where is_placed and is_full_year
  )
)`;

/** A row per cell; the dearest and cheapest few of those who cost anything count with the next cost. */
const costWayCells = (warehouse: Warehouse): Promise<Cell[]> =>
  warehouse.rows<Cell & Record<string, never>>(sql`
    with asked as (
      select financial_year, placement_group, who, support_gbp as gbp
      from ${sql.raw(COST_WAYS_SQL)}
    ),
    ranked as (
      select *,
        row_number() over (partition by financial_year, placement_group, who, gbp = 0 order by gbp) as from_cheapest,
        row_number() over (partition by financial_year, placement_group, who, gbp = 0 order by gbp desc) as from_dearest,
        greatest(${rule("fewest_winsorised")},
          ceil(${rule("winsorised_share")} * count(*) filter (gbp <> 0) over (partition by financial_year, placement_group, who))) as pulled_count
      from asked
    ),
    ends as (
      select financial_year, placement_group, who,
        min(gbp) filter (gbp <> 0 and from_cheapest > pulled_count) as cheapest,
        max(gbp) filter (gbp <> 0 and from_dearest > pulled_count) as dearest
      from ranked group by all
    )
    select financial_year, placement_group, who, count(*) as child_count,
      count(*) filter (gbp <> 0) as contributor_count,
      max(abs(gbp)) / nullif(sum(abs(gbp)), 0) as largest_share,
      (sum(abs(gbp)) - list_sum(max(abs(gbp), 2))) / nullif(max(abs(gbp)), 0) as rest_share,
      any_value(pulled_count) as pulled_count,
      avg(if(gbp = 0, 0, greatest(cheapest, least(dearest, gbp)))) as mean_gbp,
      stddev_samp(if(gbp = 0, 0, greatest(cheapest, least(dearest, gbp)))) as sd_gbp
    from ranked join ends using (financial_year, placement_group, who)
    group by all order by financial_year, placement_group, who desc`);
