// @vitest-environment jsdom
import { describe, expect, test } from "vitest";
import { changeByGroup } from "../../../src/components/change-by-group.ts";
import { changeBySupport } from "../../../src/components/change-by-support.ts";
import { followUp } from "../../../src/components/follow-up.ts";
import { matchedCosts } from "../../../src/components/need-and-cost.ts";
import { settingReadiness } from "../../../src/components/setting-readiness.ts";
import { settingsFunnel, settingsIntervals } from "../../../src/components/settings.ts";
import { spendLines } from "../../../src/components/spending/lines.ts";
import { budgetAndOutturn } from "../../../src/components/spending/outturn.ts";
import { verdictsByAuthority } from "../../../src/components/verdicts-by-authority.ts";
import { inShort } from "../../../src/components/words.ts";

const caption = (figure: HTMLElement) => figure.textContent;

describe("what is said of the rows that are shown", () => {
  const hidden = { difference: null, symbol: "c" };
  const setting = (some: object) => ({
    ...{ kind: "setting", setting_name: "A", authority_name: "Northmere", setting_count: 1 },
    ...{ child_count: 25, difference: -1, lower: -4, upper: 2, child_sd: 7, limit_sd: 0 },
    ...{ noise_sum: 41, between_sd: null, reason: null, symbol: null, as_of: "2026-08" },
    ...some,
  });
  const SETTINGS = [setting({}), setting(hidden), setting(hidden)] as never[];

  test("need that fell by less than elsewhere is not said to have risen", () => {
    const support = (change_mean: number, adjusted: number) =>
      caption(
        changeBySupport(
          [
            {
              ...{ instrument: "a", version: "1", instrument_title: "A", support: "Targeted" },
              ...{ child_count: 200, first_mean: 40, change_mean, difference: adjusted, adjusted },
              ...{ lower: adjusted - 2, upper: adjusted + 2, reason: null, symbol: null },
              as_of: "2026-08",
            },
          ] as never[],
          { width: 800 },
        ),
      );
    expect(support(-4, 3)).toContain("Targeted (need fell 3 points less;");
    expect(support(-7, -3)).toContain("Targeted (need fell 3 points more;");
    expect(support(2, 3)).toContain("Targeted (need rose 3 points more;");
    expect(support(2, -3)).toContain("Targeted (need rose 3 points less;");
  });

  test("of councils with fewer than five children none is the fewest, and a tie is named", () => {
    const council = (authority_name: string, worsened_share: number | null) => ({
      ...{ authority_code: authority_name, authority_name, side: "trial" },
      ...{
        instrument: "a",
        version: "1",
        instrument_title: "A",
        domain: "total",
        domain_title: "",
      },
      ...{ domain_order: 0, group_kind: "everyone", group_name: "everyone", child_count: 300 },
      ...{ improved_share: 20, improved_lower: 15, improved_upper: 25, unchanged_share: 78 },
      ...{
        worsened_share,
        worsened_lower: null,
        worsened_upper: null,
        threshold: 13,
        reliability: 0.8,
      },
      ...{ reliability_count: 50, error_share: 2.5, reason: null, symbol: null, as_of: "2026-08" },
    });
    const words = (rows: readonly object[]) =>
      caption(verdictsByAuthority(rows as never[], { width: 800, title: "" }));
    const few = words([
      council("A", 2),
      council("B", null),
      council("C", null),
      council("D", null),
    ]);
    expect(few).toContain("20% of children in each");
    expect(few).toContain(
      "rose for 2% of children in A; fewer than 5 children in each of the others",
    );
    const tie = words([council("A", 6), council("B", 9), council("C", 6), council("D", 8)]);
    expect(tie).toContain("rose for 9% of children in B, the most, to 6% in A and C, the fewest");
  });

  test("settings whose change is hidden count among those of 20 or more", () => {
    const words = caption(settingsFunnel(SETTINGS, { width: 800 }));
    expect(words).toContain("in 1 of 3 settings of 20 or more (2 are hidden");
    expect(caption(settingsIntervals(SETTINGS, { width: 800 }))).toContain(
      "differences (5 are needed",
    );
    expect(caption(settingsFunnel(SETTINGS.slice(1), { width: 800 }))).toContain(
      "of every setting of 20 children or more is hidden",
    );
  });

  const followed = (instrument: string, status: string, first_mean: number | null) => ({
    ...{ authority_code: `X-${instrument}`, authority_name: instrument, instrument, version: "1" },
    ...{ status, child_count: 50, all_count: 100, first_mean, symbol: null },
  });

  test("no number of children or settings is nought of nought", () => {
    for (const rows of [[], SETTINGS.slice(1)]) {
      const words = caption(settingsIntervals(rows, { width: 800 }));
      expect(words).not.toMatch(/\b0 children|\b0 of 0|\b0 settings/);
    }
  });

  test("a list leaves no single one to be others", () => {
    expect(inShort(["a", "b", "c", "d"])).toBe("a, b, c and d");
    expect(inShort(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 others");
  });

  test("those without two readings are said to be of the statuses that have a mean", () => {
    const rows = [
      followed("a", "two readings", 35),
      followed("a", "one reading", 41),
      followed("a", "too recent", null),
    ];
    expect(caption(followUp(rows as never[], { width: 800 }))).toContain(
      "Those who have not, known of “one reading” alone, began with more need in 1 of 1, each beside those of their authority and instrument (a difference of 6 points of 100): the change figures do not speak for everyone.",
    );
  });

  test("needs of two instruments are compared within each, and never averaged over both", () => {
    // On each instrument those without a second reading began lower, over both together higher.
    const rows = [
      { ...followed("a", "two readings", 30), child_count: 90 },
      { ...followed("a", "one reading", 28), child_count: 10 },
      { ...followed("b", "two readings", 60), child_count: 10 },
      { ...followed("b", "one reading", 57), child_count: 90 },
    ];
    const words = caption(followUp(rows as never[], { width: 800 }));
    expect(words).toContain("began with less in 2 of 2");
    expect(words).toContain("a difference of \u22123 to \u22122 points of 100");
  });

  test("groups of one mean do not run from it to itself", () => {
    const row = (group_name: string, change_mean: number) => ({
      ...{ group_name, change_mean, lower: change_mean - 2, upper: change_mean + 2 },
      ...{ child_count: 40, as_of: "2026-08", symbol: null },
    });
    const words = (...means: number[]) =>
      caption(
        changeByGroup(means.map((mean, i) => row(`G${i}`, mean)) as never[], {
          width: 800,
          title: "T",
        }),
      );
    expect(words(-9, -9)).toContain("Mean change is −9 points in each of the 2 groups");
    expect(words(-9, -7)).toContain("Mean change runs from −9 points (G0) to −7 (G1).");
    expect(words(-9)).toContain("Only one group can be shown");
  });

  test("areas whose intervals reach the weakest are counted, however many", () => {
    const area = (domain: string, gap_mean: number) => ({
      ...{ authority_code: "X1", authority_name: "Northmere", place: "all settings" },
      ...{ place_title: "All", domain, domain_title: domain, domain_order: 1, child_count: 90 },
      ...{ gap_mean, lower: gap_mean - 1, upper: gap_mean + 1, as_of: "2026-08", symbol: null },
    });
    const words = (...gaps: number[]) =>
      caption(
        settingReadiness(gaps.map((gap, i) => area(`A${i}`, gap)) as never[], { width: 800 }),
      );
    expect(words(10, 9, 8.5, 4)).toContain("2 other areas have intervals that overlap with it.");
    expect(words(10, 4)).not.toContain("overlap");
  });
});

describe("what England spends", () => {
  const row = (changed: object) => ({
    ...{
      authority_code: "E92000001",
      line: "all_lines",
      kind: "budget",
      financial_year: "2021-22",
    },
    ...{ amount_gbp: 7_779_000_000, per_plan_gbp: 16_439, plans: 473_220, people: 11_493_654 },
    ...{ councils: 150, per_head_gbp: 677, neighbours_per_plan_gbp: null, symbol: null },
    ...changed,
  });
  const said = (rows: object[]) =>
    caption(spendLines(rows as never[], { width: 800, name: "England", basis: "plan", root: "." }));

  test("is said to be the sum of the councils that gave figures, where it is that", () => {
    expect(said([row({})])).toContain(
      "England (the sum of the 150 councils that gave figures) planned £16,439 for each EHC plan",
    );
    expect(said([row({ councils: null })])).toContain("England planned £16,439 for each EHC plan");
  });

  test("and so is what it spent beside its plan", () => {
    const all = { line: "all_but_places", over_plan_gbp: 336_000_000, over_plan_share: 5.5 };
    const rows = [
      row(all),
      row({ ...all, kind: "outturn", amount_gbp: 6_477_000_000 }),
      row({ line: "top_up_maintained", kind: "outturn" }),
      row({ line: "top_up_maintained" }),
    ];
    expect(
      caption(budgetAndOutturn(rows as never[], { width: 800, name: "England", root: "." })),
    ).toContain("England (the sum of the 150 councils that gave figures) spent £6.48bn");
  });
});

describe("sides that were matched", () => {
  const row = (placement_group: string, imbalance: number) => ({
    ...{ authority_code: "all", authority_name: "All", financial_year: "2025-26", placement_group },
    ...{ child_count: 60, difference_gbp: 13_000, lower_gbp: 12_000, upper_gbp: 14_000 },
    ...{ median_gbp: 12_000, imbalance, symbol: null },
  });
  const said = (...rows: object[]) =>
    caption(matchedCosts(rows as never[], { width: 800, title: "Matched" }));

  test("are said to be alike where they are, and to be apart where they are", () => {
    expect(said(row("state_special", 0), row("independent_special", 0.1))).toContain(
      "the two sides are alike to about 0.1 of a standard deviation",
    );
    const words = said(row("state_special", 0.1), row("independent_special", 0.3));
    expect(words).toContain("the sides are still apart");
    expect(words).toContain("by up to 0.3; part of the difference may be that");
    expect(words).not.toContain("alike to about");
  });
});

describe("where readiness is weakest", () => {
  const area = (domain: string, gap_mean: number | null) => ({
    ...{ domain, domain_title: domain, domain_order: 1, child_count: 40, place_title: "A" },
    ...{ gap_mean, lower: gap_mean, upper: gap_mean, symbol: gap_mean === null ? "c" : null },
    ...{ authority_name: "Northmere", as_of: "2026-08" },
  });

  test("is said of the areas that are shown, and how many are hidden", () => {
    const words = caption(
      settingReadiness([area("Learning", 12), area("Hearing", null)] as never[], { width: 800 }),
    );
    expect(words).toContain("Of the 1 area shown (1 is hidden), settings fall short");
  });
});
