import { areaUnderCurve, brierScore } from "./discrimination.ts";
import { type LinearModel, linearModel } from "./linear-model.ts";
import { type LogisticModel, logisticModel } from "./logistic-regression.ts";
import { type MixedModel, mixedModel } from "./mixed-model.ts";
import { mean } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";

export interface CaseMixChild {
  /** At baseline, so that a move does not change whose child this is. */
  setting: string;
  /** Measured before, and nothing the setting controls: not provision, hours or attendance. */
  covariates: readonly number[];
  change: number;
  improved: boolean;
}

export interface SettingOutcome {
  setting: string;
  n: number;
  meanChange: number;
  expectedChange: number;
  /** Mean of observed less expected change, in points. */
  valueAdded: number;
  se: number;
  observed: number;
}

export interface SettingRate {
  setting: string;
  expected: number;
  /** Observed over expected; null, with the adjusted rate, when too few are expected. */
  ratio: number | null;
  variance: number;
  z: number;
  /** The ratio times the overall share improved. */
  adjustedRate: number | null;
}

export interface CaseMix {
  linear: LinearModel;
  settings: SettingOutcome[];
  /** Shares improved, or why the logistic model was refused. */
  improvement: Result<{
    logistic: LogisticModel;
    rates: SettingRate[];
    auc: number;
    brier: number;
    /** Tenths of children by predicted chance: what was expected and what happened. */
    calibration: { n: number; expected: number; observed: number }[];
  }>;
  /** Change with a random intercept by setting, whose effects are shrunk, or why it was refused. */
  mixed: Result<MixedModel>;
}

/** Below this many expected improvements a ratio is noise. */
export const fewestExpected = 5;

/**
 * Each setting's outcome beside the one expected from its children's needs at baseline, the model
 * fitted on all children. Covariates are columns of numbers; the intercept is added here. Settings
 * in order of name. Assumes the covariates act alike everywhere. Refuses dependent columns.
 */
export function caseMix(
  children: readonly CaseMixChild[],
  { minimumExpected = fewestExpected } = {},
): Result<CaseMix> {
  const outcomes = settingOutcomes(children);
  if (outcomes.reason !== null) return outcomes;
  return found({
    ...outcomes.value,
    improvement: settingRates(children, { minimumExpected }),
    mixed: mixedModel(
      children.map(({ setting, covariates, change }) => ({
        group: setting,
        x: [1, ...covariates],
        z: [1],
        y: change,
      })),
    ),
  });
}

/** The change of each setting's children beside the one expected, and the model, as `caseMix`. */
export function settingOutcomes(
  children: readonly CaseMixChild[],
): Result<Pick<CaseMix, "linear" | "settings">> {
  if (children.length === 0) return refused("below_minimum_size");
  const change = children.map((child) => child.change);
  const linear = linearModel(
    children.map(({ covariates }) => [1, ...covariates]),
    change,
  );
  if (linear.reason !== null) return linear;
  const { residuals, sigma } = linear.value;
  return found({
    linear: linear.value,
    settings: childrenBySetting(children).map(([setting, own]) => {
      const meanChange = mean(own.map((i) => change[i]!));
      const valueAdded = mean(own.map((i) => residuals[i]!));
      return {
        setting,
        n: own.length,
        meanChange,
        expectedChange: meanChange - valueAdded,
        valueAdded,
        se: sigma / Math.sqrt(own.length),
        observed: own.filter((i) => children[i]!.improved).length,
      };
    }),
  });
}

/** The share of each setting's children who improved beside the one expected, as in `caseMix`. */
export const settingRates = (
  children: readonly CaseMixChild[],
  { minimumExpected = fewestExpected } = {},
): CaseMix["improvement"] =>
  children.length === 0
    ? refused("below_minimum_size")
    : improvement(
        children.map(({ covariates }) => [1, ...covariates]),
        children.map(({ improved }) => improved),
        childrenBySetting(children),
        minimumExpected,
      );

/** The places of each setting's children, settings in order of name. */
function childrenBySetting(children: readonly CaseMixChild[]): [string, number[]][] {
  const settings = new Map<string, number[]>();
  children.forEach(({ setting }, i) => {
    const own = settings.get(setting);
    if (own) own.push(i);
    else settings.set(setting, [i]);
  });
  return [...settings].sort(([a], [b]) => (a < b ? -1 : 1));
}

function improvement(
  x: readonly number[][],
  improved: readonly boolean[],
  settings: readonly [string, number[]][],
  minimumExpected: number,
): CaseMix["improvement"] {
  const logistic = logisticModel(x, improved);
  if (logistic.reason !== null) return logistic;
  const { fitted } = logistic.value;
  const overall = mean(improved.map(Number));
  const order = fitted.map((_, i) => i).sort((a, b) => fitted[a]! - fitted[b]!);
  const tenths = Array.from({ length: 10 }, (_, k) =>
    order.slice((k * order.length) / 10, ((k + 1) * order.length) / 10),
  ).filter((own) => own.length > 0);
  return found({
    logistic: logistic.value,
    rates: settings.map(([setting, own]) => {
      const observed = own.filter((i) => improved[i]).length;
      const expected = own.reduce((sum, i) => sum + fitted[i]!, 0);
      const variance = own.reduce((sum, i) => sum + fitted[i]! * (1 - fitted[i]!), 0);
      const ratio = expected < minimumExpected ? null : observed / expected;
      return {
        setting,
        expected,
        ratio,
        variance,
        z: (observed - expected) / Math.sqrt(variance),
        adjustedRate: ratio === null ? null : ratio * overall,
      };
    }),
    auc: areaUnderCurve(fitted, improved),
    brier: brierScore(fitted, improved),
    calibration: tenths.map((own) => ({
      n: own.length,
      expected: mean(own.map((i) => fitted[i]!)),
      observed: mean(own.map((i) => Number(improved[i]))),
    })),
  });
}
