import { describe, expect, it } from "vitest";
import { randomOf } from "../../../../pipelines/sample/random.ts";
import { outcomeEffect } from "../../../../pipelines/trials/authorities/effect.ts";
import { outcomePanel } from "../../../../pipelines/trials/authorities/outcome-panel.ts";
import type { Series } from "../../../../pipelines/trials/authorities/series.ts";
import type { DesignedOutcome } from "../../../../pipelines/trials/designs/authority-design.ts";

const outcome: DesignedOutcome = {
  outcome: "plans",
  title: "Plans",
  indicator: "plans",
  better: "lower",
  scale: "level",
  unit: "per cent",
  definition: "Plans of the area",
  measured: "january",
  descriptive: false,
  left_out: [{ period: "2016", why: "counted another way" }],
  breaks: [],
  minimum_important_difference: 1,
};

const YEARS = ["2016", "2017", "2018", "2019", "2020", "2021", "2022"];

/** Twelve comparison authorities and three of the trial, whose figures fall by 2 from 2020. */
function figures(change: (code: string, year: string) => number | null): Series[] {
  return Array.from({ length: 15 }, (_, i) => {
    const code = i < 3 ? `T${i}` : `C${i}`;
    const random = randomOf(9, i);
    const values = new Map<string, number>();
    for (const year of YEARS) {
      const value = 10 + i / 10 + random.normal() / 10 - (i < 3 && year >= "2020" ? 2 : 0);
      const given = change(code, year);
      if (given !== null) values.set(year, value + given);
    }
    return { authority_code: code, isTrial: i < 3, values };
  });
}

const all = (series: readonly Series[]) =>
  new Set(series.map(({ authority_code }) => authority_code));
const STARTS = new Map(["T0", "T1", "T2"].map((code) => [code, "2019-09-01"]));
const panelOf = (series: readonly Series[], starts = STARTS) =>
  outcomePanel(outcome, "all", series, all(series), starts);

describe("the panel of an outcome", () => {
  it("leaves out periods that are set aside, that a trial authority lacks, or that many others lack", () => {
    const series = figures((code, year) =>
      (year === "2017" && code === "T1") || (year === "2018" && Number(code.slice(1)) > 11)
        ? null
        : 0,
    );
    const panel = panelOf(series);
    expect(panel.periods).toEqual(["2019", "2020", "2021", "2022"]);
    expect(panel.excluded).toEqual([
      { kind: "period", name: "2016", reason: "counted another way" },
      { kind: "period", name: "2017", reason: "1 of the trial authorities has no figure" },
      { kind: "period", name: "2018", reason: "3 of 12 comparison authorities have no figure" },
    ]);
  });

  it("leaves out an authority with a figure withheld, and says which year", () => {
    const panel = panelOf(figures((code, year) => (code === "C7" && year === "2021" ? null : 0)));
    expect(panel.excluded).toContainEqual({
      kind: "authority",
      name: "C7",
      reason: "no figure for 2021",
    });
    expect(new Set(panel.rows.map(({ unit }) => unit)).size).toBe(14);
  });

  it("begins the trial at the first period kept that is not before the start", () => {
    const panel = panelOf(figures((_, year) => (year === "2020" ? null : 0)));
    expect(panel.periods[panel.firstTrial]).toBe("2021");
  });
});

describe("the effect of an outcome", () => {
  const effect = outcomeEffect(panelOf(figures(() => 0)));

  it("recovers the fall that was planted, within its interval", () => {
    const found = effect.difference.value!.clustered.value!;
    expect(found.estimate).toBeCloseTo(-2, 0);
    expect(found.ci.lo).toBeLessThan(-2);
    expect(found.ci.hi).toBeGreaterThan(-2);
  });

  it("shows nothing in the years before, and the fall in each year after", () => {
    for (const { isAfter, estimate } of effect.periods) {
      expect(Math.abs(estimate! - (isAfter ? -2 : 0))).toBeLessThan(0.35);
    }
    expect(effect.periods.map(({ estimate }) => estimate)).toContain(0);
  });

  it("is the mean of its trial authorities one by one, and pools to it", () => {
    const each = effect.authorities.map(({ estimate }) => estimate);
    const mean = each.reduce((sum, value) => sum + value, 0) / each.length;
    expect(mean).toBeCloseTo(effect.difference.value!.estimate, 10);
    expect(effect.pooled!.value!.estimate).toBeCloseTo(mean, 10);
  });

  it("does not change when every figure of an authority moves by a constant", () => {
    const moved = outcomeEffect(panelOf(figures((code) => code.charCodeAt(1) % 7)));
    expect(moved.difference.value!.estimate).toBeCloseTo(effect.difference.value!.estimate, 10);
  });

  it("flips exactly with the sign of the outcome", () => {
    const panel = panelOf(figures(() => 0));
    const flipped = outcomeEffect({
      ...panel,
      rows: panel.rows.map((row) => ({ ...row, value: -row.value })),
    });
    expect(flipped.difference.value!.estimate).toBeCloseTo(-effect.difference.value!.estimate, 10);
    expect(flipped.difference.value!.clustered.value!.ci.lo).toBeCloseTo(
      -effect.difference.value!.clustered.value!.ci.hi,
      8,
    );
  });
});
