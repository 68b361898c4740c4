import { group } from "d3";
import { z } from "zod";
import { nearestFive, toNearest } from "../../disclosure/protect.ts";
import { tCritical } from "../../statistics/distributions.ts";
import { type MatchedUnit, matchedDifference } from "../../statistics/matched-difference.ts";
import { quantile } from "../../statistics/moments.ts";
import { rule } from "../../warehouse/rules.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";

/** Kinds of placement that are set beside mainstream. */
export const MATCHED_GROUPS = ["state_special", "independent_special"] as const;

const figure = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  authority_code: z.string().describe("ONS code of the authority; all is all together"),
  authority_name: z.string(),
  financial_year: z.string(),
  placement_group: z
    .enum(MATCHED_GROUPS)
    .describe("Kind of placement that is set beside mainstream"),
  child_count: figure(
    "Children placed so who have matches, to the nearest five; null of fewer than 30",
  ),
  difference_gbp: figure(
    "Mean cost of a year, transport apart, less that of the matches of each child in mainstream; winsorised, to the nearest £100, or £1,000 of fewer than 100 children",
  ),
  lower_gbp: figure("Lower end of its 95% interval (Abadie and Imbens)"),
  upper_gbp: figure("Upper end of its 95% interval"),
  median_gbp: figure("Median of the differences, rounded the same"),
  imbalance: figure(
    "How far cases and matches are still apart in what they are matched on: the largest mean difference, in standard deviations of the cases within council, instrument and plan",
  ),
  symbol: z.string().nullable(),
};

export type MatchedCosts = RowOf<typeof columns>;

interface Child extends Record<string, string | number | boolean | null> {
  authority_code: string;
  authority_name: string;
  financial_year: string;
  placement_group: string;
  instrument: string;
  plan: string;
  gbp: number;
  is_one_setting: boolean;
}

/** What children with the same plan are matched on: need in each broad area and over all, and age. */
const COVARIATES = ["learning", "communication", "semh", "sensory", "need", "age_months"] as const;

/** The sets of `contributors` of both sides of a matched difference. */
export const matchedSets = (row: {
  authority_code: string;
  financial_year: string;
  placement_group: string;
}): string[] =>
  [row.placement_group, "mainstream"].map(
    (placement) => `${row.authority_code}, ${row.financial_year}: cost, ${placement}`,
  );

/** What a year costs beside children of like profile and age in mainstream. */
export const matchedCosts = defineMeasure({
  name: "matched-costs",
  grain:
    "one row per authority (or all together) and kind of special school, in the latest financial year with spend",
  columns,
  key: ["authority_name", "authority_code", "financial_year", "placement_group"],
  method: "need-and-cost",
  component: "need-and-cost",
  disclosure:
    "Fewer than 30 children with matches are hidden, and of them nothing but the difference from their matches is shown; costs are winsorised and rounded to £100, those of fewer than 100 children to £1,000",
  authority: "authority_code",
  audit: {
    notAudited: "its only counts are of 30 children or more, to the nearest five",
  },
  contributors: matchedSets,
  rows: async (warehouse) => {
    const children = await readChildren(warehouse);
    const own = [...group(children, ({ authority_code }) => authority_code)];
    const whole: [string, Child[]][] = children.length > 0 ? [["all", children]] : [];
    const rows = [...own, ...whole].flatMap(([authority_code, some]) =>
      MATCHED_GROUPS.filter((kind) =>
        some.some(({ placement_group }) => placement_group === kind),
      ).map((kind) => rowOf(authority_code, kind, some)),
    );
    const hidden = rows.filter(({ symbol }) => symbol !== null).length;
    return {
      rows,
      hidden: hidden ? [{ rule: "fewer than 30 children with matches", rows: hidden }] : [],
    };
  },
});

/** How many costs at each end are set to the next ones, as in every cost. */
const pulledOf = (n: number): number =>
  Math.max(rule("fewest_winsorised"), Math.ceil(rule("winsorised_share") * n));

function winsorised(children: readonly Child[]): number[] {
  const costs = children.map(({ gbp }) => gbp);
  const sorted = costs.toSorted((a, b) => a - b);
  const pulled = pulledOf(sorted.length);
  const [least, most] = [sorted[pulled] ?? 0, sorted[sorted.length - 1 - pulled] ?? 0];
  return costs.map((cost) => Math.max(least, Math.min(most, cost)));
}

