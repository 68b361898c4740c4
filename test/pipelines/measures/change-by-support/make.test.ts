import { describe, expect, it } from "vitest";
import {
  type SupportedChild,
  changeBySupport as withNoise,
} from "../../../../pipelines/measures/change-by-support/make.ts";
import {
  ENHANCED,
  NONE,
  OTHER,
  UNKNOWN,
} from "../../../../pipelines/measures/shared/support-sql.ts";
import { randomOf } from "../../../../pipelines/sample/random.ts";
import { quiet } from "../../disclosure/quiet.ts";

const changeBySupport = (some: readonly SupportedChild[]) => withNoise(some, quiet);

/**
 * Children whose change hangs on first need, of whom those in more need get enhanced support, which
 * does what is `planted`.
 */
function children(planted: number, n = 600, seed = 1): SupportedChild[] {
  const random = randomOf(seed, n);
  return Array.from({ length: n }, (_, i) => {
    const first_need = 40 + 12 * random.normal();
    const isHelped = random.chance(1 / (1 + Math.exp(-(first_need - 46) / 4)));
    const support = isHelped ? ENHANCED : i % 3 === 0 ? OTHER : NONE;
    return {
      first_id: i,
      mark: i + 1,
      authority_code: i % 2 ? "X10000001" : "X10000002",
      setting_id: null,
      first_need,
      improved: null,
      change: -2 - 0.4 * (first_need - 40) + (isHelped ? planted : 0) + 5 * random.normal(),
      years: 1,
      age: random.whole(4, 17),
      sex: "M",
      plan: null,
      primary_need: "ASD",
      support,
    };
  });
}

const of = (rows: ReturnType<typeof changeBySupport>, support: string) =>
  rows.find((row) => row.support === support)!;

describe("change by support", () => {
  it("finds what was planted where the plain difference is led astray by who gets support", () => {
    const enhanced = of(changeBySupport(children(3)), ENHANCED);
    expect(enhanced.difference).toBeLessThan(-1);
    expect(enhanced.lower).toBeGreaterThan(0);
    expect(enhanced.lower! <= 3 && 3 <= enhanced.upper!).toBe(true);
    const other = of(changeBySupport(children(3)), OTHER);
    expect(other.lower! <= 0 && 0 <= other.upper!).toBe(true);
  });

  it("holds the truth in about 95 of 100 samples", () => {
    let held = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const { lower, upper } = of(changeBySupport(children(-2, 150, seed)), ENHANCED);
      held += Number(lower! <= -2 && -2 <= upper!);
    }
    expect(held).toBeGreaterThan(180);
    expect(held).toBeLessThan(199);
  });

  it("leaves children out of whom nothing is recorded, and compares nothing with a few", () => {
    const some = children(0);
    const unknown = some.map((child) => ({ ...child, support: UNKNOWN }));
    expect(changeBySupport([...some, ...unknown])).toEqual(changeBySupport(some));
    expect(changeBySupport(unknown)).toEqual([]);
    const few = [
      ...some.filter(({ support }) => support !== NONE),
      ...some.filter(({ support }) => support === NONE).slice(0, 9),
    ];
    expect(changeBySupport(few).map(({ adjusted }) => adjusted)).toEqual([null, null, null]);
    expect(of(changeBySupport(few), ENHANCED).reason).toBe("below_minimum_size");
  });
});
