import type { ClusterMoments } from "../../statistics/cluster-moments.ts";
import { clusterRobust } from "../../statistics/cluster-robust.ts";
import { zeros } from "../../statistics/matrix.ts";
import { type Result, refused } from "../../statistics/result.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Difference } from "./difference.ts";
import { fewestForInterval } from "./fewest-for-interval.ts";
import { type Cell, type Facts, momentsOf, noiseVariance } from "./moments.ts";

/** Whether a subgroup differs: its difference between the sides, less that of all other children. */
export const INTERACTION_METHOD = "difference in change, less that of all other children";

interface Interaction {
  result: Result<Difference>;
  /** Of the fewer of the two on each side: what may be shown of both. */
  facts: Facts;
  clusters: number;
}

/**
 * The difference between the sides among the children of a subgroup less the same among all other
 * children, by one regression within instruments with a level for each of the two groups; clusters are
 * those of the cells (CR2). Both groups lie in the same clusters, so what these have in common is gone.
 *
 * Refuses either group on a side with fewer children, or in fewer clusters, than an interval needs.
 */
export function interactionOf(own: readonly Cell[], others: readonly Cell[]): Interaction {
  const [a, b] = [momentsOf(own, true).facts, momentsOf(others, true).facts];
  const fewer = (name: "trialN" | "comparisonN" | "trialMoved" | "comparisonMoved") =>
    Math.min(a[name], b[name]);
  const facts: Facts = {
    trialN: fewer("trialN"),
    comparisonN: fewer("comparisonN"),
    trialMoved: fewer("trialMoved"),
    comparisonMoved: fewer("comparisonMoved"),
    ...{ trialMean: null, comparisonMean: null },
    asOf:
      [a.asOf, b.asOf]
        .filter((day) => day !== null)
        .sort()
        .at(-1) ?? null,
    trialAuthorities: Math.min(a.trialAuthorities, b.trialAuthorities),
    comparisonAuthorities: Math.min(a.comparisonAuthorities, b.comparisonAuthorities),
  };
  const groups = [
    ...own.map((cell) => ({ cell, isOwn: true })),
    ...others.map((cell) => ({ cell, isOwn: false })),
  ];
  const levelOf = ({ cell, isOwn }: (typeof groups)[number]) =>
    `${isOwn} ${cell.instrument} ${cell.version}`;
  const levels = [...new Set(groups.map(levelOf))].sort();
  const columns = [...levels, "trial", "trial of the subgroup"];
  const clusters = new Map<string, ClusterMoments>();
  for (const one of groups) {
    const { authority_code: id, n, y, yy, isTrial } = one.cell;
    const cluster = clusters.get(id) ?? {
      ...{ id, n: 0, xtx: zeros(columns.length, columns.length) },
      ...{ xty: new Array<number>(columns.length).fill(0), yty: 0 },
    };
    const level = levels.indexOf(levelOf(one));
    const at = [
      ...levels.map((_, i) => Number(i === level)),
      Number(isTrial),
      Number(isTrial && one.isOwn),
    ];
    at.forEach((x, i) => {
      at.forEach((z, j) => {
        cluster.xtx[i]![j]! += n * x * z;
      });
      cluster.xty[i]! += y * x;
    });
    cluster.n += n;
    cluster.yty += yy;
    clusters.set(id, cluster);
  }
  const needed = fewestForInterval();
  const fewest = rule("fewest_change_pairs");
  const result: Result<Difference> =
    facts.trialN < fewest || facts.comparisonN < fewest
      ? refused("below_minimum_size")
      : facts.trialAuthorities < needed.treated
        ? refused("too_few_treated_clusters")
        : facts.comparisonAuthorities < needed.comparison
          ? refused("too_few_comparison_clusters")
          : clusterRobust({
              columns,
              clusters: [...clusters.values()],
              contrast: { "trial of the subgroup": 1 },
              level: rule("confidence_level"),
              treated: new Set(
                groups.flatMap(({ cell }) => (cell.isTrial ? [cell.authority_code] : [])),
              ),
              minimum: needed,
              atLeastIndependent: { besides: noiseVariance(own) + noiseVariance(others) },
            });
  return { result, facts, clusters: clusters.size };
}

/** Subgroups whose others are another subgroup, as boys are of girls, are one question: the first is asked. */
export class AskedOnce {
  readonly #told: { estimate: number; se: number }[] = [];

  isNew({ value }: Result<Difference>): boolean {
    if (value === null) return true;
    const { estimate, se } = value;
    const isSame = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
    const isTold = this.#told.some(
      (other) => isSame(other.se, se) && isSame(Math.abs(other.estimate), Math.abs(estimate)),
    );
    if (!isTold) this.#told.push({ estimate, se });
    return !isTold;
  }
}
