import { type Random, randomOf } from "../../pipelines/sample/random.ts";
import { tCritical } from "../../pipelines/statistics/distributions.ts";
import { mean, variance } from "../../pipelines/statistics/moments.ts";
import { reliableChange } from "../../pipelines/statistics/rci.ts";
import { expectValue } from "../../pipelines/statistics/result.ts";
import type { PooledLimit } from "../../src/components/calibration.ts";
import { type Ended, silently } from "./ended.ts";
import { shareOf } from "./share.ts";

/** True need lies so far apart in each authority; raters err alike everywhere. */
const SPREADS = [8, 12, 16];
const ERROR = 8;
const CHILDREN = 150;

/**
 * Children called reliably changed although none changed, in authorities whose children differ more or
 * less from one another: by one limit of all of them, and by a limit of each one's own spread.
 */
export function pooledLimits(scale: number, seed: number, ended: Ended = silently): PooledLimit[] {
  const repeats = Math.max(1, Math.round(scale * 2000));
  const called = SPREADS.map(() => ({ pooled: 0, own: 0 }));
  for (let repeat = 0; repeat < repeats; repeat++) {
    const random = randomOf(seed, repeat);
    const groups = SPREADS.map((spread) => pairsOf(random, spread));
    const all = groups.flat();
    const limit = limitOf(
      all.map(({ pre }) => pre),
      all,
    );
    groups.forEach((pairs, i) => {
      const own = limitOf(
        pairs.map(({ pre }) => pre),
        all,
      );
      const over = (least: number) =>
        pairs.filter(({ pre, post }) => Math.abs(post - pre) >= least).length;
      called[i]!.pooled += over(limit);
      called[i]!.own += over(own);
    });
  }
  ended();
  return SPREADS.flatMap((spread, i) =>
    (["pooled", "own"] as const).map((limit) => ({
      limit,
      spread,
      ...shareOf(called[i]![limit], repeats * CHILDREN),
    })),
  );
}

const pairsOf = (random: Random, spread: number) =>
  Array.from({ length: CHILDREN }, () => {
    const truth = 50 + spread * random.normal();
    const reading = () => truth + ERROR * random.normal();
    return { pre: reading(), post: reading() };
  });

/** The limit from the spread of some first readings and the agreement of all children's two readings. */
function limitOf(firsts: readonly number[], all: readonly { pre: number; post: number }[]): number {
  const within = mean(all.map(({ pre, post }) => (post - pre) ** 2 / 2));
  const reliability = 1 - within / variance(all.map(({ pre }) => pre));
  return expectValue(
    reliableChange({
      pairs: [{ pre: 0, post: 0 }],
      reliability,
      sdPre: Math.sqrt(variance(firsts)),
      direction: "lower_is_better",
      z: tCritical(0.95, firsts.length - 1),
    }),
  ).threshold;
}
