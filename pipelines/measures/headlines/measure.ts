import { nearestFive } from "../../disclosure/protect.ts";
import { inList } from "../../warehouse/in-list.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type CostByPlacement, costByPlacement } from "../cost-by-placement/measure.ts";
import { defineRelease } from "../define/release.ts";
import { type ExtractPlacement, extractPlacements } from "../extract-placements/measure.ts";
import { evaluationHeadline } from "./evaluation-headline.ts";
import { type Headline, headlineRow } from "./headline.ts";

/** One plain sentence for each of the four questions. */
export const headlines = defineRelease({
  name: "headlines",
  grain: "one row per question",
  row: headlineRow,
  disclosure: "Made from the other tables, after their figures were hidden",
  rows: async (warehouse) => ({
    rows: [
      await needHeadline(warehouse),
      await evaluationHeadline(warehouse),
      await placementHeadline(warehouse),
      await costHeadline(warehouse),
    ],
  }),
});

async function needHeadline(warehouse: Warehouse): Promise<Headline> {
  const [found] = await warehouse.rows<{
    sentence: string;
    n: number;
    clusters: number;
    as_of: string;
    title: string;
  }>(`select sentence, n, clusters, strftime(as_of, '%Y-%m') as as_of from estimates
    where is_primary and trial_n >= 10 and comparison_n >= 10
    order by registered_on desc, evaluation, comparison limit 1`);
  return {
    topic: "need",
    question: "Did needs fall more in the trial authorities?",
    sentence:
      found?.sentence ??
      "No trial design has enough children with two assessments on both sides to compare.",
    basis: found
      ? `About ${nearestFive(found.n).toLocaleString("en-GB")} children with two assessments in ${found.clusters} authorities, the latest in ${month(found.as_of)}. The interval allows for differences between authorities.`
      : "Load assessments of trial and comparison authorities, and write the design in data/evaluations.",
    page: "./change",
    definition: "./method/comparison",
  };
}

async function placementHeadline(warehouse: Warehouse): Promise<Headline> {
  const shares = await warehouse.rows<{
    authority_code: string;
    name: string;
    period: string;
    value: number;
    plans: number;
    first_value: number;
    first_period: string;
  }>(`
    with shares as (
      select authority_code, period, value from indicators where indicator = 'mainstream_share' and value is not null
    )
    select authority_code, coalesce(trial.authority_name, 'England') as name,
      max(period) as period, arg_max(shares.value, period) as value,
      min(period) as first_period, arg_min(shares.value, period) as first_value,
      any_value(plan_count) as plans
    from shares
    left join reference_trial_authorities as trial using (authority_code)
    join (
      select authority_code, arg_max(value, period) as plan_count from indicators
      where indicator = 'ehc_plans' and value is not null group by authority_code
    ) as plans using (authority_code)
    where authority_code = 'E92000001' or trial.authority_code is not null
    group by authority_code, name order by authority_code = 'E92000001', arg_max(shares.value, period) desc`);
  const base = {
    topic: "placement",
    question: "Where are children placed?",
    page: "./placements",
    definition: "./method/placements",
  } as const;
  const england = shares.find(({ authority_code }) => authority_code === "E92000001");
  const trial = shares.filter(({ authority_code }) => authority_code !== "E92000001");
  if (england && trial.length > 0) {
    const list = trial.map(({ name, value }) => `${value.toFixed(1)}% in ${name}`);
    return {
      ...base,
      sentence: `Of children with EHC plans in January ${england.period}, ${inList(list)} were in mainstream schools, against ${england.value.toFixed(1)}% in England (${england.first_value.toFixed(1)}% in ${england.first_period}).`,
      basis: `All ${england.plans.toLocaleString("en-GB")} plans in England, a full count published by DfE, so there is no interval. January ${england.period}.`,
    };
  }
  const { rows } = await extractPlacements.rows(warehouse);
  return { ...base, ...extractSentence(rows as unknown as ExtractPlacement[]) };
}

function extractSentence(rows: readonly ExtractPlacement[]) {
  const period = rows
    .map((found) => found.period)
    .sort()
    .at(-1);
  const latest = rows.filter((found) => found.period === period && found.child_count !== null);
  const mainstream = latest.filter(
    ({ placement_group, all_count }) => placement_group === "mainstream" && all_count !== null,
  );
  const all = mainstream.reduce((sum, { all_count }) => sum + (all_count ?? 0), 0);
  if (!period || all === 0) {
    return {
      sentence:
        "No placements of enough children are loaded, so where children are placed cannot be said.",
      basis: "Load DfE's release of EHC plans, or an authority's placement extract.",
    };
  }
  const placed = mainstream.reduce((sum, { child_count }) => sum + (child_count ?? 0), 0);
  const share = ((100 * placed) / all).toFixed(0);
  return {
    sentence: `On 15 January ${period}, ${share}% of children in the placement extracts were in mainstream schools.`,
    basis: `About ${all.toLocaleString("en-GB")} children in ${mainstream.length} authorities; a count of the extracts, so there is no interval. 15 January ${period}.`,
  };
}

async function costHeadline(warehouse: Warehouse): Promise<Headline> {
  const rows = (
    (await costByPlacement.rows(warehouse)).rows as unknown as CostByPlacement[]
  ).filter(({ authority_code, mean_gbp }) => authority_code === "all" && mean_gbp !== null);
  const base = {
    topic: "cost",
    question: "What does support cost?",
    page: "./costs",
    definition: "./method/costs",
  } as const;
  const of = (group: string, year: string) =>
    rows.find((found) => found.placement_group === group && found.financial_year === year);
  const year = [...new Set(rows.map(({ financial_year }) => financial_year))]
    .sort()
    .reverse()
    .find((found) => of("mainstream", found) && of("independent_special", found));
  if (!year) {
    return {
      ...base,
      sentence: "No spend on enough children is loaded, so what support costs cannot be said.",
      basis: "Load an authority's spend extract with its placements.",
    };
  }
  const mainstream = of("mainstream", year)!;
  const special = of("independent_special", year)!;
  const range = ({ lower_gbp, upper_gbp }: CostByPlacement) =>
    lower_gbp === null || upper_gbp === null
      ? ""
      : ` (95% interval ${pounds(lower_gbp)} to ${pounds(upper_gbp)})`;
  return {
    ...base,
    sentence: `A year of support cost ${pounds(special.mean_gbp!)} on average in independent and non-maintained special schools${range(special)} and ${pounds(mainstream.mean_gbp!)} in mainstream${range(mainstream)}, transport apart.`,
    basis: `About ${special.child_count!.toLocaleString("en-GB")} and ${mainstream.child_count!.toLocaleString("en-GB")} children who stayed in one kind of placement all of ${year}. Their needs differ, so this is not what a move would save.`,
  };
}

const pounds = (n: number): string => `£${n.toLocaleString("en-GB")}`;

const month = (iso: string): string =>
  new Date(`${iso}-01T00:00:00Z`).toLocaleDateString("en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
