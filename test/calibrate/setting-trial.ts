import { type Random, randomOf } from "../../pipelines/sample/random.ts";
import { differenceOf } from "../../pipelines/trials/children/difference.ts";
import { type Cell, momentsOf } from "../../pipelines/trials/children/moments.ts";
import { rule } from "../../pipelines/warehouse/rules.ts";
import type { SettingTrial } from "../../src/components/calibration.ts";
import { type Ended, silently } from "./ended.ts";
import { rounded, shareOf } from "./share.ts";

/** Trial and comparison settings: ten and twenty, as many on each side or a third in the trial. */
const DESIGNS = [
  { trial: 5, comparison: 5 },
  { trial: 3, comparison: 7 },
  { trial: 10, comparison: 10 },
  { trial: 6, comparison: 14 },
];
/** Children of a setting with two readings. */
const [FEWEST, MOST] = [5, 60];
/** Standard deviations, in points, of settings and of children within them. */
const BETWEEN = [0, 3];
const WITHIN = 14;

/**
 * How often a trial of settings finds an effect, and holds it: settings of 5 to 60 children, mostly
 * small, by the very functions of the trial, with the noise that published means have.
 */
export function settingTrials(
  scale: number,
  seed: number,
  ended: Ended = silently,
): SettingTrial[] {
  return DESIGNS.flatMap((design) =>
    BETWEEN.flatMap((between) =>
      [0, 4].map((effect) => {
        const repeats = Math.max(1, Math.round(scale * 6000));
        const found = Array.from({ length: repeats }, (_, repeat) => {
          const random = randomOf(
            seed,
            11,
            design.trial,
            design.comparison,
            between,
            effect,
            repeat,
          );
          return differenceOf(momentsOf(settings(random, { ...design, between, effect }))).value;
        }).flatMap((value) => value ?? []);
        ended();
        const isFound = found.filter(({ ci }) => ci.lo > 0 || ci.hi < 0).length;
        const isHeld = found.filter(({ ci }) => ci.lo <= effect && effect <= ci.hi).length;
        return {
          ...design,
          between,
          effect,
          ...shareOf(isFound, found.length),
          covered: shareOf(isHeld, found.length).share,
          bias: rounded(
            found.reduce((sum, { estimate }) => sum + estimate - effect, 0) / found.length,
            3,
          ),
        };
      }),
    ),
  );
}

interface Drawn {
  trial: number;
  comparison: number;
  between: number;
  effect: number;
}

function settings(random: Random, { trial, comparison, between, effect }: Drawn): Cell[] {
  return Array.from({ length: trial + comparison }, (_, i): Cell => {
    const isTrial = i < trial;
    // As many settings have 5 to 17 children as 17 to 60.
    const n = Math.round(FEWEST * (MOST / FEWEST) ** random.uniform());
    const mean =
      -2 +
      (isTrial ? effect : 0) +
      between * random.normal() +
      (WITHIN / Math.sqrt(n)) * random.normal() +
      (rule("noise_of_sum") / n) * random.normal();
    return {
      authority_code: `${i}`,
      ...{ instrument: "one", version: "1", isTrial, n },
      ...{ y: n * mean, yy: n * mean ** 2 + (n - 1) * WITHIN ** 2, f: 0, ff: 0, fy: 0 },
      ...{ moved: n, as_of: "2026-01-01" },
    };
  });
}
