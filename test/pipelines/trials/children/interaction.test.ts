import { describe, expect, it } from "vitest";
import { randomOf } from "../../../../pipelines/sample/random.ts";
import { differenceOf } from "../../../../pipelines/trials/children/difference.ts";
import { AskedOnce, interactionOf } from "../../../../pipelines/trials/children/interaction.ts";
import { type Cell, momentsOf } from "../../../../pipelines/trials/children/moments.ts";

/** Authorities of two instruments with children of a group: the trial moves them by `effect`. */
function cells(seed: number, effect: number, shared = 0): Cell[] {
  const random = randomOf(31, seed);
  const authorities = randomOf(32, shared);
  return Array.from({ length: 16 }, (_, i): Cell => {
    const isTrial = i % 2 === 0;
    const n = 20 + (i % 5) * 7;
    const mean =
      -2 +
      (isTrial ? effect : 0) +
      (shared ? 3 * authorities.normal() : 0) +
      (10 / Math.sqrt(n)) * random.normal();
    return {
      ...{ authority_code: `A${i}`, instrument: i < 6 ? "one" : "two", version: "1", isTrial, n },
      ...{ y: n * mean, yy: n * mean ** 2 + (n - 1) * 100, f: 0, ff: 0, fy: 0 },
      ...{ moved: n, as_of: "2026-01-01" },
    };
  });
}

const estimateOf = (some: readonly Cell[]) => differenceOf(momentsOf(some, true)).value!.estimate;

describe("whether a subgroup differs from all other children", () => {
  it("is its difference less theirs, within instruments", () => {
    const [own, others] = [cells(1, -6), cells(2, -1)];
    const { result, facts } = interactionOf(own, others);
    expect(result.value!.estimate).toBeCloseTo(estimateOf(own) - estimateOf(others), 9);
    expect(facts).toMatchObject({ trialAuthorities: 8, comparisonAuthorities: 8 });
    expect(result.value!.ci.hi).toBeLessThan(0);
  });

  it("finds a difference that is not there about as often as it says, also where authorities differ", () => {
    const runs = 600;
    let found = 0;
    for (let run = 0; run < runs; run++) {
      const own = cells(2 * run + 10, -3, run + 1);
      const others = cells(2 * run + 11, -3, run + 1);
      const { ci } = interactionOf(own, others).result.value!;
      found += Number(ci.lo > 0 || ci.hi < 0);
    }
    expect(found / runs).toBeLessThan(0.06 + 0.02);
    expect(found / runs).toBeGreaterThan(0.015);
  });

  it("has what authorities have in common taken out: its interval is narrower than that of one group", () => {
    const [own, others] = [cells(3, -3, 7), cells(4, -3, 7)];
    const width = ({ lo, hi }: { lo: number; hi: number }) => hi - lo;
    const alone = differenceOf(momentsOf(own, true)).value!;
    expect(width(interactionOf(own, others).result.value!.ci)).toBeLessThan(width(alone.ci));
  });

  it("is refused where either group is too small, whatever the other is", () => {
    const few = cells(5, 0).slice(0, 3);
    expect(interactionOf(few, cells(6, 0)).result.reason).toMatch(/too_few/);
    expect(interactionOf(cells(6, 0), few).result.reason).toMatch(/too_few/);
    expect(interactionOf([], cells(6, 0)).result.reason).toBe("below_minimum_size");
  });

  it("is asked once of two groups that are each other's opposite", () => {
    const once = new AskedOnce();
    const [girls, boys, young] = [cells(7, 0), cells(8, 0), cells(9, 0)];
    expect(once.isNew(interactionOf(girls, boys).result)).toBe(true);
    expect(once.isNew(interactionOf(boys, girls).result)).toBe(false);
    expect(once.isNew(interactionOf(young, girls).result)).toBe(true);
  });
});
