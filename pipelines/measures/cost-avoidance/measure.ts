import { z } from "zod";
import { addUp, type Figure, protect, toNearest } from "../../disclosure/protect.ts";
import { rule } from "../../warehouse/rules.ts";
import { sql } from "../../warehouse/sql.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";
import { matchedCosts, matchedSets } from "../matched-costs/measure.ts";

/** What a year back in mainstream is worth, by where the child had been; all of them together have no price. */
export const MONEY = ["cash", "notional", "not costed", "all"] as const;
type Money = (typeof MONEY)[number];

/** Where children were whose year is set beside one in mainstream. */
const ORIGINS: Partial<Record<Money, string>> = {
  cash: "independent_special",
  notional: "state_special",
};

const figure = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  authority_code: z.string().describe("ONS code of the authority; all is all together"),
  authority_name: z.string(),
  money: z
    .enum(MONEY)
    .describe(
      "Cash: a fee that ends with an independent place; notional: a state place that stays funded; not costed: other starts; all: any of them",
    ),
  child_count: figure(
    "Children who were still in mainstream 26 weeks after they moved there, to the nearest five; some may have left since",
  ),
  child_years: figure(
    "Years that they were there until they left or placements are known, to the nearest five",
  ),
  difference_gbp: figure(
    "What a year costs more where they were than for children of like profile in mainstream, as published (matched-costs)",
  ),
  lower_gbp: figure("Lower end of its 95% interval, as published"),
  upper_gbp: figure("Upper end of its 95% interval, as published"),
  median_gbp: figure("Median of the differences, as published (matched-costs)"),
  avoided_gbp: figure("Child-years times the difference, to the nearest £10,000"),
  avoided_median_gbp: figure(
    "Child-years times the median of the differences, to the nearest £10,000",
  ),
  avoided_lower_gbp: figure(
    "Child-years, fewer by half of what they are rounded to, times the lower end",
  ),
  avoided_upper_gbp: figure(
    "Child-years, more by half of what they are rounded to, times the upper end",
  ),
  support_gbp: figure(
    "Recorded cost of support that began while they were in mainstream, to the nearest £1,000; of 10 children or more with any",
  ),
  priced_year: z
    .string()
    .nullable()
    .describe("Financial year of the spend that the difference is of; no index of prices is used"),
  as_of: z.string().nullable().describe("Month up to which placements are known"),
  symbol: z.string().nullable(),
};

export type CostAvoidance = RowOf<typeof columns>;

interface Cell extends Figure {
  authority_code: string;
  authority_name: string;
  money: Money;
  child_count: number;
  child_years: number;
  supported_count: number;
  support_gbp: number;
  largest_share: number | null;
}

const cellOf = ({ authority_code, money }: { authority_code: string; money: string }): string =>
  `${authority_code}: sustained in mainstream, ${money}`;

/** The children of the matched difference that a row is priced by, as `matched-costs` names them. */
const pricedBy = ({ authority_code, money, priced_year }: CostAvoidance): string[] => {
  const origin = ORIGINS[money];
  return origin === undefined || priced_year === null
    ? []
    : matchedSets({ authority_code, financial_year: priced_year, placement_group: origin });
};

