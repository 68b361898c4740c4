import type { ClusterMoments } from "./cluster-moments.ts";
import { contrastWeights } from "./contrast.ts";
import { leastSquares } from "./least-squares.ts";
import { choleskyFactors, dot, plus, type Rows, times } from "./matrix.ts";
import { uniforms } from "./random.ts";
import { found, type Interval, type Result, refused } from "./result.ts";
import { checkClusterCounts, countByColumn, countByName } from "./treated-clusters.ts";

/** Every sign vector is used up to this many clusters; above it `bootstrapDraws` are drawn. */
export const signEnumerationLimit = 12;
export const bootstrapDraws = 9_999;
/** With one or two treated clusters the restricted bootstrap hardly ever rejects. */
export const minimumBootstrapClusters = { treated: 3, comparison: 4 };

export interface WildBootstrapInput {
  columns: readonly string[];
  clusters: readonly ClusterMoments[];
  /** The column whose coefficient is tested. */
  coefficient: string;
  nullValue?: number;
  level?: number;
  treated?: ReadonlySet<string>;
  minimum?: { treated: number; comparison: number };
  /** Sign vectors drawn where there are too many to use all. */
  draws?: number;
  seed?: number;
}

export interface WildBootstrap {
  t: number;
  /** Share of sign vectors with |t*| >= |t|, ties and the identity counted. */
  p: number;
  draws: number;
  exact: boolean;
  /** The identity and its negative always count: 2 / 2^G when enumerated. */
  smallestP: number;
}

/**
 * Restricted wild cluster bootstrap-t (Cameron, Gelbach & Miller 2008) with Rademacher signs: the
 * null is imposed, and each t* is studentised with the CR1S standard error.
 */
export function wildClusterBootstrap(input: WildBootstrapInput): Result<WildBootstrap> {
  const prepared = prepare(input);
  return prepared.reason === null ? prepared.value(input.nullValue ?? 0) : prepared;
}

/** Values of the coefficient the bootstrap does not reject; an end is infinite when none is. */
export function wildClusterInterval(input: WildBootstrapInput): Result<Interval> {
  const { level = 0.95 } = input;
  const prepared = prepare(input);
  if (prepared.reason !== null) return prepared;
  const test = prepared.value(0);
  const fit = leastSquares(input.clusters);
  if (test.reason !== null) return test;
  if (fit.reason !== null) return fit;
  const estimate = dot(fit.value.coefficients, contrastWeights(input.columns, input.coefficient));
  const step = estimate === 0 ? 1 : Math.abs(estimate / test.value.t);
  const accepted = (distance: number) => {
    const p = prepared.value(estimate + distance);
    return p.reason !== null || p.value.p > 1 - level + 1e-12;
  };
  const end = (direction: 1 | -1) => {
    let inside = 0;
    let outside = step;
    while (accepted(direction * outside)) {
      inside = outside;
      outside *= 2;
      if (outside > step * 1e4) return direction * Number.POSITIVE_INFINITY;
    }
    while (outside - inside > step * 1e-6) {
      const middle = (inside + outside) / 2;
      if (accepted(direction * middle)) inside = middle;
      else outside = middle;
    }
    return estimate + direction * inside;
  };
  return found({ lo: end(-1), hi: end(1), level });
}

function prepare(input: WildBootstrapInput): Result<(nullValue: number) => Result<WildBootstrap>> {
  const { columns, clusters, coefficient, minimum = minimumBootstrapClusters } = input;
  const weights = contrastWeights(columns, coefficient);
  const counts = input.treated
    ? countByName(clusters, input.treated)
    : countByColumn(clusters, weights);
  if (clusters.length < 2) return refused("too_few_clusters");
  if (counts !== null) {
    const enough = checkClusterCounts(counts, minimum);
    if (enough.reason !== null) return enough;
  }
  const fit = leastSquares(clusters);
  if (fit.reason !== null) return fit;
  const j = columns.indexOf(coefficient);
  const signs = signVectors(clusters.length, input.seed ?? 1, input.draws);
  const { n, p, bread } = fit.value;
  const g = clusters.length;
  const scale = Math.sqrt((g / (g - 1)) * ((n - 1) / (n - p)));
  return found((nullValue) => test(clusters, bread, j, nullValue, signs, scale));
}

