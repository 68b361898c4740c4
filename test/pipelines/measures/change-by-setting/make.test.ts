import { describe, expect, it } from "vitest";
import { changeBySetting as withNoise } from "../../../../pipelines/measures/change-by-setting/make.ts";
import type { SimilarChild } from "../../../../pipelines/measures/shared/similar-children.ts";
import { randomOf } from "../../../../pipelines/sample/random.ts";
import { quiet } from "../../disclosure/quiet.ts";

const changeBySetting = (some: readonly SimilarChild[]) => withNoise(some, quiet);

const NEEDS = ["ASD", "SEMH", "SLCN"];

/** Children of two authorities whose change hangs on first need and authority, and on one setting. */
function children(planted: number, settings = 12, seed = 1): SimilarChild[] {
  const random = randomOf(seed, settings);
  return Array.from({ length: settings * 30 }, (_, i) => {
    const authority = i % 2;
    const setting = Math.floor(i / 2) % (settings / 2);
    const first_need = 40 + 12 * random.normal();
    const here = authority === 0 && setting === 0 ? planted : 0;
    return {
      first_id: i,
      mark: i + 1,
      authority_code: `X1000000${authority}`,
      setting_id: `X1000000${authority}|S${setting}`,
      first_need,
      improved: null,
      change: -3 - 5 * authority - 0.2 * (first_need - 40) + here + 5 * random.normal(),
      years: 0.8 + 0.3 * random.whole(0, 2),
      age: random.whole(4, 17),
      sex: random.chance(0.7) ? "M" : "F",
      plan: "ehc_plan",
      primary_need: NEEDS[i % 3]!,
    };
  });
}

const own = (rows: ReturnType<typeof changeBySetting>, setting: string) =>
  rows.find(({ setting_id }) => setting_id === setting)!;

describe("each setting beside similar children", () => {
  it("finds a planted difference and no other, whatever the authority's own change", () => {
    const rows = changeBySetting(children(-6, 40));
    const planted = own(rows, "X10000000|S0");
    expect(planted.position).toBe("below_99.8");
    expect(planted.upper).toBeLessThan(0);
    expect(planted.shrunken).toBeGreaterThan(planted.difference!);
    const others = rows.filter((row) => row !== planted);
    expect(others.map(({ position }) => position)).not.toContain("below_99.8");
    expect(others.map(({ position }) => position)).not.toContain("above_99.8");
  });

  it("takes differences that sum to zero in each authority, so that no authority is ranked", () => {
    const rows = changeBySetting(children(-6));
    for (const authority of ["X10000000", "X10000001"]) {
      const within = rows.filter(({ authority_code }) => authority_code === authority);
      const sum = within.reduce((all, row) => all + row.difference! * row.child_count, 0);
      expect(sum).toBeCloseTo(0, 6);
    }
  });

  it("is the same whatever the order and the names of the children", () => {
    const some = children(-6);
    const sorted = [...some].sort((a, b) => a.first_need - b.first_need);
    const [a, b] = [changeBySetting(some), changeBySetting(sorted)];
    a.forEach((row, i) => {
      expect(b[i]!.setting_id).toBe(row.setting_id);
      expect(b[i]!.difference).toBeCloseTo(row.difference!, 8);
    });
  });

  it("shows settings of fewer than 20 together, and children without one apart", () => {
    const some = children(0).map((child, i) => ({
      ...child,
      setting_id: i < 20 ? null : i < 120 ? `X10000000|T${i % 10}` : child.setting_id,
    }));
    const rows = changeBySetting(some);
    const smaller = rows.filter(({ kind }) => kind === "smaller settings");
    expect(
      smaller.every(({ setting_id, shrunken }) => setting_id === null && shrunken === null),
    ).toBe(true);
    expect(smaller.reduce((sum, row) => sum + row.child_count, 0)).toBeGreaterThanOrEqual(100);
    expect(
      rows.filter(({ kind }) => kind === "no setting").reduce((n, row) => n + row.child_count, 0),
    ).toBe(20);
    expect(
      rows.filter(({ kind }) => kind === "setting").every((row) => row.child_count >= 20),
    ).toBe(true);
    expect(rows.reduce((sum, row) => sum + row.child_count, 0)).toBe(some.length);
  });

  it("copes with an authority that never records the sex, and with no spread of plans", () => {
    const some = children(0).map((child) => ({
      ...child,
      sex: child.authority_code === "X10000000" ? null : child.sex,
    }));
    expect(changeBySetting(some).map(({ reason }) => reason)).not.toContain("singular_design");
  });

  it("draws fewer than five settings to no mean, and says why", () => {
    const rows = changeBySetting(children(0, 4));
    expect(new Set(rows.map(({ shrunken }) => shrunken))).toEqual(new Set([null]));
    expect(new Set(rows.map(({ reason }) => reason))).toEqual(new Set(["too_few_settings"]));
  });
});
