import {
  type ClusterMoments,
  sufficientStatistics,
} from "../../../pipelines/statistics/cluster-moments.ts";
import { number, type Row } from "../case-files.ts";

/** Moments by cluster of outcome on an intercept and the named columns. */
export function design(
  rows: readonly Row[],
  cluster: string,
  outcome: string,
  columns: readonly string[],
): { columns: string[]; clusters: ClusterMoments[] } {
  const clusters = sufficientStatistics(
    rows.map((row) => ({
      cluster: row[cluster]!,
      x: [1, ...columns.map((column) => number(row, column))],
      y: number(row, outcome),
    })),
  );
  return { columns: ["(Intercept)", ...columns], clusters };
}
