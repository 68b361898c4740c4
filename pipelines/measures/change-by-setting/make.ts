import { group } from "d3";
import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { contributorsOf, type Noise, noiseOfMean, withNoise } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import {
  type CaseMixChild,
  type SettingOutcome,
  settingOutcomes,
} from "../../statistics/case-mix.ts";
import { normalQuantile } from "../../statistics/distributions.ts";
import { shrink, shrunkenIntervals } from "../../statistics/eb-shrinkage.ts";
import { funnelFlag } from "../../statistics/funnel-limits.ts";
import { type MeanFunnel, meanFunnel } from "../../statistics/mean-funnel.ts";
import { mean } from "../../statistics/moments.ts";
import type { Reason } from "../../statistics/result.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { fillByInstrument } from "../shared/each-instrument.ts";
import { type Kind, kindOf, placesOf } from "../shared/shown-settings.ts";
import { type SimilarChild, similarChildren, similarColumns } from "../shared/similar-children.ts";
import { CHANGE } from "../shared/statistics.ts";

/** What one row of `change_by_setting` is. */
export const CHANGE_BY_SETTING_GRAIN =
  "-- One row per instrument version, authority and setting with enough children, one for its smaller settings and one for children without a setting: change beside that of similar children.";

/** Fills `change_by_setting`. */
export async function makeChangeBySetting(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
): Promise<void> {
  await warehouse.run(`
    create table change_by_setting (
      instrument varchar, version varchar, authority_code varchar, kind varchar, setting_id varchar,
      setting_count bigint, child_count bigint, change_mean double, expected_mean double,
      difference double, lower double, upper double,
      shrunken double, shrunken_lower double, shrunken_upper double,
      position varchar, child_sd double, limit_sd double, between_sd double, reason varchar, as_of date)`);
  await fillByInstrument(warehouse, instruments, "change_by_setting", async (instrument) =>
    changeBySetting(await similarChildren(warehouse, instrument), readNoise()),
  );
}

/**
 * The mean change of total need, in points of 100, of each setting's children beside the change
 * expected of such children in the same authority, from their first need, age, time between the
 * readings, sex, plan and primary need. Settings below the smallest are taken together.
 *
 * Settings large enough are also drawn to their common mean by what their own children leave open,
 * and placed in a funnel about no difference, its limits widened for what differs between settings
 * in general. All is worked out from means with noise, whose variance is in every interval.
 */
export function changeBySetting(children: readonly SimilarChild[], noise: Noise) {
  const places = placesOf(children);
  const placed = children.map((child, i) => ({ child, place: places[i]! }));
  const rows = similarColumns(children);
  const outcomes = settingOutcomes(
    placed.map(({ child, place }, i): CaseMixChild => {
      return { setting: place, covariates: rows[i]!, change: child.change, improved: false };
    }),
  );
  const noisy = noisyOutcomes(children, places, outcomes.value?.settings ?? [], noise);
  const shown = noisy.filter(({ setting }) => kindOf(setting) === "setting");
  const estimates = shown.map(({ valueAdded, se }) => ({ estimate: valueAdded, se }));
  const shrunken = shrink(estimates);
  const level = rule("confidence_level");
  const drawnIn = shrunken.value ? shrunkenIntervals(estimates, shrunken.value, level) : [];
  const funnel = meanFunnel(estimates, { target: 0 });
  const place = new Map(shown.map(({ setting }, i) => [setting, i]));
  const z = normalQuantile((1 + level) / 2);
  return summaries(placed, noisy).map(({ key, own, outcome }) => {
    const at = place.get(key);
    const margin = outcome ? z * outcome.se : null;
    const [unit, interval] = at === undefined ? [] : [shrunken.value?.units[at], drawnIn[at]];
    const kind = kindOf(key);
    return {
      authority_code: own[0]!.authority_code,
      kind,
      setting_id: kind === "setting" ? own[0]!.setting_id : null,
      setting_count: new Set(own.flatMap(({ setting_id }) => setting_id ?? [])).size,
      child_count: own.length,
      change_mean:
        mean(own.map(({ change }) => change)) +
        noiseOfMean(noise, CHANGE("total"), contributorsOf(own.map(changeOf))),
      expected_mean: outcome?.expectedChange ?? null,
      difference: outcome?.valueAdded ?? null,
      lower: outcome ? outcome.valueAdded - margin! : null,
      upper: outcome ? outcome.valueAdded + margin! : null,
      shrunken: unit?.estimate ?? null,
      shrunken_lower: interval?.lo ?? null,
      shrunken_upper: interval?.hi ?? null,
      position: at === undefined ? null : positionOf(outcome!, funnel.value, at),
      child_sd: outcomes.value?.linear.sigma ?? null,
      limit_sd: funnel.value ? Math.sqrt(funnel.value.tau2) : null,
      between_sd: shrunken.value ? Math.sqrt(shrunken.value.tau2) : null,
      reason: reasonOf(outcomes.reason, kind, shrunken.reason),
    };
  });
}

const changeOf = ({ mark, change }: SimilarChild) => ({ mark, value: change });

/**
 * The outcomes with noise: that of the change itself, as everywhere it is shown, and a quarter as much
 * of what is expected, which is a mean over the children too but of much less spread.
 */
const noisyOutcomes = (
  children: readonly SimilarChild[],
  places: readonly string[],
  outcomes: readonly SettingOutcome[],
  noise: Noise,
): SettingOutcome[] =>
  outcomes.map((outcome) => {
    const own = children.filter((_, i) => places[i] === outcome.setting);
    const of = contributorsOf(own.map(changeOf));
    const expectedChange =
      outcome.expectedChange + noiseOfMean(noise, "expected change, total", of) / 4;
    const meanChange = outcome.meanChange + noiseOfMean(noise, CHANGE("total"), of);
    return {
      ...outcome,
      meanChange,
      expectedChange,
      valueAdded: meanChange - expectedChange,
      se: withNoise(noise, withNoise(noise, outcome.se, own.length), 4 * own.length),
    };
  });

const positionOf = (
  { valueAdded }: SettingOutcome,
  funnel: MeanFunnel | null,
  at: number,
): string | null => (funnel ? funnelFlag(valueAdded, funnel.points[at]!.limits) : null);

const reasonOf = (model: Reason | null, kind: Kind, shrunken: Reason | null): string | null => {
  if (model !== null || kind !== "setting") return model;
  return shrunken === "below_minimum_size" ? "too_few_settings" : shrunken;
};

function summaries(
  placed: readonly { child: SimilarChild; place: string }[],
  outcomes: readonly SettingOutcome[] | undefined,
) {
  const byPlace = group(placed, ({ place }) => place);
  const outcomeOf = new Map(outcomes?.map((outcome) => [outcome.setting, outcome]));
  return [...byPlace]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => ({
      key,
      own: own.map(({ child }) => child),
      outcome: outcomeOf.get(key),
    }));
}
