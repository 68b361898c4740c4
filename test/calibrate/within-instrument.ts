import { type Random, randomOf } from "../../pipelines/sample/random.ts";
import { differenceOf } from "../../pipelines/trials/children/difference.ts";
import { type Cell, momentsOf } from "../../pipelines/trials/children/moments.ts";
import type { WithinInstrument } from "../../src/components/calibration.ts";
import { type Ended, silently } from "./ended.ts";
import { rounded, shareOf } from "./share.ts";

/** Trial and comparison authorities that use each instrument. */
const DESIGNS: readonly { trial: readonly number[]; comparison: readonly number[] }[] = [
  { trial: [1, 1], comparison: [2, 1] },
  { trial: [2, 1], comparison: [3, 3] },
  { trial: [2, 1], comparison: [8, 4] },
  { trial: [3, 3], comparison: [6, 6] },
  { trial: [1, 1, 1], comparison: [4, 4, 4] },
];

export const WITHIN = "within instruments (headline)";
export const ACROSS = "per cent of the most need, over all instruments";

/**
 * How often the children's headline finds an effect, and holds it, where authorities use different
 * instruments, whose children change by amounts 4 points apart whatever is done.
 */
export function withinInstrument(
  scale: number,
  seed: number,
  ended: Ended = silently,
): WithinInstrument[] {
  return DESIGNS.flatMap((design) =>
    [0, 4].flatMap((effect) => {
      const repeats = Math.max(1, Math.round(scale * 4000));
      const found = Array.from({ length: repeats }, (_, repeat) =>
        authorities(randomOf(seed, ...design.trial, ...design.comparison, effect, repeat), {
          ...design,
          effect,
        }),
      );
      ended();
      return [true, false].map((isWithin) => {
        const values = found.flatMap(
          (cells) => differenceOf(momentsOf(cells, isWithin)).value ?? [],
        );
        const isFound = values.filter(({ ci }) => ci.lo > 0 || ci.hi < 0).length;
        const isHeld = values.filter(({ ci }) => ci.lo <= effect && effect <= ci.hi).length;
        return {
          trial: design.trial.join(" + "),
          comparison: design.comparison.join(" + "),
          effect,
          method: isWithin ? WITHIN : ACROSS,
          ...shareOf(isFound, values.length),
          covered: shareOf(isHeld, values.length).share,
          bias: rounded(
            values.reduce((sum, { estimate }) => sum + estimate - effect, 0) / values.length,
            3,
          ),
        };
      });
    }),
  );
}

interface Drawn {
  trial: readonly number[];
  comparison: readonly number[];
  effect: number;
}

/** Change of children: 3 points between authorities, 14 between children, sizes unequal. */
function authorities(random: Random, { trial, comparison, effect }: Drawn): Cell[] {
  return [...trial.keys()].flatMap((instrument) =>
    [true, false].flatMap((isTrial) =>
      Array.from({ length: (isTrial ? trial : comparison)[instrument]! }, (_, i): Cell => {
        const n = Math.max(15, Math.round(120 * Math.exp(0.8 * random.normal() - 0.32)));
        const mean =
          -2 +
          4 * instrument +
          (isTrial ? effect : 0) +
          3 * random.normal() +
          (14 / Math.sqrt(n)) * random.normal();
        return {
          authority_code: `${instrument} ${isTrial} ${i}`,
          ...{ instrument: `${instrument}`, version: "1", isTrial, n },
          ...{ y: n * mean, yy: n * mean ** 2 + (n - 1) * 14 ** 2, f: 0, ff: 0, fy: 0 },
          ...{ moved: n, as_of: "2026-01-01" },
        };
      }),
    ),
  );
}
