import { tTwoSidedP } from "./distributions.ts";
import { linearModel } from "./linear-model.ts";
import { choleskyFactors, dot, product, type Rows, times, transpose, zeros } from "./matrix.ts";
import { type MixedDesign, type MixedRow, mixedDesign } from "./mixed-moments.ts";
import { type Minimum, nelderMead } from "./nelder-mead.ts";
import { quasiNewton } from "./quasi-newton.ts";
import { found, type Result, refused } from "./result.ts";
import { satterthwaite } from "./satterthwaite.ts";

export interface MixedModel {
  n: number;
  groups: number;
  coefficients: { estimate: number; se: number; df: number; t: number; p: number }[];
  /** Covariance of a group's random effects. */
  covariance: Rows;
  residualVariance: number;
  /** -2 log likelihood, restricted unless the fit is ML. */
  deviance: number;
  /** A random effect has no variance of its own, or is an exact multiple of another. */
  isSingular: boolean;
  /** Predicted random effects of each group and their standard errors given the parameters. */
  effects: { group: string; values: number[]; se: number[] }[];
}

// Two optimisers must agree on the deviance, and a relative standard deviation below this is none.
const agreement = 1e-4;
const singularBelow = 1e-4;

/**
 * Linear mixed model with correlated random effects of one grouping (Laird & Ware 1982) by REML or
 * ML, as `lme4`; Satterthwaite degrees of freedom as `lmerTest`. The deviance is profiled over the
 * Cholesky factor of the random effects' relative covariance. Refuses dependent columns, and two
 * optimisers that end at different deviances.
 */
export function mixedModel(
  rows: readonly MixedRow[],
  criterion: "REML" | "ML" = "REML",
): Result<MixedModel> {
  const ordinary = linearModel(
    rows.map(({ x }) => x),
    rows.map(({ y }) => y),
  );
  if (ordinary.reason !== null) return ordinary;
  const start = ordinary.value.fit.coefficients;
  const design = mixedDesign(rows, start);
  if (design.groups.length < 2) return refused("too_few_clusters");
  if (design.groups.length >= design.n) return refused("effect_not_identified");
  const profiled = (theta: readonly number[]) => profiledDeviance(solve(design, theta), criterion);
  const first = Array.from({ length: (design.q * (design.q + 1)) / 2 }, (_, k) =>
    Number(isDiagonal(k)),
  );
  const simplex = nelderMead(profiled, first);
  const newton = quasiNewton(profiled, first);
  if (!(Math.abs(simplex.value - newton.value) < agreement)) return refused("did_not_converge");
  const best = simplex.value < newton.value ? simplex : newton;
  const { at: theta, value: deviance } = withoutTraces(profiled, best);
  const solved = solve(design, theta);
  const residualVariance = solved.rss / degrees(design, criterion);
  const spread = theta.filter((_, k) => isDiagonal(k));
  const root = lowerTriangle(theta, design.q);
  const df = satterthwaite(
    (parameters) =>
      conditionalDeviance(solve(design, parameters.slice(0, -1)), parameters, criterion),
    (parameters) =>
      solve(design, parameters.slice(0, -1)).bread.map(
        (row, j) => row[j]! * parameters.at(-1)! ** 2,
      ),
    [...theta, Math.sqrt(residualVariance)],
  );
  return found({
    n: design.n,
    groups: design.groups.length,
    coefficients: solved.coefficients.map((move, j) => {
      const estimate = start[j]! + move;
      const se = Math.sqrt(residualVariance * solved.bread[j]![j]!);
      const t = estimate / se;
      return { estimate, se, df: df[j]!, t, p: tTwoSidedP(t, df[j]!) };
    }),
    covariance: product(root, transpose(root)).map((row) => row.map((v) => v * residualVariance)),
    residualVariance,
    deviance,
    isSingular: spread.some((value) => Math.abs(value) < singularBelow),
    effects: design.groups.map(({ id, ztx, zty }, g) => {
      const gain = product(root, product(solved.inverses[g]!, transpose(root)));
      const rest = zty.map((value, i) => value - dot(ztx[i]!, solved.coefficients));
      return {
        group: id,
        values: times(gain, rest),
        se: gain.map((row, i) => Math.sqrt(residualVariance * row[i]!)),
      };
    }),
  });
}

/** The deviance is flat near no variance, so an optimiser stops at a trace of it: take that as none. */
function withoutTraces(profiled: (theta: readonly number[]) => number, best: Minimum): Minimum {
  const at = best.at.map((value, k) => (isDiagonal(k) && Math.abs(value) < 0.01 ? 0 : value));
  const value = profiled(at);
  return value <= best.value + 1e-8 ? { at, value } : best;
}

interface Solved {
  design: MixedDesign;
  coefficients: number[];
  /** (X'V^-1X)^-1 per unit of residual variance. */
  bread: Rows;
  /** Penalised residual sum of squares. */
  rss: number;
  logDeterminants: { groups: number; fixed: number };
  /** (I + L'Z'ZL)^-1 of each group. */
  inverses: Rows[];
}

