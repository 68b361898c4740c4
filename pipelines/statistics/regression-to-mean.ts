import { normalCdf, normalDensity } from "./distributions.ts";
import { found, type Result, refused } from "./result.ts";

/** The unselected population, `retest` its no-treatment correlation over the same gap. */
export interface Population {
  mean: number;
  sd: number;
  retest: number;
}

export interface ExpectedRegression {
  z: number;
  /** Mean of a standard normal beyond z. */
  hazard: number;
  withinVariance: number;
  betweenVariance: number;
  /** Change to expect from selection alone: negative when selected above. */
  change: number;
}

/**
 * Change expected with no effect in children selected beyond a cut-off (Davis 1976; Barnett 2005),
 * on the mean of `baselines` measurements. `retest` over a year mixes error with real change, which
 * makes this an upper bound. None when retest is 1 or more.
 */
export function regressionToMean(
  { mean, sd, retest }: Population,
  cutoff: number,
  select: "above" | "below",
  baselines = 1,
): Result<ExpectedRegression> {
  if (!(sd > 0)) return refused("zero_variance");
  if (!(baselines >= 1) || !Number.isFinite(retest) || retest < 0) return refused("invalid_input");
  const withinVariance = sd ** 2 * (1 - Math.min(1, retest));
  const betweenVariance = sd ** 2 * Math.min(1, retest);
  const noise = withinVariance / baselines;
  const spread = Math.sqrt(betweenVariance + noise);
  const away = select === "above" ? cutoff - mean : mean - cutoff;
  const z = away / spread;
  const hazard = normalDensity(z) / normalCdf(-z);
  const change = ((select === "above" ? -1 : 1) * noise * hazard) / spread;
  return found({ z, hazard, withinVariance, betweenVariance, change: change === 0 ? 0 : change });
}

/** When selection was by judgement: the change expected from the selected children's own mean. */
export function regressionFromMean({ mean, retest }: Population, selectedMean: number): number {
  return (1 - Math.min(1, retest)) * (mean - selectedMean);
}

/** Kelley's estimate of the score behind one observed, and its standard error. */
export function kelleyTrueScore(
  { mean, sd, retest }: Population,
  observed: number,
): { score: number; se: number } {
  const score = mean + retest * (observed - mean);
  return { score, se: sd * Math.sqrt(retest * (1 - retest)) };
}

/** Follow-up to expect of a baseline in the unselected population. */
export function expectedFollowUp(
  baseline: Population,
  followUp: { mean: number; sd: number },
  observed: number,
): number {
  const slope = (baseline.retest * followUp.sd) / baseline.sd;
  return followUp.mean + slope * (observed - baseline.mean);
}
