import { group } from "d3";
import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { settingRates } from "../../statistics/case-mix.ts";
import { normalQuantile } from "../../statistics/distributions.ts";
import {
  type FunnelFlag,
  type FunnelLimits,
  funnelFlag,
  mixedProportionLimits,
  normalLimits,
} from "../../statistics/funnel-limits.ts";
import { mean } from "../../statistics/moments.ts";
import { overdispersion } from "../../statistics/overdispersion.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { fillByInstrument } from "../shared/each-instrument.ts";
import { kindOf, placesOf } from "../shared/shown-settings.ts";
import { type SimilarChild, similarChildren, similarColumns } from "../shared/similar-children.ts";

/** What one row of `improved_by_setting` is. */
export const IMPROVED_BY_SETTING_GRAIN =
  "-- One row per instrument version, authority and setting with enough children: how many improved by more than error, beside how many similar children would.";

/** Fills `improved_by_setting`. */
export async function makeImprovedBySetting(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
): Promise<void> {
  await warehouse.run(`
    create table improved_by_setting (
      instrument varchar, version varchar, authority_code varchar, setting_id varchar,
      child_count bigint, improved_count bigint, expected_count double, ratio double,
      difference double, lower double, upper double, position varchar,
      child_sd double, limit_sd double, overall_share double, auc double, reason varchar, as_of date)`);
  await fillByInstrument(warehouse, instruments, "improved_by_setting", async (instrument) =>
    improvedBySetting(await similarChildren(warehouse, instrument)),
  );
}

/**
 * How many of each setting's children improved by more than the error of their readings, beside how
 * many would be expected to of similar children in the same authority (a logistic model of the same
 * covariates as `changeBySetting`): observed over expected, and the difference of the shares, 0 to 1.
 *
 * Its 95% interval takes the variance of the count as the model has it. Limits of the funnel are
 * exact (each child with its own chance) or, from ten settings on where settings differ beyond
 * chance, normal and widened by that. Children whose authority has no limit of error are left out.
 */
export function improvedBySetting(all: readonly SimilarChild[]) {
  const places = placesOf(all);
  const isJudged = all.map(({ improved }) => improved !== null);
  const children = all.filter((_, i) => isJudged[i]);
  const placed = places.filter((_, i) => isJudged[i]);
  const covariates = similarColumns(children);
  const model = settingRates(
    children.map((child, i) => ({
      setting: placed[i]!,
      covariates: covariates[i]!,
      change: child.change,
      improved: child.improved === true,
    })),
  );
  const members = group(placed.keys(), (i) => placed[i]!);
  const shown = [...members.keys()].filter((place) => kindOf(place) === "setting").sort();
  const chances = (place: string) =>
    members.get(place)!.map((i) => model.value!.logistic.fitted[i]!);
  const rates = new Map(model.value?.rates.map((rate) => [rate.setting, rate]));
  const dispersion = overdispersion(
    shown.map((place) => rates.get(place)?.z ?? 0),
    shown.map((place) => Math.sqrt(rates.get(place)?.variance ?? 1) / members.get(place)!.length),
  );
  const z = normalQuantile((1 + rule("confidence_level")) / 2);
  return shown.map((place) => {
    const own = members.get(place)!.map((i) => children[i]!);
    const n = own.length;
    const improved_count = own.filter(({ improved }) => improved).length;
    const rate = rates.get(place);
    const common = {
      authority_code: own[0]!.authority_code,
      setting_id: own[0]!.setting_id,
      child_count: n,
      improved_count,
      overall_share: mean(children.map(({ improved }) => Number(improved))),
      reason: model.reason,
    };
    if (!rate) return { ...common, ...NOTHING_EXPECTED };
    const difference = (improved_count - rate.expected) / n;
    const error = Math.sqrt(rate.variance) / n;
    const limits =
      dispersion.tau2 > 0
        ? normalLimits(0, Math.sqrt(error ** 2 + dispersion.tau2))
        : about(rate.expected / n, mixedProportionLimits(chances(place)));
    return {
      ...common,
      expected_count: rate.expected,
      ratio: rate.ratio,
      difference,
      lower: difference - z * error,
      upper: difference + z * error,
      position: funnelFlag(difference, limits),
      child_sd: Math.sqrt(mean(model.value!.logistic.fitted.map((p) => p * (1 - p)))),
      limit_sd: Math.sqrt(dispersion.tau2),
      auc: model.value!.auc,
    };
  });
}

const NOTHING_EXPECTED = {
  expected_count: null,
  ratio: null,
  difference: null,
  lower: null,
  upper: null,
  position: null as FunnelFlag | null,
  child_sd: null,
  limit_sd: null,
  auc: null,
};

const about = (centre: number, { ll998, ll95, ul95, ul998 }: FunnelLimits): FunnelLimits => ({
  ll998: ll998 - centre,
  ll95: ll95 - centre,
  ul95: ul95 - centre,
  ul998: ul998 - centre,
});
