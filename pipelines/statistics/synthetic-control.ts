import { leastCost } from "./linear-program.ts";
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
  /** The least and greatest mean gap after of all weights that match the years before as well. */
  equallyGood: { lo: number; hi: number };
  /** The match before is exact or nearly: the ratio would divide by rounding noise. */
  isNearlyExact: boolean;
  /**
   * Place of the treated unit's ratio among all that are not matched nearly exactly, 1 the largest, ties
   * sharing; null where the treated unit is itself.
   */
  rank: number | null;
  /** Share of these units, the treated included, whose ratio is at least as large. */
  p: number | null;
  /** The smallest p that so many of them can give. */
  pMinAttainable: number | null;
  /** Units that are ranked, the treated included. */
  ranked: number;
  /** Without each donor that carries weight. */
  leaveOneOut: { donor: string; att: number }[];
}

// A donor below this weight does not carry the result.
const carries = 0.01;

export interface SyntheticControlOptions {
  /** Pre-period gap, in standard deviations of all pre-period outcomes, above which it is refused. */
  largestPreGap?: number;
  /**
   * Pre-period gap, in standard deviations of all units' changes from one period to the next, up to
   * which a match is nearly exact and no ratio is made of it.
   */
  nearlyExact?: number;
}

/**
 * Synthetic control on pre-period outcomes alone with placebo inference (Abadie, Diamond &
 * Hainmueller 2010). One treated unit; `lastPre` is its last period before treatment. Assumes it
 * lies among its donors and nothing spills over. With more donors than pre-periods many weights match
 * as well: those of least sum of squares are taken, and the range of the effect over all of them is
 * given (the matched years are the same for all, as the nearest point of a convex set is one). A match
 * that is exact or nearly so has no rank or p, and is no placebo. Refuses two treated units, fewer than two donors or two pre-periods, gaps
 * in the panel, and a synthetic unit too far from the treated one before treatment.
 */
export function syntheticControl(
  rows: readonly PanelRow[],
  lastPre: number,
  { largestPreGap = 0.5, nearlyExact = 0 }: SyntheticControlOptions = {},
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
  const step = standardDeviation(
    units.flatMap(({ values }) => values.slice(1, pre).map((value, t) => value - values[t]!)),
  );
  const isExact = ({ preRmspe }: SyntheticUnit) => preRmspe < nearlyExact * step;
  const ratios = [main, ...placebos.filter((placebo) => !isExact(placebo))].map(
    ({ ratio }) => ratio,
  );
  const isRanked = !isExact(main);
  return found({
    ...main,
    periods,
    placebos,
    equallyGood: equallyGood(main, treated[0]!, donors, pre),
    isNearlyExact: isExact(main),
    rank: isRanked ? midRanks(ratios.map((ratio) => -ratio))[0]! : null,
    p: isRanked ? mean(ratios.map((ratio) => Number(ratio >= main.ratio - 1e-12))) : null,
    pMinAttainable: isRanked ? 1 / ratios.length : null,
    ranked: isRanked ? ratios.length : 0,
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

/** The least and greatest mean gap after, over weights whose years before are those of the mixture. */
function equallyGood(
  { weights, att }: SyntheticUnit,
  treated: Unit,
  donors: readonly Unit[],
  pre: number,
): { lo: number; hi: number } {
  const w = weights.map(({ weight }) => weight);
  // Levels are moved to nought, as only differences between donors matter beside the sum of one.
  const level = mean(treated.values.slice(0, pre));
  const rows = [
    donors.map(() => 1),
    ...Array.from({ length: pre }, (_, t) => donors.map(({ values }) => values[t]! - level)),
  ];
  const bounds = rows.map((row) => row.reduce((sum, value, i) => sum + value * w[i]!, 0));
  const after = donors.map(({ values }) => mean(values.slice(pre)));
  const own = mean(treated.values.slice(pre));
  const end = (sign: number) => {
    const { value } = leastCost(
      after.map((cost) => sign * cost),
      rows,
      bounds,
    );
    return value ? own - sign * value.value : att;
  };
  const [hi, lo] = [end(1), end(-1)];
  return { lo: Math.min(lo, att), hi: Math.max(hi, att) };
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
