import {
  contributorsOf,
  noiseFrom,
  noiseOfMean,
  noisyInterval,
} from "../../pipelines/disclosure/noise.ts";
import { randomOf } from "../../pipelines/sample/random.ts";
import type { ClusterMoments } from "../../pipelines/statistics/cluster-moments.ts";
import { clusterRobust } from "../../pipelines/statistics/cluster-robust.ts";
import { mean, standardDeviation } from "../../pipelines/statistics/moments.ts";
import type { NoisyCoverage } from "../../src/components/calibration.ts";
import { type Ended, silently } from "./ended.ts";
import { shareOf } from "./share.ts";

const noise = noiseFrom(Buffer.alloc(32, 5));
const EFFECT = -3;

/** Of a mean of 30 to 300 children, and of the headline with authorities of as many; 10,000 repeats a cell at scale 1. */
export const noisyCoverage = (
  scale: number,
  seed: number,
  ended: Ended = silently,
): NoisyCoverage[] =>
  [30, 50, 75, 150, 300].flatMap((children): NoisyCoverage[] => {
    const share = (repeats: number, isHeld: (repeat: number) => boolean) => {
      ended();
      const runs = Math.max(20, Math.round(scale * repeats));
      return shareOf(
        Array.from({ length: runs }, (_, i) => isHeld(i)).filter(Boolean).length,
        runs,
      );
    };
    return [
      {
        what: "mean change",
        children,
        ...share(10_000, (repeat) => isMeanHeld(children, seed, repeat)),
      },
      {
        what: "trial effect",
        children,
        ...share(4_000, (repeat) => isEffectHeld(children, seed, repeat)),
      },
    ];
  });

function isMeanHeld(children: number, seed: number, repeat: number): boolean {
  const random = randomOf(seed, children, repeat);
  const own = Array.from({ length: children }, (_, i) => ({
    mark: 1 + repeat * children + i,
    value: EFFECT + 14 * random.normal(),
  }));
  const values = own.map(({ value }) => value);
  const { lower, upper } = noisyInterval(
    noise,
    "change",
    { ...contributorsOf(own), mean: mean(values), sd: standardDeviation(values) },
    0.95,
  );
  return lower <= EFFECT && EFFECT <= upper;
}

/** Three trial authorities against six, three points apart by themselves. */
function isEffectHeld(children: number, seed: number, repeat: number): boolean {
  const random = randomOf(seed, children, repeat, 9);
  const clusters = Array.from({ length: 9 }, (_, i): ClusterMoments => {
    const t = Number(i < 3);
    const marks = `${repeat} ${i}`;
    const centre =
      EFFECT * t + 3 * random.normal() + noiseOfMean(noise, "change", { n: children, marks });
    let [y, yy] = [0, 0];
    for (let child = 0; child < children; child++) {
      const change = centre + 14 * random.normal();
      y += change;
      yy += change * change;
    }
    const xtx = [
      [children, t * children],
      [t * children, t * children],
    ];
    return { id: `${i}`, n: children, xtx, xty: [y, t * y], yty: yy };
  });
  const { value } = clusterRobust({
    columns: ["intercept", "trial"],
    clusters,
    contrast: { trial: 1 },
  });
  return value !== null && value.ci.lo <= EFFECT && EFFECT <= value.ci.hi;
}