/**
 * A bootstrap outcome is the restricted fit plus signed restricted residuals, so everything about a
 * draw follows from the clusters' restricted scores u_g: the coefficient moves by the signed sum of
 * m'u_g (m the coefficient's row of (X'X)^-1), and the residual scores are linear in the signs too.
 */
function test(
  clusters: readonly ClusterMoments[],
  bread: Rows,
  j: number,
  nullValue: number,
  signs: SignVectors,
  scale: number,
): Result<WildBootstrap> {
  const scores = restrictedScores(clusters, j, nullValue);
  if (scores === null) return refused("singular_design");
  const m = bread[j]!;
  const moves = scores.map((u) => dot(m, u));
  const steps = scores.map((u) => times(bread, u));
  const pulls = clusters.map(({ xtx }) => times(xtx, m));
  const residual = pulls.map((pull, g) =>
    steps.map((step, h) => (g === h ? moves[g]! : 0) - dot(pull, step)),
  );
  const statistic = (s: ArrayLike<number>, from: number) => {
    let move = 0;
    let squares = 0;
    for (let g = 0; g < moves.length; g++) {
      const row = residual[g]!;
      move += s[from + g]! * moves[g]!;
      let sum = 0;
      for (let h = 0; h < row.length; h++) sum += row[h]! * s[from + h]!;
      squares += sum * sum;
    }
    return move / (scale * Math.sqrt(squares));
  };
  const t = statistic(new Int8Array(moves.length).fill(1), 0);
  if (!Number.isFinite(t)) return refused("zero_variance");
  const bar = Math.abs(t) - 1e-10;
  let extreme = 0;
  for (let i = 0; i < signs.rows; i++) {
    if (Math.abs(statistic(signs.values, i * moves.length)) >= bar) extreme += 1;
  }
  const { rows, exact } = signs;
  return found({
    t,
    p: exact ? extreme / rows : (1 + extreme) / (1 + rows),
    // t* and its mirror image are equally extreme, so only half of the vectors are visited.
    draws: exact ? 2 * rows : rows,
    exact,
    smallestP: exact ? 1 / rows : 1 / (1 + rows),
  });
}

function restrictedScores(
  clusters: readonly ClusterMoments[],
  j: number,
  nullValue: number,
): Rows | null {
  const without = <T>(row: readonly T[]) => row.filter((_, i) => i !== j);
  const xtx = clusters.map((c) => without(c.xtx).map(without)).reduce(plus);
  const offset = clusters.map(({ xtx: a, xty: b }) =>
    b.map((value, i) => value - nullValue * a[i]![j]!),
  );
  const factors = choleskyFactors(xtx);
  if (factors === null) return null;
  const xty = without(offset.reduce((sum, row) => sum.map((value, i) => value + row[i]!)));
  const rest = times(factors.inverse, xty);
  const beta = [...rest.slice(0, j), 0, ...rest.slice(j)];
  return clusters.map(({ xtx: a }, g) =>
    times(a, beta).map((fitted, i) => offset[g]![i]! - fitted),
  );
}

interface SignVectors {
  values: Int8Array;
  rows: number;
  exact: boolean;
}

function signVectors(g: number, seed: number, draws = bootstrapDraws): SignVectors {
  const exact = g <= signEnumerationLimit;
  const rows = exact ? 2 ** (g - 1) : draws;
  const values = new Int8Array(rows * g);
  const random = uniforms(seed);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < g; i++) {
      const up = exact ? i === g - 1 || ((row >> i) & 1) === 0 : random() < 0.5;
      values[row * g + i] = up ? 1 : -1;
    }
  }
  return { values, rows, exact };
}
