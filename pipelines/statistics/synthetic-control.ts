import { mean, standardDeviation } from "./moments.ts";
import { balancedPanel, type PanelRow } from "./panel.ts";
import { midRanks } from "./rank.ts";
import { found, type Result, refused } from "./result.ts";
import { simplexWeights } from "./simplex-least-squares.ts";

export interface SyntheticUnit {
  unit: string;
  weights: { donor: string; weight: number }[];
  /** The unit less its synthetic self, by period, in the outcome's units. */
  gaps: number[];
  /** Root mean square gap before and after. */
  preRmspe: number;
  postRmspe: number;
  ratio: number;
  /** Mean gap after. */
  att: number;
}

export interface SyntheticControl extends SyntheticUnit {
  periods: number[];
  /** Every donor treated as if it were the treated unit, the others its donors. */
  placebos: SyntheticUnit[];
  /** Place of the treated unit's ratio among all, 1 the largest, ties sharing. */
  rank: number;
  /** Share of units, the treated included, whose ratio is at least as large. */
  p: number;
  /** The smallest p that so many donors can give. */
  pMinAttainable: number;
  /** Without each donor that carries weight. */
  leaveOneOut: { donor: string; att: number }[];
}

// A donor below this weight does not carry the result.
const carries = 0.01;

export interface SyntheticControlOptions {
  /** Pre-period gap, in standard deviations of all pre-period outcomes, above which it is refused. */
  largestPreGap?: number;
}

/**
 * Synthetic control on pre-period outcomes alone with placebo inference (Abadie, Diamond &
 * Hainmueller 2010). One treated unit; `lastPre` is its last period before treatment. Assumes it
 * lies among its donors and nothing spills over: with more donors than pre-periods the weights are
 * one choice among many. Refuses two treated units, fewer than two donors or two pre-periods, gaps
 * in the panel, and a synthetic unit too far from the treated one before treatment.
 */
export function syntheticControl(
  rows: readonly PanelRow[],
  lastPre: number,
  { largestPreGap = 0.5 }: SyntheticControlOptions = {},
): Result<SyntheticControl> {
  const panel = balancedPanel(rows);
  if (panel.reason !== null) return panel;
  const { periods, units } = panel.value;
  const treated = units.filter((unit) => unit.treated);
  const donors = units.filter((unit) => !unit.treated);
  if (treated.length === 0) return refused("too_few_treated_clusters");
  if (treated.length > 1) return refused("invalid_input");
  if (donors.length < 2) return refused("too_few_comparison_clusters");
  const pre = periods.filter((period) => period <= lastPre).length;
  if (pre < 2 || pre === periods.length) return refused("below_minimum_size");
  const spread = standardDeviation(units.flatMap(({ values }) => values.slice(0, pre)));
  if (!(spread > 0)) return refused("zero_variance");
  const fit = (unit: Unit, pool: readonly Unit[]) => synthetic(unit, pool, pre);
  const main = fit(treated[0]!, donors);
  if (main.preRmspe > largestPreGap * spread) return refused("poor_fit");
  const placebos = donors.map((donor) =>
    fit(
      donor,
      donors.filter((other) => other !== donor),
    ),
  );
  const ratios = [main, ...placebos].map(({ ratio }) => ratio);
  return found({
    ...main,
    periods,
    placebos,
    rank: midRanks(ratios.map((ratio) => -ratio))[0]!,
    p: mean(ratios.map((ratio) => Number(ratio >= main.ratio - 1e-12))),
    pMinAttainable: 1 / ratios.length,
    leaveOneOut: main.weights
      .filter(({ weight }) => weight > carries)
      .map(({ donor }) => {
        const rest = donors.filter(({ id }) => id !== donor);
        return { donor, att: fit(treated[0]!, rest).att };
      }),
  });
}

interface Unit {
  id: string;
  values: readonly number[];
}

function synthetic(unit: Unit, donors: readonly Unit[], pre: number): SyntheticUnit {
  const before = ({ values }: Unit) => values.slice(0, pre);
  const weights = simplexWeights(before(unit), donors.map(before));
  const gaps = unit.values.map(
    (value, t) => value - donors.reduce((sum, donor, i) => sum + weights[i]! * donor.values[t]!, 0),
  );
  const rmspe = (own: readonly number[]) => Math.sqrt(mean(own.map((gap) => gap * gap)));
  const preRmspe = rmspe(gaps.slice(0, pre));
  const postRmspe = rmspe(gaps.slice(pre));
  return {
    unit: unit.id,
    weights: donors.map(({ id }, i) => ({ donor: id, weight: weights[i]! })),
    gaps,
    preRmspe,
    postRmspe,
    ratio: postRmspe / preRmspe,
    att: mean(gaps.slice(pre)),
  };
}
