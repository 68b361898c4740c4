import { zeros } from "./matrix.ts";

/**
 * Everything least squares needs to know about one cluster: `n` rows, X'X, X'y and y'y.
 * A warehouse can aggregate these, so children never have to leave it.
 */
export interface ClusterMoments {
  id: string;
  n: number;
  xtx: number[][];
  xty: number[];
  yty: number;
}

export interface DesignRow {
  cluster: string;
  /** One value per design column, the intercept's 1 included. */
  x: readonly number[];
  y: number;
}

/** Moments of each cluster, in order of first appearance. Throws on a ragged or non-finite row. */
export function sufficientStatistics(rows: Iterable<DesignRow>): ClusterMoments[] {
  const byCluster = new Map<string, ClusterMoments>();
  let p = -1;
  for (const { cluster, x, y } of rows) {
    if (p === -1) p = x.length;
    if (x.length !== p || !Number.isFinite(y) || !x.every(Number.isFinite)) {
      throw new Error(
        `invalid design row in cluster ${cluster}: x ${x}, y ${y}; drop missing rows`,
      );
    }
    let m = byCluster.get(cluster);
    if (m === undefined) {
      m = { id: cluster, n: 0, xtx: zeros(p, p), xty: new Array<number>(p).fill(0), yty: 0 };
      byCluster.set(cluster, m);
    }
    m.n += 1;
    m.yty += y * y;
    for (let i = 0; i < p; i++) {
      m.xty[i] = m.xty[i]! + x[i]! * y;
      for (let j = 0; j < p; j++) m.xtx[i]![j] = m.xtx[i]![j]! + x[i]! * x[j]!;
    }
  }
  return [...byCluster.values()];
}
