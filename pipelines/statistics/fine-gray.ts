import type { CompetingTime } from "./competing-risks.ts";
import { kaplanMeier } from "./kaplan-meier.ts";
import { choleskyFactors, dot, product, type Rows, times, zeros } from "./matrix.ts";
import { found, type Result, refused } from "./result.ts";

export interface FineGrayChild extends CompetingTime {
  x: readonly number[];
}

export interface FineGrayModel {
  /** Log subdistribution hazard ratios. */
  coefficients: number[];
  se: number[];
}

/** One event of the cause: who is still counted at risk, with which weight. */
interface EventSet {
  child: number;
  time: number;
  /** A child gone by another cause stays, at the chance of still being followed. */
  held: number[];
}

interface Weighed {
  total: number;
  mean: number[];
  covariance: Rows;
}

const mostSteps = 40;

/**
 * Proportional subdistribution hazards of one cause (Fine & Gray 1999): how many will have it, where
 * a cause-specific Cox model says why. Robust standard errors that carry the censoring weights.
 * Refuses too few events and covariates that are dependent or tell the order without error.
 */
export function fineGray(children: readonly FineGrayChild[], cause: number): Result<FineGrayModel> {
  const p = children[0]?.x.length ?? 0;
  const followed = followedBefore(children);
  const sets = eventSets(children, cause, followed);
  if (p === 0 || sets.length === 0) return refused("below_minimum_size");
  let beta = new Array<number>(p).fill(0);
  for (let step = 0; step < mostSteps; step++) {
    const weighed = sets.map(({ held }) => weigh(children, held, beta));
    const information = weighed.reduce(
      (sum, { covariance }) => sum.map((row, i) => row.map((v, j) => v + covariance[i]![j]!)),
      zeros(p, p),
    );
    const inverse = choleskyFactors(information)?.inverse;
    if (inverse === undefined) return refused(step === 0 ? "singular_design" : "separation");
    const score = beta.map((_, j) =>
      sets.reduce((sum, { child }, e) => sum + children[child]!.x[j]! - weighed[e]!.mean[j]!, 0),
    );
    const move = times(inverse, score);
    if (Math.max(...children.map(({ x }) => Math.abs(dot(x, move)))) < 1e-10) {
      const residuals = scoreResiduals(children, cause, sets, weighed, beta);
      const meat = beta.map((_, i) =>
        beta.map((__, j) => residuals.reduce((sum, own) => sum + own[i]! * own[j]!, 0)),
      );
      const covariance = product(product(inverse, meat), inverse);
      return found({
        coefficients: beta,
        se: covariance.map((row, j) => Math.sqrt(row[j]!)),
      });
    }
    beta = beta.map((value, j) => value + move[j]!);
  }
  return refused("separation");
}

/** Kaplan-Meier chance, just before a time, of not having been censored. */
function followedBefore(children: readonly CompetingTime[]): (time: number) => number {
  const steps =
    kaplanMeier(children.map(({ time, cause }) => ({ time, event: cause === 0 }))).value ?? [];
  return (time) => steps.findLast((step) => step.time < time)?.survival ?? 1;
}

function eventSets(
  children: readonly FineGrayChild[],
  cause: number,
  followed: (time: number) => number,
): EventSet[] {
  const own = children.map(({ time }) => followed(time));
  return children.flatMap(({ time, cause: why }, child) => {
    if (why !== cause) return [];
    const now = followed(time);
    const held = children.map((other, i) => {
      if (other.time >= time) return 1;
      return other.cause > 0 && other.cause !== cause ? now / own[i]! : 0;
    });
    return { child, time, held };
  });
}

function weigh(
  children: readonly FineGrayChild[],
  held: readonly number[],
  beta: readonly number[],
): Weighed {
  const risks = children.map(({ x }, i) => held[i]! * Math.exp(dot(x, beta)));
  const total = risks.reduce((sum, risk) => sum + risk, 0);
  const mean = beta.map((_, j) =>
    children.reduce((sum, { x }, i) => sum + (risks[i]! * x[j]!) / total, 0),
  );
  const covariance = beta.map((_, j) =>
    beta.map((__, k) =>
      children.reduce(
        (sum, { x }, i) => sum + (risks[i]! / total) * ((x[j]! - mean[j]!) * (x[k]! - mean[k]!)),
        0,
      ),
    ),
  );
  return { total, mean, covariance };
}

/** Each child's pull on the score, by its own course and by its part in the censoring weights. */
function scoreResiduals(
  children: readonly FineGrayChild[],
  cause: number,
  sets: readonly EventSet[],
  weighed: readonly Weighed[],
  beta: readonly number[],
): number[][] {
  const risks = children.map(({ x }) => Math.exp(dot(x, beta)));
  const pull = (i: number, e: number) =>
    children[i]!.x.map(
      (value, j) =>
        ((value - weighed[e]!.mean[j]!) * sets[e]!.held[i]! * risks[i]!) / weighed[e]!.total,
    );
  const censored = [...new Set(children.filter((c) => c.cause === 0).map(({ time }) => time))];
  const drift = censored.map((time) => {
    const sum = beta.map(() => 0);
    sets.forEach((set, e) => {
      if (set.time < time) return;
      children.forEach((child, i) => {
        if (child.time >= time || child.cause === 0 || child.cause === cause) return;
        pull(i, e).forEach((value, j) => {
          sum[j] = sum[j]! + value;
        });
      });
    });
    const atRisk = children.filter((child) => child.time >= time).length;
    const lost = children.filter((child) => child.time === time && child.cause === 0).length;
    return { time, sum, atRisk, lost };
  });
  return children.map((child, i) => {
    const residual = beta.map(() => 0);
    sets.forEach((set, e) => {
      const own = pull(i, e);
      const isOwn = set.child === i;
      residual.forEach((_, j) => {
        const jump = isOwn ? child.x[j]! - weighed[e]!.mean[j]! : 0;
        residual[j] = residual[j]! + jump - own[j]!;
      });
    });
    for (const { time, sum, atRisk, lost } of drift) {
      if (time > child.time) continue;
      const jump = Number(child.cause === 0 && child.time === time) / atRisk - lost / atRisk ** 2;
      residual.forEach((_, j) => {
        residual[j] = residual[j]! + jump * sum[j]!;
      });
    }
    return residual;
  });
}
