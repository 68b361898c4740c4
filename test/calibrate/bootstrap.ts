import { type Random, randomOf } from "../../pipelines/sample/random.ts";
import type { ClusterMoments } from "../../pipelines/statistics/cluster-moments.ts";
import { wildClusterBootstrap } from "../../pipelines/statistics/wild-cluster-bootstrap.ts";
import { rule } from "../../pipelines/warehouse/rules.ts";
import type { BootstrapSize } from "../../src/components/calibration.ts";
import { type Ended, silently } from "./ended.ts";
import { shareOf } from "./share.ts";

const SIDES: readonly (readonly [trial: number, comparison: number])[] = [
  [3, 6],
  [3, 12],
  [3, 30],
  [4, 12],
  [5, 5],
  [5, 12],
  [6, 6],
  [6, 12],
  [6, 30],
  [8, 8],
  [8, 12],
  [10, 10],
  [10, 30],
  [12, 12],
  [15, 15],
  [15, 30],
  [20, 20],
];

/**
 * How often the restricted wild cluster bootstrap rejects at 5% although nothing was done, by the
 * numbers of authorities, their sizes, and how much more trial authorities differ than the others.
 */
export function bootstrapSize(
  scale: number,
  seed: number,
  ended: Ended = silently,
): BootstrapSize[] {
  return SIDES.flatMap(([trial, comparison]) =>
    (["equal", "unequal"] as const).flatMap((sizes) =>
      [1, 2].map((spread) => {
        const repeats = Math.max(1, Math.round(scale * 4000));
        let found = 0;
        for (let repeat = 0; repeat < repeats; repeat++) {
          const random = randomOf(seed, trial, comparison, sizes.length, spread, repeat);
          const { value } = wildClusterBootstrap({
            columns: ["intercept", "trial"],
            clusters: authorities(random, { trial, comparison, sizes, spread }),
            coefficient: "trial",
            minimum: { treated: 1, comparison: 1 },
            draws: 999,
            seed: repeat,
          });
          if (value && value.p <= 0.05) found += 1;
        }
        ended();
        const isOffered = Math.min(trial, comparison) >= rule("fewest_bootstrap_authorities");
        return { trial, comparison, sizes, spread, ...shareOf(found, repeats), isOffered };
      }),
    ),
  );
}

type Sides = Pick<BootstrapSize, "trial" | "comparison" | "sizes" | "spread">;

/** Sums of children's changes: 3 points between authorities (more in the trial), 14 between children. */
function authorities(random: Random, { trial, comparison, sizes, spread }: Sides) {
  return Array.from({ length: trial + comparison }, (_, i): ClusterMoments => {
    const t = Number(i < trial);
    const n =
      sizes === "equal"
        ? 120
        : Math.max(15, Math.round(120 * Math.exp(0.8 * random.normal() - 0.32)));
    const mean =
      -2 + 3 * (t ? spread : 1) * random.normal() + (14 / Math.sqrt(n)) * random.normal();
    const y = n * mean;
    // The spread of children within an authority moves no part of the statistic but a common scale.
    const yy = n * mean ** 2 + (n - 1) * 14 ** 2;
    const xtx = [
      [n, t * n],
      [t * n, t * n],
    ];
    return { id: `${i}`, n, xtx, xty: [y, t * y], yty: yy };
  });
}
