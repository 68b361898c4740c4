import { readNoise } from "../../disclosure/noise-secret.ts";
import { isCountOfFew, nearestFive } from "../../disclosure/protect.ts";
import { bivariateT } from "../../statistics/bivariate-t.ts";
import { type CostedCluster, clusteredValue } from "../../statistics/clustered-value.ts";
import { worthOf } from "../../statistics/cost-effectiveness.ts";
import { tCritical } from "../../statistics/distributions.ts";
import { fieller, type IncrementalMoments } from "../../statistics/fieller.ts";
import { differenceOf } from "../../trials/children/difference.ts";
import { cellsOf, momentsOf } from "../../trials/children/moments.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { costedSql, type Missing, pricesOf, type ValueDesign } from "./children-costed.ts";

/** The published difference in need of an evaluation, in points that are better where they are more. */
export interface Effect {
  points: number;
  lower: number | null;
  upper: number | null;
  df: number | null;
  /** What may be said of it, as published. */
  grade: string;
}

/** Pounds a point that are said to be worth it, one after another. */
export const WORTHS = [0, 100, 250, 500, 1000, 2000, 3000, 5000, 7500, 10000] as const;

const STATISTIC = "cost of a year between readings";
const thousand = (value: number): number => Math.round(value * 10) * 100 + 0;

export type Value = Awaited<ReturnType<typeof valueOfTrial>>;

/** What an evaluation costs more or less, beside its effect, with what is said for missing spend. */
export async function valueOfTrial(
  warehouse: Warehouse,
  design: ValueDesign,
  missing: Missing,
  effect: Effect | null,
) {
  const prices = await pricesOf(warehouse, design);
  const children = costedSql(design, prices, missing);
  const counts = await warehouse.one<
    Record<"trial" | "comparison" | "trial_without" | "comparison_without", number> & {
      largest: number | null;
    }
  >(`
    select count(*) filter (is_trial and y is not null)::integer as trial,
      count(*) filter (not is_trial and y is not null)::integer as comparison,
      count(*) filter (is_trial and known is null)::integer as trial_without,
      count(*) filter (not is_trial and known is null)::integer as comparison_without,
      greatest(max(y) filter (is_trial) / nullif(sum(y) filter (is_trial), 0), max(y) filter (not is_trial) / nullif(sum(y) filter (not is_trial), 0)) as largest
    from (${children})`);
  const fewest = rule("smallest_noisy_mean");
  const isHidden =
    Math.min(counts.trial, counts.comparison) < fewest ||
    (counts.largest ?? 1) > rule("largest_single_share");
  const few = (count: number) => (isCountOfFew(count) ? null : nearestFive(count));
  const head = {
    trial_n: isHidden ? null : nearestFive(counts.trial),
    comparison_n: isHidden ? null : nearestFive(counts.comparison),
    trial_without: few(counts.trial_without),
    comparison_without: few(counts.comparison_without),
  };
  if (isHidden) return { ...head, difference: null, cloud: null, reason: null, symbol: "c" };
  const cells = await cellsOf(
    warehouse,
    `select * from (${children}) where y is not null`,
    STATISTIC,
    readNoise(),
  );
  const moments = momentsOf(cells, true);
  const { value, reason } = differenceOf(moments);
  const { trialMean, comparisonMean } = moments.facts;
  if (value === null || trialMean === null || comparisonMean === null)
    return { ...head, difference: null, cloud: null, reason, symbol: null };
  const difference = {
    trial_gbp: thousand(trialMean),
    comparison_gbp: thousand(comparisonMean),
    gbp: thousand(value.estimate),
    lower_gbp: thousand(value.ci.lo),
    upper_gbp: thousand(value.ci.hi),
  };
  const spreads = spreadsOf(value, effect);
  const cloud = spreads && (await cloudOf(warehouse, children, spreads));
  return { ...head, difference, cloud, reason: null, symbol: null };
}

/** The same difference of what is made of cost and effect, for its spread alone. */
async function spreadOf(warehouse: Warehouse, children: string, y: string) {
  const cells = await cellsOf(
    warehouse,
    `select * replace (${y} as y) from (${children}) where y is not null`,
    `${STATISTIC}: ${y}`,
    readNoise(),
  );
  return differenceOf(momentsOf(cells, true)).value;
}

