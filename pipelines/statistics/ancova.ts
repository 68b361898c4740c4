import { sufficientStatistics } from "./cluster-moments.ts";
import { type ClusterRobustEstimate, clusterRobust } from "./cluster-robust.ts";
import { type LinearModel, linearModel } from "./linear-model.ts";
import { dot, quadratic } from "./matrix.ts";
import { mean } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";
import type { ClusterCounts } from "./treated-clusters.ts";

export interface AncovaChild {
  cluster: string;
  trial: boolean;
  /** Measured before assignment. */
  pre: number;
  post: number;
  covariates: readonly number[];
}

/** Children an arm must have. */
export const minimumPerArm = 10;

export interface AdjustedMean {
  mean: number;
  se: number;
}

export interface Ancova {
  columns: string[];
  design: number[][];
  /** post on pre, trial and covariates; trial's coefficient is the adjusted difference. */
  model: LinearModel;
  /** The adjusted difference with CR2 and Satterthwaite, or why it was refused. */
  clustered: Result<ClusterRobustEstimate>;
  /** At the sample means of pre and covariates, a two-valued one half at each value (emmeans). */
  adjustedMeans: { comparison: AdjustedMean; trial: AdjustedMean };
  /** Change on trial alone: it answers another question when arms differ at baseline (Lord). */
  changeScore: { difference: number; se: number };
  /** p that the slope on pre is the same in both arms. */
  slopeHomogeneityP: number | null;
  /** Lin's fully centred, interacted estimate at the mean child. */
  interactedEffect: number | null;
}

/**
 * Adjusted change: post = b0 + b1 pre + b2 trial + covariates, in points. Measurement error in pre
 * biases b2 when arms differ at baseline. Refuses fewer than ten children an arm.
 */
export function ancova(
  children: readonly AncovaChild[],
  covariateNames: readonly string[],
  options: { minimum?: number; minimumClusters?: ClusterCounts; level?: number } = {},
): Result<Ancova> {
  const { minimum = minimumPerArm, level = 0.95 } = options;
  const treated = children.filter(({ trial }) => trial).length;
  if (Math.min(treated, children.length - treated) < minimum) return refused("below_minimum_size");
  const columns = ["(Intercept)", "pre", "trial", ...covariateNames];
  const design = children.map((c) => [1, c.pre, Number(c.trial), ...c.covariates]);
  const post = children.map((c) => c.post);
  const model = linearModel(design, post, level);
  if (model.reason !== null) return model;
  const change = linearModel(
    children.map((c) => [1, Number(c.trial)]),
    children.map((c) => c.post - c.pre),
  );
  if (change.reason !== null) return change;
  const centre = columns.map((_, j) => mean(design.map((row) => row[j]!)));
  const typical = columns.map((_, j) => typicalValue(design.map((row) => row[j]!)));
  const at = (trial: number): AdjustedMean => {
    const weights = typical.map((value, j) => (j === 2 ? trial : value));
    const { fit, sigma } = model.value;
    const se = sigma * Math.sqrt(quadratic(fit.bread, weights));
    return { mean: dot(weights, fit.coefficients), se };
  };
  const interacted = (shift: readonly number[]) =>
    linearModel(
      design.map((row) => {
        const [, pre = 0, trial = 0, ...rest] = row.map((value, j) => value - shift[j]!);
        return [1, pre, trial, ...rest, pre * trial];
      }),
      post,
    ).value;
  const atMean = centre.map((value, j) => (j === 0 || j === 2 ? 0 : value));
  const { estimate, se } = change.value.coefficients[1]!;
  return found({
    columns,
    design,
    model: model.value,
    clustered: clusterRobust({
      columns,
      clusters: sufficientStatistics(
        children.map(({ cluster, post: y }, i) => ({ cluster, x: design[i]!, y })),
      ),
      contrast: "trial",
      level,
      ...(options.minimumClusters ? { minimum: options.minimumClusters } : {}),
    }),
    adjustedMeans: { comparison: at(0), trial: at(1) },
    changeScore: { difference: estimate, se },
    slopeHomogeneityP: interacted(centre.map(() => 0))?.coefficients.at(-1)?.p ?? null,
    interactedEffect: interacted(atMean)?.coefficients[2]?.estimate ?? null,
  });
}

function typicalValue(values: readonly number[]): number {
  const distinct = [...new Set(values)];
  return distinct.length <= 2 ? mean(distinct) : mean(values);
}
