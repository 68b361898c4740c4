import { group } from "d3";
import { describe, expect, it } from "vitest";
import { AREAS, DOMAINS, type Domain } from "../../../pipelines/sample/area.ts";
import { generateSample } from "../../../pipelines/sample/sample.ts";
import { changes, difference, mean } from "./change.ts";
import { goodAssessments, goodRowsOf } from "./extract.ts";

const sample = generateSample({ children: 24_000, authorities: 40, seed: 7 });
const pairs = changes(sample);
const { effect, regression_to_the_mean, follow_up } = sample.truth;

describe("what is planted", () => {
  it.each<[Domain, number]>([
    ["se", -8],
    ["sl", -6],
    ["ca", -4],
    ["cl", -2],
  ])("leaves an effect on %s of about %d points", (domain, points) => {
    expect(Math.abs(effect[domain].child_weighted! - points)).toBeLessThan(0.4);
  });

  it("leaves the other areas alone", () => {
    for (const area of ["pn", "hi", "vi", "ms"] as const) {
      expect(effect[area]).toMatchObject({ child_weighted: 0, authority_mean: 0 });
    }
  });

  it("is found again by a simple difference in change, within its error", () => {
    for (const domain of DOMAINS) {
      const { estimate, stdError } = difference(pairs, domain);
      expect(Math.abs(estimate - effect[domain].authority_mean!)).toBeLessThan(3.5 * stdError);
    }
    expect(difference(pairs, "total").stdError).toBeLessThan(0.5);
  });

  it("counts the pairs that the pairing rule gives", () => {
    const trial = pairs.filter(({ isTrial }) => isTrial);
    expect(effect.total.n_pairs).toBe(trial.length);
    for (const area of AREAS) {
      const answered = trial.filter(({ change }) => change[area] !== undefined);
      expect(effect[area].n_pairs).toBe(answered.length);
    }
  });

  it("lets needs fall where nothing was done: regression to the mean", () => {
    const fall = pairs.flatMap(({ isTrial, change }) => (isTrial ? [] : [change.total!]));
    expect(regression_to_the_mean.n_pairs).toBe(fall.length);
    expect(regression_to_the_mean.mean_change).toBeCloseTo(mean(fall), 5);
    expect(mean(fall)).toBeGreaterThan(-5);
    expect(mean(fall)).toBeLessThan(-3);
  });

  it("follows up some 78 per cent, whose first need was about 5 points lower", () => {
    expect(follow_up.with.share).toBeGreaterThan(0.75);
    expect(follow_up.with.share).toBeLessThan(0.81);
    const gap = follow_up.without.mean_first_need! - follow_up.with.mean_first_need!;
    expect(gap).toBeGreaterThan(4);
    expect(gap).toBeLessThan(6);
  });

  it("sees children of special schools again less often", () => {
    const special = new Set(
      goodRowsOf(sample, "placements.csv")
        .filter(({ setting_type }) => /special|residential/.test(setting_type!))
        .map(({ authority_code, child_id }) => `${authority_code} ${child_id}`),
    );
    const seen = group(
      goodAssessments(sample).filter(({ rated_by }) => rated_by === "professional"),
      ({ authority_code, child_id }) => `${authority_code} ${child_id}`,
    );
    const share = (isAgain: boolean) => {
      const children = [...seen].filter(([, rows]) => rows.length > 1 === isAgain);
      return children.filter(([child]) => special.has(child)).length / children.length;
    };
    expect(share(false) - share(true)).toBeGreaterThan(0.1);
  });

  it("assesses children of the late authority before its start as well", () => {
    const late = sample.truth.authorities.findLast(({ role }) => role === "trial")!;
    expect(late.starts_on).toBe("2024-09-01");
    const early = goodAssessments(sample).filter(
      ({ authority_code, assessed_on }) =>
        authority_code === late.authority_code && assessed_on! < late.starts_on!,
    );
    expect(early.length).toBeGreaterThan(late.children / 4);
  });
});
