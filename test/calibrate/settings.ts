import { randomOf } from "../../pipelines/sample/random.ts";
import { shrink, shrunkenIntervals } from "../../pipelines/statistics/eb-shrinkage.ts";
import { funnelFlag } from "../../pipelines/statistics/funnel-limits.ts";
import { meanFunnel } from "../../pipelines/statistics/mean-funnel.ts";
import type { SettingFlags } from "../../src/components/calibration.ts";
import { type Ended, silently } from "./ended.ts";
import { rounded, shareOf } from "./share.ts";

const SETTINGS = [5, 10, 30, 100];
/** Standard deviations, in points, of children about what is expected of them and of true settings. */
const CHILD_SD = 8;
const BETWEEN = [0, 1, 3];

/** Settings flagged, and truths held by what they are drawn in to; about 2,000 repeats at scale 1. */
export function settingFlags(scale: number, seed: number, ended: Ended = silently): SettingFlags[] {
  return SETTINGS.flatMap((settings) =>
    BETWEEN.map((betweenSd) => {
      const repeats = Math.max(20, Math.round((scale * 60_000) / settings));
      const count = { far: 0, outside: 0, held: 0, all: 0, drawn: 0 };
      for (let repeat = 0; repeat < repeats; repeat++) {
        const random = randomOf(seed, 7, settings, betweenSd, repeat);
        const units = Array.from({ length: settings }, () => {
          const se = CHILD_SD / Math.sqrt(random.whole(20, 80));
          const truth = betweenSd * random.normal();
          return { truth, estimate: truth + se * random.normal(), se };
        });
        const funnel = meanFunnel(units, { target: 0 }).value!;
        const drawn = shrink(units).value;
        const intervals = drawn ? shrunkenIntervals(units, drawn) : [];
        units.forEach(({ truth, estimate }, i) => {
          const flag = funnelFlag(estimate, funnel.points[i]!.limits);
          count.all++;
          count.far += Number(flag.endsWith("99.8"));
          count.outside += Number(flag !== "inside");
          const interval = intervals[i];
          if (!interval) return;
          count.drawn++;
          count.held += Number(interval.lo <= truth && truth <= interval.hi);
        });
      }
      ended();
      return {
        settings,
        betweenSd,
        outside: rounded(count.outside / count.all),
        ...shareOf(count.far, count.all),
        covered: rounded(count.held / count.drawn),
      };
    }),
  );
}
