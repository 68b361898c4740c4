/** What the sentence is made of: published figures alone. */
export interface Said {
  cost_gbp: number | null;
  cost_lower_gbp: number | null;
  cost_upper_gbp: number | null;
  effect: number | null;
  effect_lower: number | null;
  effect_upper: number | null;
  per_point_gbp: number | null;
  per_point_lower_gbp: number | null;
  per_point_upper_gbp: number | null;
  is_judged: boolean;
}

const pounds = (gbp: number): string => `£${Math.abs(gbp).toLocaleString("en-GB")}`;
const signed = (gbp: number): string => `${pounds(gbp)} ${gbp < 0 ? "less" : "more"}`;
const points = (value: number): string =>
  `${Math.abs(value).toFixed(1)} points ${value < 0 ? "more" : "less"} need`;
const end = (value: number): string =>
  `${Math.abs(value).toFixed(1)} ${value < 0 ? "more" : "less"}`;

/** Cost and effect in one breath, and a price of a point only where there is one. */
export function valueSentence(said: Said): string {
  const { cost_gbp, cost_lower_gbp, cost_upper_gbp, effect, effect_lower, effect_upper } = said;
  if (cost_gbp === null || effect === null)
    return "Cost and effect cannot both be said, so neither is.";
  const range =
    cost_lower_gbp === null || cost_upper_gbp === null
      ? ""
      : ` (95% interval ${signed(cost_lower_gbp)} to ${signed(cost_upper_gbp)})`;
  const spread =
    effect_lower === null || effect_upper === null
      ? ""
      : ` (${end(effect_lower)} to ${end(effect_upper)})`;
  const both = `A child-year between two readings, transport in it, cost ${signed(cost_gbp)} in the trial${range}, beside ${points(effect)}${spread}.`;
  const { per_point_gbp, per_point_lower_gbp, per_point_upper_gbp } = said;
  if (per_point_gbp === null || per_point_lower_gbp === null || per_point_upper_gbp === null) {
    if (!said.is_judged)
      return `${both} The councils are too few to tell either from chance, so a point has no price.`;
    const isTold = effect_lower !== null && effect_lower > 0;
    return `${both} ${isTold ? "A price of a point has no bounds" : "The difference in need is not told from none, so a point has no price"}.`;
  }
  return per_point_gbp < 0
    ? `${both} It did more for less.`
    : `${both} That is ${pounds(per_point_gbp)} for a point (${pounds(per_point_lower_gbp)} to ${pounds(per_point_upper_gbp)}).`;
}

/**
 * Both in few words, or null where either is missing.
 *
 * @param prices The financial year whose prices the cost is in.
 * @param trial Whom the trial is of.
 */
export function bothInShort(said: Said, prices: string | null, trial = "the trial"): string | null {
  const { cost_gbp, cost_lower_gbp, cost_upper_gbp, effect, effect_lower, effect_upper } = said;
  if (cost_gbp === null || effect === null) return null;
  const facts = `A child-year cost ${signed(cost_gbp)} in ${trial}${prices === null ? "" : ` (${prices} prices)`}, beside ${points(effect)}`;
  if (!said.is_judged) return `${facts}; too few councils.`;
  const isTold = (lower: number | null, upper: number | null) =>
    lower !== null && upper !== null && (lower > 0 || upper < 0);
  const [cost, need] = [isTold(cost_lower_gbp, cost_upper_gbp), isTold(effect_lower, effect_upper)];
  const chance = cost
    ? need
      ? "both unlikely to be chance"
      : "the need could be chance"
    : need
      ? "the cost could be chance"
      : "both could be chance";
  return `${facts}; ${chance}.`;
}
