import { tCritical, tTwoSidedP } from "./distributions.ts";
import { mean, variance } from "./moments.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

export interface PooledImputations {
  estimate: number;
  within: number;
  between: number;
  total: number;
  se: number;
  relativeIncrease: number;
  lambda: number;
  /** Fraction of missing information. */
  fmi: number;
  df: number;
  t: number;
  p: number;
  ci: Interval;
}

/**
 * Rubin's rules over imputations of one estimate, with Barnard & Rubin's degrees of freedom from the
 * complete data's n - k. Refuses a single imputation.
 */
export function poolImputations(
  imputations: readonly { estimate: number; variance: number }[],
  completeDf: number,
  level = 0.95,
): Result<PooledImputations> {
  const m = imputations.length;
  if (m < 2 || !(completeDf > 0)) return refused("below_minimum_size");
  const estimates = imputations.map(({ estimate }) => estimate);
  const estimate = mean(estimates);
  const within = mean(imputations.map((imputation) => imputation.variance));
  const between = variance(estimates);
  const added = (1 + 1 / m) * between;
  const total = within + added;
  if (!(total > 0)) return refused("zero_variance");
  const lambda = added / total;
  const observedDf = ((completeDf + 1) / (completeDf + 3)) * completeDf * (1 - lambda);
  const oldDf = (m - 1) / lambda ** 2;
  const df = lambda === 0 ? observedDf : (oldDf * observedDf) / (oldDf + observedDf);
  const se = Math.sqrt(total);
  const margin = tCritical(level, df) * se;
  const relativeIncrease = added / within;
  return found({
    estimate,
    within,
    between,
    total,
    se,
    relativeIncrease,
    lambda,
    fmi: (relativeIncrease + 2 / (df + 3)) / (relativeIncrease + 1),
    df,
    t: estimate / se,
    p: tTwoSidedP(estimate / se, df),
    ci: { lo: estimate - margin, hi: estimate + margin, level },
  });
}
