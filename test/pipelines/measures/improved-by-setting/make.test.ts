import { describe, expect, it } from "vitest";
import { improvedBySetting } from "../../../../pipelines/measures/improved-by-setting/make.ts";
import type { SimilarChild } from "../../../../pipelines/measures/shared/similar-children.ts";
import { randomOf } from "../../../../pipelines/sample/random.ts";
import { binomialCdf } from "../../../../pipelines/statistics/distributions.ts";
import {
  mixedProportionLimits,
  proportionLimits,
} from "../../../../pipelines/statistics/funnel-limits.ts";

/** Children of whom those in more need improve more often, and those of one setting by `planted` more. */
function children(planted: number, settings = 8, seed = 1, each = 60): SimilarChild[] {
  const random = randomOf(seed, settings, planted * 100);
  return Array.from({ length: settings * each }, (_, i) => {
    const setting = i % settings;
    const first_need = 30 + 3 * setting + 12 * random.normal();
    const chance = 1 / (1 + Math.exp(-(first_need - 45) / 10)) + (setting === 0 ? planted : 0);
    return {
      first_id: i,
      mark: i + 1,
      authority_code: "X10000001",
      setting_id: `X10000001|S${setting}`,
      first_need,
      improved: random.chance(Math.min(1, Math.max(0, chance))),
      change: 0,
      years: 1,
      age: random.whole(4, 17),
      sex: "M",
      plan: "ehc_plan",
      primary_need: "ASD",
    };
  });
}

describe("how many of a setting's children improved, beside similar children", () => {
  it("finds a planted difference, and none where settings differ only in whom they have", () => {
    const rows = improvedBySetting(children(0.35));
    const planted = rows.find(({ setting_id }) => setting_id === "X10000001|S0")!;
    expect(planted.position).toBe("above_99.8");
    expect(planted.lower).toBeGreaterThan(0.1);
    const none = improvedBySetting(children(0));
    expect(none.every(({ position }) => !position!.endsWith("99.8"))).toBe(true);
    const shares = none.map(({ improved_count, child_count }) => improved_count / child_count);
    expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.2);
  });

  it("expects as many as improved in all, and none more or less in each authority", () => {
    const rows = improvedBySetting(children(0.2));
    const sum = rows.reduce((all, row) => all + row.expected_count! - row.improved_count, 0);
    expect(sum).toBeCloseTo(0, 6);
  });

  it("leaves out children of an authority for which error is not known, and says why of none left", () => {
    const some = children(0).map((child, i) => ({
      ...child,
      improved: i % 8 === 3 ? null : child.improved,
    }));
    const rows = improvedBySetting(some);
    expect(rows.map(({ setting_id }) => setting_id)).not.toContain("X10000001|S3");
    expect(rows).toHaveLength(7);
    expect(improvedBySetting(some.map((child) => ({ ...child, improved: null })))).toEqual([]);
  });

  it("says why where no model can be made, and names no setting", () => {
    const all = children(0).map((child) => ({ ...child, improved: true }));
    const rows = improvedBySetting(all);
    expect(rows).toHaveLength(8);
    expect(rows.every(({ reason, position }) => reason !== null && position === null)).toBe(true);
  });

  it("names 2 settings in 1,000 or fewer where none differs, and its intervals hold in 95 of 100", () => {
    let [beyond, held, all] = [0, 0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      for (const row of improvedBySetting(children(0, 8, seed))) {
        all += 1;
        beyond += Number(row.position!.endsWith("99.8"));
        held += Number(row.lower! <= 0 && 0 <= row.upper!);
      }
    }
    expect(beyond / all).toBeLessThan(0.008);
    expect(held / all).toBeGreaterThan(0.93);
  });
});

describe("limits for a share of children whose chances differ", () => {
  it("are those of the binomial where chances are equal", () => {
    const limits = mixedProportionLimits(Array.from({ length: 37 }, () => 0.3));
    const expected = proportionLimits(0.3, 37);
    for (const name of ["ll998", "ll95", "ul95", "ul998"] as const) {
      expect(limits[name]).toBeCloseTo(expected[name], 10);
    }
    expect(binomialCdf(Math.floor(37 * limits.ul95), 37, 0.3)).toBeGreaterThan(0.95);
  });

  it("are narrower than the binomial's of the mean chance, and normal for many children", () => {
    const chances = Array.from({ length: 40 }, (_, i) => (i % 2 ? 0.05 : 0.75));
    const mixed = mixedProportionLimits(chances);
    const plain = proportionLimits(0.4, 40);
    expect(mixed.ul998 - mixed.ll998).toBeLessThan(plain.ul998 - plain.ll998);
    const many = (n: number) =>
      mixedProportionLimits(Array.from({ length: n }, (_, i) => (i % 2 ? 0.2 : 0.6)));
    expect(many(502).ul95).toBeCloseTo(many(500).ul95, 2);
  });
});