/** What returns to mainstream that lasted may have saved, as its parts. */
export const costAvoidance = defineMeasure({
  name: "cost-avoidance",
  grain:
    "one row per authority (or all together), and what a year back in mainstream is worth: cash, or notional where the place stays funded",
  columns,
  key: ["authority_name", "authority_code", { column: "money", order: MONEY }],
  method: "need-and-cost",
  disclosure:
    "Fewer than 10 children are hidden, and what would give 1 to 4 away by subtraction; counts and child-years are to the nearest five; costs are made of published figures, and those of support are of 10 children or more, of whom none has more than half",
  authority: "authority_code",
  audit: (sums, rows) => {
    for (const row of rows) {
      if (row.money === "all") sums.say(cellOf(row), row);
      else sums.part(cellOf({ ...row, money: "all" }), "money", cellOf(row), row);
      if (row.authority_code !== "all")
        sums.link(cellOf({ ...row, authority_code: "all" }), "authority", cellOf(row));
    }
  },
  // A saving is made of the published difference: it waits where that does.
  contributors: (row) => [cellOf(row), ...pricedBy(row)],
  shows: (row) => [numberOf(row)],
  rows: async (warehouse, published) => {
    const cells = await warehouse.rows<Cell>(CELLS);
    const matched = cells.length ? await published(matchedCosts) : [];
    const figures = cells.map((cell): Figure => {
      const isSupportShown =
        cell.supported_count >= rule("fewest_contributors") &&
        (cell.largest_share ?? 1) <= rule("largest_single_share");
      const { supported_count, largest_share, ...own } = cell;
      return {
        ...own,
        child_years: toNearest(rule("count_step"), cell.child_years),
        support_gbp: isSupportShown ? toNearest(1000, cell.support_gbp) : null,
        symbol: null,
      };
    });
    const protection = {
      count: "child_count",
      values: ["child_years", "support_gbp", "as_of"],
      fewest: rule("smallest_mean"),
    };
    const isAll = (row: Figure) => row.authority_code === "all";
    const isTotal = (row: Figure) => row.money === "all";
    const parts = [
      protect(
        figures.filter((row) => isAll(row)),
        protection,
      ),
      protect(
        figures.filter((row) => !isAll(row) && isTotal(row)),
        { ...protection, wholes: [["money"]] },
      ),
      protect(
        figures.filter((row) => !isAll(row) && !isTotal(row)),
        { ...protection, wholes: [["money"], ["authority_code"]] },
      ),
    ];
    return {
      rows: parts
        .flatMap(({ rows }) => rows)
        .map(onlyOfTen)
        .map((row) => {
          const own = matched.find(
            (one) =>
              one.authority_code === row.authority_code &&
              one.placement_group === ORIGINS[row.money as Money],
          );
          return priced(row, own);
        }),
      hidden: addUp(...parts.map(({ hidden }) => hidden)),
    };
  },
});

/** A count is shown with its years or not at all. */
const onlyOfTen = (row: Figure): Figure =>
  row.child_years === null ? { ...row, child_count: null, symbol: "c" } : row;

/** A row with the published difference of a year, and what the two come to. */
function priced(
  row: Figure,
  own:
    | Pick<
        RowOf<(typeof matchedCosts)["columns"]>,
        "difference_gbp" | "median_gbp" | "lower_gbp" | "upper_gbp" | "financial_year"
      >
    | undefined,
): CostAvoidance {
  const years = row.child_years as number | null;
  const half = rule("count_step") / 2;
  /** Of as many years as may lie behind the rounded ones: the fewest, those shown, or the most. */
  const times = (gbp: number | null | undefined, end: -1 | 0 | 1) =>
    years === null || gbp === null || gbp === undefined
      ? null
      : toNearest(10_000, (years + end * half * Math.sign(gbp)) * gbp);
  return {
    ...(row as unknown as CostAvoidance),
    difference_gbp: own?.difference_gbp ?? null,
    lower_gbp: own?.lower_gbp ?? null,
    upper_gbp: own?.upper_gbp ?? null,
    median_gbp: own?.median_gbp ?? null,
    avoided_gbp: times(own?.difference_gbp, 0),
    avoided_median_gbp: times(own?.median_gbp, 0),
    avoided_lower_gbp: times(own?.lower_gbp, -1),
    avoided_upper_gbp: times(own?.upper_gbp, 1),
    priced_year: own?.financial_year ?? null,
  };
}

const CELLS = sql`
  with told as (
    select child_id, days, support_gbp, as_of, money, unnest([authority_code, 'all']) as authority_code
    from sustained_moves_counted
  )
  select authority_code, coalesce(any_value(name), 'All authorities') as authority_name, money,
    count(*)::integer as child_count, sum(days) / ${rule("days_a_year")} as child_years,
    count(*) filter (support_gbp > 0)::integer as supported_count, coalesce(sum(support_gbp), 0) as support_gbp,
    max(support_gbp) / nullif(sum(support_gbp), 0) as largest_share, strftime(max(as_of), '%Y-%m') as as_of
  from told left join authorities using (authority_code)
  group by authority_code, money order by authority_code, money`;