/** theta holds L by rows: l11; l21, l22; ... so these positions are on its diagonal. */
function isDiagonal(position: number): boolean {
  return Number.isInteger((Math.sqrt(8 * position + 9) - 3) / 2);
}

function lowerTriangle(theta: readonly number[], q: number): Rows {
  return Array.from({ length: q }, (_, i) =>
    Array.from({ length: q }, (_, j) => (j <= i ? theta[(i * (i + 1)) / 2 + j]! : 0)),
  );
}

function solve(design: MixedDesign, theta: readonly number[]): Solved {
  const { p, q, groups } = design;
  const root = lowerTriangle(theta, q);
  const xvx = design.xtx.map((row) => [...row]);
  const xvy = [...design.xty];
  let yvy = design.yty;
  let logGroups = 0;
  // Written out and without new arrays for each group: an optimiser comes here hundreds of times.
  const inner = zeros(q, q);
  const a = zeros(q, p);
  const b = new Array<number>(q).fill(0);
  const inverses = groups.map(({ ztz, ztx, zty }) => {
    for (let i = 0; i < q; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = Number(i === j);
        for (let k = i; k < q; k++) {
          for (let l = j; l < q; l++) sum += root[k]![i]! * ztz[k]![l]! * root[l]![j]!;
        }
        inner[i]![j] = sum;
        inner[j]![i] = sum;
      }
      for (let j = 0; j < p; j++) {
        let sum = 0;
        for (let k = i; k < q; k++) sum += root[k]![i]! * ztx[k]![j]!;
        a[i]![j] = sum;
      }
      let sum = 0;
      for (let k = i; k < q; k++) sum += root[k]![i]! * zty[k]!;
      b[i] = sum;
    }
    const { inverse, logDeterminant } = innerInverse(inner);
    logGroups += logDeterminant;
    for (let i = 0; i < q; i++) {
      let solvedB = 0;
      for (let l = 0; l < q; l++) solvedB += inverse[i]![l]! * b[l]!;
      yvy -= b[i]! * solvedB;
      for (let j = 0; j < p; j++) {
        xvy[j] = xvy[j]! - a[i]![j]! * solvedB;
        let solvedA = 0;
        for (let l = 0; l < q; l++) solvedA += inverse[i]![l]! * a[l]![j]!;
        for (let k = 0; k < p; k++) xvx[k]![j] = xvx[k]![j]! - a[i]![k]! * solvedA;
      }
    }
    return inverse;
  });
  const { inverse: bread, logDeterminant: fixed } = positiveInverse(xvx);
  const coefficients = times(bread, xvy);
  const rss = yvy - dot(coefficients, xvy);
  return {
    design,
    coefficients,
    bread,
    rss,
    logDeterminants: { groups: logGroups, fixed },
    inverses,
  };
}

/** Of I + L'Z'ZL, which is never near singular: in closed form, as it is done for every group. */
function innerInverse(a: Rows): { inverse: Rows; logDeterminant: number } {
  if (a.length > 2) return positiveInverse(a);
  const [[aa = 1, ab = 0] = [], [, bb = 1] = []] = a;
  if (a.length === 1) return { inverse: [[1 / aa]], logDeterminant: Math.log(aa) };
  const determinant = aa * bb - ab * ab;
  return {
    inverse: [
      [bb / determinant, -ab / determinant],
      [-ab / determinant, aa / determinant],
    ],
    logDeterminant: Math.log(determinant),
  };
}

function positiveInverse(a: Rows): { inverse: Rows; logDeterminant: number } {
  const symmetric = a.map((row, i) => row.map((_, j) => a[Math.max(i, j)]![Math.min(i, j)]!));
  const factors = choleskyFactors(symmetric);
  if (factors === null) return { inverse: a, logDeterminant: Number.POSITIVE_INFINITY };
  const { inverse, inverseRoot } = factors;
  return {
    inverse,
    logDeterminant: -2 * inverseRoot.reduce((sum, row, i) => sum + Math.log(row[i]!), 0),
  };
}

function degrees({ n, p }: MixedDesign, criterion: "REML" | "ML"): number {
  return criterion === "REML" ? n - p : n;
}

function profiledDeviance(solved: Solved, criterion: "REML" | "ML"): number {
  const { groups, fixed } = solved.logDeterminants;
  const df = degrees(solved.design, criterion);
  const volume = groups + (criterion === "REML" ? fixed : 0);
  return volume + df * (1 + Math.log((2 * Math.PI * solved.rss) / df));
}

function conditionalDeviance(
  solved: Solved,
  parameters: readonly number[],
  criterion: "REML" | "ML",
): number {
  const { groups, fixed } = solved.logDeterminants;
  const variance = parameters.at(-1)! ** 2;
  const volume = groups + (criterion === "REML" ? fixed : 0);
  const df = degrees(solved.design, criterion);
  return volume + df * Math.log(2 * Math.PI * variance) + solved.rss / variance;
}