/** A published difference, and what its interval leaves open. */
interface Spread {
  at: number;
  se: number;
  df: number;
}

/** Cost in pounds, and the published effect with the standard error that gives its published interval. */
function spreadsOf(
  cost: { estimate: number; se: number; df: number },
  effect: Effect | null,
): { cost: Spread; effect: Spread } | null {
  if (effect === null) return null;
  const { points, lower, upper, df } = effect;
  if (lower === null || upper === null || df === null) return null;
  const se = (upper - lower) / 2 / tCritical(rule("confidence_level"), df);
  return {
    cost: { at: 1000 * cost.estimate, se: 1000 * cost.se, df: cost.df },
    effect: { at: points, se, df },
  };
}

/** Draws that leave open of either difference what its published interval does, and what they say. */
async function cloudOf(
  warehouse: Warehouse,
  children: string,
  { cost, effect }: { cost: Spread; effect: Spread },
) {
  const level = rule("confidence_level");
  const [draws, seed] = [rule("value_draws"), 1];
  const df = { cost: cost.df, effect: effect.df };
  const momentsWith = (correlation: number): IncrementalMoments => ({
    ...{ cost: cost.at, effect: effect.at },
    ...{ varianceCost: cost.se ** 2, varianceEffect: effect.se ** 2 },
    covariance: Math.max(-1, Math.min(1, correlation)) * cost.se * effect.se,
  });
  const clusters = await clustersOf(warehouse, children);
  const authorities = (isTrial: boolean) =>
    new Set(clusters.filter((one) => one.isTrial === isTrial).map((one) => one.authority)).size;
  const fewest = Math.min(authorities(true), authorities(false));
  if (fewest >= rule("fewest_bootstrap_authorities")) {
    const { value } = clusteredValue(clusters, { draws, seed });
    if (value === null) return null;
    const { moments: own } = value;
    const [sdCost, sdEffect] = [Math.sqrt(own.varianceCost), Math.sqrt(own.varianceEffect)];
    const resampled = value.resampled.map((draw) => ({
      cost: cost.at + (cost.se / sdCost) * (draw.cost - own.cost),
      effect: effect.at + (effect.se / sdEffect) * (draw.effect - own.effect),
    }));
    const moments = momentsWith(own.covariance / (sdCost * sdEffect));
    return said("resampled", { moments, df }, resampled, level);
  }
  // Of so few authorities resamples would be too narrow; t with few degrees of freedom is not.
  const [ofCost, ofEffect, ofBoth] = [
    await spreadOf(warehouse, children, "y"),
    await spreadOf(warehouse, children, "effect"),
    await spreadOf(warehouse, children, "y + effect"),
  ];
  if (!ofCost || !ofEffect || !ofBoth) return null;
  const together = (ofBoth.se ** 2 - ofCost.se ** 2 - ofEffect.se ** 2) / 2;
  const moments = momentsWith(together / (ofCost.se * ofEffect.se));
  return said("t", { moments, df }, bivariateT(moments, { df, draws, seed }), level);
}

const said = (
  drawn: "resampled" | "t",
  { moments, df }: { moments: IncrementalMoments; df: { cost: number; effect: number } },
  draws: readonly { cost: number; effect: number }[],
  level: number,
) => ({
  ...{ drawn, moments, df },
  fieller: fieller(moments, level, Math.min(df.cost, df.effect)),
  ...worthOf(moments, draws, WORTHS, level),
});

/** One cluster an authority and instrument, drawn within its side. */
const clustersOf = (warehouse: Warehouse, children: string) =>
  warehouse.rows<CostedCluster & { authority: string } & Record<string, never>>(`
    select authority_code as authority, instrument || ' ' || version as alike, is_trial as "isTrial",
      instrument || ' ' || version || is_trial as stratum,
      count(*)::integer as n, fsum(y) as cost, fsum(effect) as effect
    from (${children}) where y is not null
    group by all order by all`);