/**
 * What the error of a difference is times, for its interval: costs that were set to the next ones vary
 * less than they did, and so many fewer are left to tell by how much (Dixon and Tukey 1968).
 */
function margins(n: number): number {
  const left = n - 2 * pulledOf(n);
  return (tCritical(rule("confidence_level"), left - 1) * (n - 1)) / (left - 1);
}

function rowOf(
  authority_code: string,
  placement_group: MatchedCosts["placement_group"],
  children: readonly Child[],
): MatchedCosts {
  const [first] = children as [Child];
  const head = {
    authority_code,
    authority_name: authority_code === "all" ? "All authorities" : first.authority_name,
    financial_year: first.financial_year,
    placement_group,
  };
  const cases = children.filter((child) => child.placement_group === placement_group);
  // Of children without a plan a council pays little, wherever they are; special schools have few or none of them.
  const plans = new Set(cases.map(({ plan }) => plan));
  const others = children.filter(
    (child) => child.placement_group === "mainstream" && plans.has(child.plan),
  );
  const units = [cases, others].flatMap((side, i): MatchedUnit[] => {
    const costs = winsorised(side);
    return side.map((child, j) => ({
      isCase: i === 0,
      stratum: `${child.authority_code} ${child.instrument} ${child.plan}`,
      covariates: COVARIATES.map((name) => Number(child[name])),
      outcome: costs[j]!,
    }));
  });
  const { value } = matchedDifference(units, {
    matches: rule("matches_of_a_child"),
    caliper: rule("widest_match"),
    minimum: rule("fewest_for_hundreds"),
    level: rule("confidence_level"),
  });
  const settings = new Set(cases.map(({ setting_id }) => setting_id));
  const isOne = settings.size === 1 && cases.length < rule("smallest_setting");
  if (value === null || isOne) {
    return {
      ...head,
      ...{ child_count: null, difference_gbp: null, lower_gbp: null, upper_gbp: null },
      ...{ median_gbp: null, imbalance: null, symbol: "c" },
    };
  }
  const step = value.cases < rule("fewest_costed_finely") ? 1000 : 100;
  const toStep = (gbp: number) => toNearest(step, gbp);
  const margin = value.se * margins(cases.length);
  return {
    ...head,
    child_count: nearestFive(value.cases),
    difference_gbp: toStep(value.difference),
    lower_gbp: toStep(value.difference - margin),
    upper_gbp: toStep(value.difference + margin),
    median_gbp: toStep(quantile(value.differences, 0.5)),
    imbalance: Math.round(10 * Math.max(...value.balance.map(({ after }) => Math.abs(after)))) / 10,
    symbol: null,
  };
}

/** Children in special schools and in mainstream; an area that was not read is as the others of its instrument. */
const readChildren = (warehouse: Warehouse) =>
  warehouse.rows<Child>(sql`
    with areas as (
      select child_id, broad_area, avg(assessment_scores.need) as area_need
      from costed_needs join assessment_scores using (assessment_id, instrument, version)
      join instrument_areas using (instrument, version, domain)
      where assessment_scores.need is not null group by all
    ), wide as (
      select child_id, any_value(area_need) filter (broad_area = 'cognition_learning') as learning,
        any_value(area_need) filter (broad_area = 'communication') as communication,
        any_value(area_need) filter (broad_area = 'semh') as semh,
        any_value(area_need) filter (broad_area = 'sensory_physical') as sensory
      from areas group by child_id
    )
    select authority_code, name as authority_name, financial_year, placement_group, setting_id,
      instrument || ' ' || version as instrument, coalesce(plan, 'not known') as plan, support_gbp as gbp, need,
      coalesce(learning, avg(learning) over own, 0) as learning,
      coalesce(communication, avg(communication) over own, 0) as communication,
      coalesce(semh, avg(semh) over own, 0) as semh, coalesce(sensory, avg(sensory) over own, 0) as sensory,
      coalesce(age_months, avg(age_months) over own, 0) as age_months
    from costed_needs join wide using (child_id) join authorities using (authority_code)
    where placement_group in ${[...MATCHED_GROUPS, "mainstream"]}
    window own as (partition by instrument, version)
    order by authority_code, child_id`);
