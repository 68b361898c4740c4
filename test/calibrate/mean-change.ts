import { type Random, randomOf } from "../../pipelines/sample/random.ts";
import type { AttritionChild } from "../../pipelines/statistics/attrition.ts";
import { meanInterval, minimumPairs } from "../../pipelines/statistics/mean-interval.ts";
import { mean, standardDeviation } from "../../pipelines/statistics/moments.ts";
import { minimumReweighted, reweightedMean } from "../../pipelines/statistics/reweighted-mean.ts";
import type { Coverage } from "../../src/components/calibration.ts";
import { type Ended, silently } from "./ended.ts";
import { rounded, shareOf } from "./share.ts";

const CHILDREN = [20, 50, 100, 200, 2000];
const MISSING = [0.1, 0.25, 0.4];
const RELIABILITIES = [0.6, 0.75, 0.9];
const EFFECT = -3;
/** Children with more need change more by this many points for each standard deviation of true need. */
const BY_NEED = -4;

/** Coverage of both methods in every cell; about 2,000 repeats a cell at scale 1. */
export function coverage(scale: number, seed: number, ended: Ended = silently): Coverage[] {
  return CHILDREN.flatMap((children) =>
    MISSING.flatMap((missingShare) =>
      RELIABILITIES.flatMap((reliability) =>
        (["at random", "by baseline need"] as const).flatMap((missing, m) => {
          const repeats = Math.max(20, Math.round(scale * (children > 500 ? 1000 : 2500)));
          const held = { plain: 0, again: 0, plainGiven: 0, againGiven: 0 };
          const sums = { plain: 0, again: 0 };
          for (let repeat = 0; repeat < repeats; repeat++) {
            const random = randomOf(
              seed,
              children,
              missingShare * 100,
              reliability * 100,
              m,
              repeat,
            );
            const sample = cohort(random, children, missingShare, reliability, missing);
            const seen = sample.flatMap(({ change }) => (change === null ? [] : [change]));
            const plain = meanInterval(seen.length, mean(seen), standardDeviation(seen), {
              minimum: minimumPairs.group,
            }).value;
            if (plain) {
              held.plainGiven++;
              held.plain += Number(plain.ci.lo <= EFFECT && EFFECT <= plain.ci.hi);
              sums.plain += plain.mean - EFFECT;
            }
            const again = reweightedMean(sample, ["baseline"], { minimum: 0 }).value;
            if (again) {
              held.againGiven++;
              held.again += Number(again.ci.lo <= EFFECT && EFFECT <= again.ci.hi);
              sums.again += again.mean - EFFECT;
            }
          }
          ended();
          const cell = { missing, children, missingShare, reliability };
          return [
            {
              method: "those followed up" as const,
              ...cell,
              bias: rounded(sums.plain / held.plainGiven, 3),
              ...shareOf(held.plain, held.plainGiven),
              isOffered: children >= minimumPairs.group,
            },
            {
              method: "re-weighted" as const,
              ...cell,
              bias: rounded(sums.again / held.againGiven, 3),
              ...shareOf(held.again, held.againGiven),
              isOffered: children >= minimumReweighted,
            },
          ];
        }),
      ),
    ),
  );
}

/** Children with a true need, two readings of it, and a true change that is larger where need is. */
function cohort(
  random: Random,
  children: number,
  missingShare: number,
  reliability: number,
  missing: Coverage["missing"],
): AttritionChild[] {
  const noise = () => 15 * Math.sqrt(1 - reliability) * random.normal();
  return Array.from({ length: children }, () => {
    const need = random.normal();
    const scaled = 15 * Math.sqrt(reliability) * need;
    const first = 50 + scaled + noise();
    const last = 50 + scaled + EFFECT + BY_NEED * need + 3 * random.normal() + noise();
    const baseline = (first - 50) / 15;
    const chance = missing === "at random" ? 1 - missingShare : kept(baseline, missingShare);
    return {
      trial: true,
      change: random.chance(chance) ? last - first : null,
      covariates: [baseline],
    };
  });
}

/** Chance of a second reading, falling with need at baseline: those who need most are lost. */
const kept = (baseline: number, missingShare: number): number =>
  1 / (1 + Math.exp(-(logitOfKept[missingShare]! - baseline)));

// Intercepts that lose 10, 25 and 40 per cent of a standard normal baseline at slope -1.
const logitOfKept: Record<number, number> = { 0.1: 2.6, 0.25: 1.31, 0.4: 0.48 };
