import { describe, expect, test } from "vitest";
import { weightedChange as withNoise } from "../../../../pipelines/measures/change-weighted/make.ts";
import { randomOf } from "../../../../pipelines/sample/random.ts";
import { quiet } from "../../disclosure/quiet.ts";

const weightedChange = (some: Parameters<typeof withNoise>[0]) => withNoise(some, quiet);

/** Children whose need falls by a tenth of the first need, seen the less the higher that is. */
function children(n: number, seed: number, isAllSeen = false) {
  return Array.from({ length: n }, (_, i) => {
    const random = randomOf(seed, i);
    const first_need = random.whole(10, 80);
    const change = -0.1 * first_need + random.whole(-5, 5);
    const isSeen = isAllSeen || random.chance(0.95 - first_need / 100);
    return {
      child: {
        mark: i + 1,
        first_need,
        age: 9,
        is_girl: i % 2,
        has_plan: null,
        change: isSeen ? change : null,
      },
      change,
    };
  });
}

const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("the mean change weighted for the missing", () => {
  test("comes nearer the mean of all children than the mean of those seen, where need hides them", () => {
    let better = 0;
    let held = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const all = children(400, seed);
      const truth = meanOf(all.map(({ change }) => change));
      const found = weightedChange(all.map(({ child }) => child));
      const off = (mean: number | null) => Math.abs((mean ?? Number.NaN) - truth);
      better += Number(off(found.weighted_mean) < off(found.seen_mean));
      held += Number(found.weighted_lower! <= truth && truth <= found.weighted_upper!);
      expect(found.first_need_missing!).toBeGreaterThan(found.first_need_seen!);
    }
    expect(better).toBeGreaterThan(34);
    expect(held).toBeGreaterThan(34);
  });

  test("is the plain mean where nobody is missing", () => {
    const found = weightedChange(children(250, 7, true).map(({ child }) => child));
    expect(found.weighted_mean).toBeCloseTo(found.seen_mean!, 10);
    expect(found.tipping_change).toBeNull();
  });

  test("does not turn on the order of the children", () => {
    const some = children(300, 3).map(({ child }) => child);
    const turned = weightedChange([...some].reverse());
    expect(turned.weighted_mean).toBeCloseTo(weightedChange(some).weighted_mean!, 8);
  });

  test("is refused below 200 children, and the plain mean is still given", () => {
    const found = weightedChange(children(150, 5).map(({ child }) => child));
    expect([found.reason, found.weighted_mean]).toEqual(["below_minimum_size", null]);
    expect(found.seen_mean).toBeLessThan(0);
  });

  test("says at what change of the missing there would be none on average", () => {
    const some = children(300, 9).map(({ child }) => child);
    const { tipping_change } = weightedChange(some);
    const filled = some.map(({ change }) => change ?? tipping_change!);
    expect(meanOf(filled)).toBeCloseTo(0, 8);
  });
});
