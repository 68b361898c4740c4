import { type CoxChild, type RiskSet, riskSets, type TieMethod } from "./cox-risk-sets.ts";
import { choleskyFactors, dot, plus, type Rows, times, zeros } from "./matrix.ts";
import { found, type Result, refused } from "./result.ts";

export interface CoxModel {
  /** Log hazard ratios. */
  coefficients: number[];
  se: number[];
  covariance: Rows;
  logLikelihood: number;
  /** Risk sets, weighed about the mean child, whose log risk is the origin. */
  sets: RiskSet[];
  origin: number;
}

const mostSteps = 40;

/**
 * Proportional hazards by partial likelihood (Cox 1972), ties by Efron unless told otherwise.
 * Assumes censoring tells nothing and hazards keep their ratio. Refuses no events, dependent
 * covariates, and one that puts the events in order without error.
 */
export function coxModel(
  children: readonly CoxChild[],
  ties: TieMethod = "efron",
): Result<CoxModel> {
  const p = children[0]?.x.length ?? 0;
  const events = children.filter(({ event }) => event);
  if (p === 0 || events.length === 0) return refused("below_minimum_size");
  // Means as origin keep the exponentials of the risks within range.
  const centre = Array.from(
    { length: p },
    (_, j) => children.reduce((sum, { x }) => sum + x[j]!, 0) / children.length,
  );
  const centred = children.map((child) => ({
    ...child,
    x: child.x.map((value, j) => value - centre[j]!),
  }));
  const sums = centre.map((_, j) =>
    centred.reduce((sum, { x, event }) => sum + (event ? x[j]! : 0), 0),
  );
  const logLikelihood = (beta: readonly number[], sets: readonly RiskSet[]) =>
    sets.reduce((sum, { total }) => sum - Math.log(total), dot(sums, beta));
  let beta = new Array<number>(p).fill(0);
  let sets = riskSets(centred, beta, ties);
  let likelihood = logLikelihood(beta, sets);
  for (let step = 0; step < mostSteps; step++) {
    const information = sets.reduce((sum, set) => plus(sum, set.covariance), zeros(p, p));
    const inverse = choleskyFactors(information)?.inverse;
    if (inverse === undefined) return refused(step === 0 ? "singular_design" : "separation");
    const score = sums.map((sum, j) => sets.reduce((rest, { mean }) => rest - mean[j]!, sum));
    const move = times(inverse, score);
    if (Math.max(...centred.map(({ x }) => Math.abs(dot(x, move)))) < 1e-9) {
      return found({
        coefficients: beta,
        se: inverse.map((row, j) => Math.sqrt(row[j]!)),
        covariance: inverse,
        logLikelihood: likelihood,
        origin: dot(centre, beta),
        sets: sets.map((set) => ({ ...set, mean: set.mean.map((value, j) => value + centre[j]!) })),
      });
    }
    for (let length = 1; length > 1e-6; length /= 2) {
      const next = beta.map((value, j) => value + length * move[j]!);
      const nextSets = riskSets(centred, next, ties);
      const nextLikelihood = logLikelihood(next, nextSets);
      if (!(nextLikelihood >= likelihood - 1e-9) && length > 2e-6) continue;
      [beta, sets, likelihood] = [next, nextSets, nextLikelihood];
      break;
    }
  }
  return refused("separation");
}

/**
 * Standard errors robust to children of a cluster being alike: score residuals summed by cluster
 * (Lin & Wei 1989), without a small-sample factor, so too small with few clusters.
 */
export function coxClusterErrors(
  children: readonly CoxChild[],
  clusters: readonly string[],
  { coefficients, covariance, sets, origin }: CoxModel,
): number[] {
  const sums = new Map<string, number[]>();
  children.forEach(({ time, event, x }, i) => {
    const risk = Math.exp(dot(x, coefficients) - origin);
    const own = sets.filter((set) => set.time === time);
    const residual = x.map((value, j) => {
      const moved = event
        ? own.reduce((sum, { mean }) => sum + (value - mean[j]!) / own.length, 0)
        : 0;
      return sets.reduce((sum, set) => {
        if (set.time > time) return sum;
        const share = event && set.time === time ? set.tiedShare : 1;
        return sum - (share * risk * (value - set.mean[j]!)) / set.total;
      }, moved);
    });
    const total = sums.get(clusters[i]!) ?? x.map(() => 0);
    sums.set(
      clusters[i]!,
      total.map((value, j) => value + residual[j]!),
    );
  });
  const moves = [...sums.values()].map((sum) => times(covariance, sum));
  return coefficients.map((_, j) => Math.sqrt(moves.reduce((sum, move) => sum + move[j]! ** 2, 0)));
}

/** Share of comparable pairs in which the child sooner to the event had the higher risk, ties half. */
export function concordance(
  children: readonly CoxChild[],
  coefficients: readonly number[],
): number | null {
  const risks = children.map(({ x }) => dot(x, coefficients));
  let pairs = 0;
  let right = 0;
  children.forEach((a, i) => {
    if (!a.event) return;
    children.forEach((b, j) => {
      if (!(a.time < b.time || (a.time === b.time && !b.event))) return;
      pairs += 1;
      right += risks[i]! > risks[j]! ? 1 : risks[i] === risks[j] ? 0.5 : 0;
    });
  });
  return pairs === 0 ? null : right / pairs;
}
