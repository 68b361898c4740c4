import { uniforms } from "./random.ts";

/**
 * Bootstrap resamples as indices into `clusters`, one row a draw, from a stored seed. Whole clusters
 * are drawn, keeping each child's pair of values; give every child its own where they are independent.
 */
export function resamples(clusters: readonly string[], draws: number, seed = 1): number[][] {
  const members = new Map<string, number[]>();
  clusters.forEach((cluster, i) => {
    const own = members.get(cluster);
    if (own) own.push(i);
    else members.set(cluster, [i]);
  });
  const groups = [...members.values()];
  const random = uniforms(seed);
  return Array.from({ length: draws }, () =>
    groups.flatMap(() => groups[Math.floor(random() * groups.length)]!),
  );
}
