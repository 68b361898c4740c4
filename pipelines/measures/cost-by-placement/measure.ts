import { z } from "zod";
import { addUp, protect } from "../../disclosure/protect.ts";
import { meanInterval } from "../../statistics/mean-interval.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";

const columns = {
  authority_code: z.string(),
  authority_name: z.string(),
  financial_year: z.string(),
  placement_group: z.string(),
  child_count: z
    .number()
    .nullable()
    .describe("Children in one kind of placement for the whole financial year."),
  mean_gbp: z
    .number()
    .nullable()
    .describe("Pounds per child-year, transport apart; to the nearest £100."),
  lower_gbp: z.number().nullable(),
  upper_gbp: z.number().nullable(),
  median_gbp: z.number().nullable(),
  transport_mean_gbp: z.number().nullable(),
  symbol: z.string().nullable(),
};

export type CostByPlacement = RowOf<typeof columns>;

const hundreds = (pounds: number | null): number | null =>
  pounds === null ? null : Math.round(pounds / 100) * 100;

/** What a year of support costs in each kind of placement. */
export const costByPlacement = defineMeasure({
  name: "cost-by-placement",
  grain: "one row per authority (or all together), financial year and group of placement",
  columns,
  key: ["authority_name", "authority_code", "financial_year", "placement_group"],
  method: "costs",
  disclosure:
    "Costs of fewer than 10 children, or of which one child is more than half, are hidden; pounds are rounded to £100",
  authority: "authority_code",
  audit: {
    notAudited:
      "its counts are of children who stayed in one kind of placement all year, whom no other table counts; its own sums are covered by protect",
  },
  rows: async (warehouse) => {
    const raw = await warehouse.rows(`
      with full_years as (
        select * from cost_by_child_year where is_full_year and placement_group is not null
      )
      select
        coalesce(authority_code, 'all') as authority_code,
        -- Within an aggregate the code is the child's own, never null: only grouping() tells a whole.
        if(grouping(authority_code) = 1, 'All authorities', any_value(name)) as authority_name,
        financial_year, placement_group,
        count(*) as child_count, avg(support_gbp) as mean_gbp, stddev_samp(support_gbp) as sd_gbp,
        median(support_gbp) as median_gbp, avg(transport_gbp) as transport_mean_gbp,
        greatest(max(support_gbp) / nullif(sum(support_gbp), 0), max(transport_gbp) / nullif(sum(transport_gbp), 0)) as largest_share
      from full_years join authorities using (authority_code)
      group by grouping sets ((authority_code, financial_year, placement_group), (financial_year, placement_group))
      order by grouping(authority_code) desc, authority_name, authority_code, financial_year, placement_group`);
    const figures = raw.map(({ sd_gbp, ...figure }) => {
      const mean = Number(figure.mean_gbp);
      const { value } = meanInterval(Number(figure.child_count), mean, Number(sd_gbp), {
        level: rule("confidence_level"),
      });
      return {
        ...(figure as unknown as CostByPlacement & { largest_share: number }),
        mean_gbp: hundreds(mean),
        lower_gbp: hundreds(value ? Math.max(0, value.ci.lo) : null),
        upper_gbp: hundreds(value?.ci.hi ?? null),
        median_gbp: hundreds(Number(figure.median_gbp)),
        transport_mean_gbp: hundreds(Number(figure.transport_mean_gbp)),
        symbol: null,
      };
    });
    const protection = {
      count: "child_count",
      values: ["mean_gbp", "lower_gbp", "upper_gbp", "median_gbp", "transport_mean_gbp"],
      largestShare: "largest_share",
    };
    // The authorities are the parts of the whole that the rows for all together give away.
    const all = protect(
      figures.filter((figure) => figure.authority_code === "all"),
      protection,
    );
    const each = protect(
      figures.filter((figure) => figure.authority_code !== "all"),
      {
        ...protection,
        wholes: [["financial_year", "placement_group"]],
      },
    );
    return { rows: [...all.rows, ...each.rows], hidden: addUp(all.hidden, each.hidden) };
  },
});
