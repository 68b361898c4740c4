import { randomOf } from "../../pipelines/sample/random.ts";
import { tCritical } from "../../pipelines/statistics/distributions.ts";
import { reliableChange } from "../../pipelines/statistics/rci.ts";
import { expectValue } from "../../pipelines/statistics/result.ts";
import type { FalseChange } from "../../src/components/calibration.ts";
import { type Ended, silently } from "./ended.ts";
import { rounded, shareOf } from "./share.ts";

const CHILDREN = [20, 50, 100, 200, 2000];
const RELIABILITIES = [0.6, 0.75, 0.9];
const OFF_BY = [-0.2, -0.1, 0, 0.05, 0.1, 0.2];

/** No true change: two readings are one true score plus fresh error, on a scale of standard deviation 15. */
export function falseChange(scale: number, seed: number, ended: Ended = silently): FalseChange[] {
  return RELIABILITIES.flatMap((reliability, r) =>
    OFF_BY.flatMap((off) => {
      const used = rounded(reliability + off, 2);
      if (used >= 1) return [];
      return (off === 0 ? CHILDREN : [200]).map((children) => {
        const repeats = Math.ceil((scale * 4_000_000) / children / 20);
        let called = 0;
        for (let repeat = 0; repeat < repeats; repeat++) {
          const random = randomOf(seed, r, Math.round(off * 100), children, repeat);
          const reading = (truth: number) =>
            50 +
            15 * (Math.sqrt(reliability) * truth + Math.sqrt(1 - reliability) * random.normal());
          const pairs = Array.from({ length: children }, () => {
            const truth = random.normal();
            return { pre: reading(truth), post: reading(truth) };
          });
          const found = expectValue(
            reliableChange({
              pairs,
              reliability: used,
              direction: "lower_is_better",
              z: tCritical(0.95, children - 1),
            }),
          );
          called += found.children.filter(
            ({ reliable }) => reliable !== "no_reliable_change",
          ).length;
        }
        ended();
        return { children, reliability, used, ...shareOf(called, repeats * children) };
      });
    }),
  );
}
