import { logGamma } from "./distributions.ts";
import { minimumUnitsToShrink } from "./eb-shrinkage.ts";
import { found, type Result, refused } from "./result.ts";

export interface UnitCount {
  events: number;
  population: number;
}

export interface ShrunkRates {
  mean: number;
  /** Between-unit variance of the true rates, and the weighted variance seen. */
  between: number;
  seen: number;
  weights: number[];
  rates: number[];
}

/** Marshall's (1991) global shrinkage of rates to their overall rate, by moments. */
export function shrinkRates(units: readonly UnitCount[]): Result<ShrunkRates> {
  const invalid = check(units);
  if (invalid !== null) return invalid;
  const population = units.reduce((sum, u) => sum + u.population, 0);
  const mean = units.reduce((sum, u) => sum + u.events, 0) / population;
  const raw = units.map((u) => u.events / u.population);
  const seen =
    units.reduce((sum, u, i) => sum + u.population * (raw[i]! - mean) ** 2, 0) / population;
  const between = Math.max(0, seen - mean / (population / units.length));
  const weights = units.map((u) => between / (between + mean / u.population));
  const rates = raw.map((rate, i) => mean + weights[i]! * (rate - mean));
  return found({ mean, between, seen, weights, rates });
}

export interface GammaPoisson {
  alpha: number;
  beta: number;
  logLikelihood: number;
  rates: number[];
  /** True when the counts vary no more than chance: alpha runs off to infinity. */
  isBoundary: boolean;
}

// Beyond this the gamma is a spike and a larger alpha changes no rate that could be shown.
const boundaryAlpha = 1e4;

/**
 * Gamma-Poisson shrinkage by marginal maximum likelihood. For a given alpha the mean solves a one
 * dimensional score equation, so the likelihood is profiled over log alpha by golden section.
 */
export function gammaPoisson(units: readonly UnitCount[]): Result<GammaPoisson> {
  const invalid = check(units);
  if (invalid !== null) return invalid;
  const [logAlpha, isBoundary] = maximise((x) => profile(units, Math.exp(x)).logLikelihood);
  const alpha = Math.exp(logAlpha);
  const { mean, logLikelihood } = profile(units, alpha);
  const beta = alpha / mean;
  const rates = units.map((u) => (u.events + alpha) / (u.population + beta));
  return found({ alpha, beta, logLikelihood, rates, isBoundary });
}

function check(units: readonly UnitCount[]) {
  if (units.length < minimumUnitsToShrink) return refused("below_minimum_size");
  if (units.some((u) => !(u.population > 0) || u.events < 0)) return refused("invalid_input");
  return units.every((u) => u.events === 0) ? refused("no_variation") : null;
}

function profile(units: readonly UnitCount[], alpha: number) {
  // The score in the mean falls as the mean grows, so its root is bracketed on the log scale.
  const score = (mean: number) =>
    units.reduce(
      (sum, { events, population }) =>
        sum + events - ((events + alpha) * mean * population) / (alpha + mean * population),
      0,
    );
  const raw = units.map((u) => u.events / u.population);
  let low = Math.log(Math.max(...raw)) - 40;
  let high = Math.log(Math.max(...raw)) + 1e-9;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (score(Math.exp(middle)) > 0) low = middle;
    else high = middle;
  }
  const mean = Math.exp((low + high) / 2);
  const logLikelihood = units.reduce((sum, { events: x, population }) => {
    const mu = mean * population;
    const choose = logGamma(x + alpha) - logGamma(alpha) - logGamma(x + 1);
    return sum + choose - alpha * Math.log1p(mu / alpha) + x * Math.log(mu / (alpha + mu));
  }, 0);
  return { mean, logLikelihood };
}

function maximise(f: (x: number) => number): [number, boolean] {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(1e-3), Math.log(1e8)];
  while (high - low > 1e-7) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (f(left) >= f(right)) high = right;
    else low = left;
  }
  const x = (low + high) / 2;
  return [x, Math.exp(x) > boundaryAlpha];
}
