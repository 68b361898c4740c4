import { describe, expect, it } from "vitest";
import { changeWays, type Pair, WAYS } from "../../../../pipelines/measures/change-by-way/make.ts";
import type { Reading } from "../../../../pipelines/measures/shared/yearly-change.ts";
import { randomOf } from "../../../../pipelines/sample/random.ts";
import { clusteredMean } from "../../../../pipelines/statistics/clustered-mean.ts";
import { meanInterval } from "../../../../pipelines/statistics/mean-interval.ts";
import { mean, quantile, standardDeviation } from "../../../../pipelines/statistics/moments.ts";
import { quiet } from "../../disclosure/quiet.ts";

/** Children read one to three times, 0.8 years apart; need moves by `yearly` and readings have error. */
function invented(yearly: number, n = 300, seed = 1) {
  const random = randomOf(seed, n);
  const readings: Reading[] = [];
  const pairs: Pair[] = [];
  for (let i = 0; i < n; i++) {
    const child_id = `c${i}`;
    const level = 40 + 10 * random.normal();
    const own = Array.from({ length: random.whole(1, 3) }, (_, k) => ({
      child_id,
      mark: i + 1,
      days: k * 200,
      need: level + (yearly * k * 200) / 365.25 + 5 * random.normal(),
    }));
    readings.push(...own);
    const [first, last] = [own[0]!, own.at(-1)!];
    if (own.length > 1)
      pairs.push({ child_id, mark: i + 1, first_need: first.need, last_need: last.need });
  }
  const firsts = readings.filter(({ days }) => days === 0).map(({ need }) => need);
  const population = {
    mean: mean(firsts),
    sd: standardDeviation(firsts),
    cutoff: quantile(firsts, 2 / 3),
    reliability: 0.8 as number | null,
  };
  return { pairs, readings, firsts, population };
}

const ways = ({ pairs, readings, firsts, population }: ReturnType<typeof invented>) =>
  new Map(changeWays(pairs, readings, firsts, population, quiet).map((row) => [row.way, row]));

describe("other ways of saying how much need changed", () => {
  it("gives every way, and the yearly change that was planted", () => {
    const found = ways(invented(-6));
    expect([...found.keys()]).toEqual([...WAYS]);
    const yearly = found.get("per year")!;
    expect(yearly.lower! <= -6 && -6 <= yearly.upper!).toBe(true);
    for (const way of ["first to last", "consecutive", "all pairs", "standardised"] as const) {
      expect(found.get(way)!.upper, way).toBeLessThan(0);
    }
  });

  it("expects of the third with most need what error gives where nothing changed", () => {
    const misses: number[] = [];
    for (let seed = 1; seed <= 30; seed++) {
      const high = ways(invented(0, 300, seed)).get("highest third")!;
      misses.push(high.estimate! - high.expected!);
    }
    expect(Math.abs(mean(misses))).toBeLessThan(0.5);
  });

  it("turns round exactly with the scale, and does not hang on the order of readings of others", () => {
    const one = invented(-4);
    const turned = {
      ...one,
      readings: one.readings.map((row) => ({ ...row, need: 100 - row.need })),
      pairs: one.pairs.map((pair) => ({
        ...pair,
        first_need: 100 - pair.first_need,
        last_need: 100 - pair.last_need,
      })),
    };
    const [a, b] = [ways(one), ways(turned)];
    for (const way of [
      "first to last",
      "consecutive",
      "all pairs",
      "per year",
      "standardised",
    ] as const) {
      expect(b.get(way)!.estimate!, way).toBeCloseTo(-a.get(way)!.estimate!, 5);
      expect(b.get(way)!.lower!, way).toBeCloseTo(-a.get(way)!.upper!, 5);
    }
  });

  it("counts pairs that lie too close together or too far apart in no way", () => {
    const one = invented(-4);
    const close = one.readings.map((row) => ({ ...row, days: row.days / 10 }));
    const found = ways({ ...one, readings: close });
    expect(found.get("consecutive")!).toMatchObject({ child_count: 0, estimate: null });
    expect(found.get("all pairs")!.reason).toBe("below_minimum_size");
  });

  it("refuses in words: few children, no third reading, unknown agreement", () => {
    const one = invented(-4);
    const few = { ...one, pairs: one.pairs.slice(0, 9), readings: one.readings.slice(0, 20) };
    expect([...ways(few).values()].map(({ reason }) => reason)).toEqual(
      WAYS.map(() => "below_minimum_size"),
    );
    const twice = one.readings.filter(({ days }) => days < 400);
    expect(ways({ ...one, readings: twice }).get("per year")!.reason).toBe("below_minimum_size");
    const unknown = { ...one, population: { ...one.population, reliability: null } };
    expect(ways(unknown).get("highest third")!).toMatchObject({
      estimate: null,
      reason: "reliability_unknown",
    });
  });
});

describe("the mean of clusters", () => {
  it("is the ordinary interval where every cluster has one value", () => {
    const values = [3, -1, 4, 1, -5, 9, 2, 6, 5, 3, 5];
    const plain = meanInterval(values.length, mean(values), standardDeviation(values)).value!;
    const clustered = clusteredMean(values.map((sum) => ({ n: 1, sum }))).value!;
    expect(clustered.mean).toBeCloseTo(plain.mean, 12);
    expect(clustered.ci.lo).toBeCloseTo(plain.ci.lo, 12);
    expect(clustered.ci.hi).toBeCloseTo(plain.ci.hi, 12);
  });

  it("is no narrower for values that are repeated within their cluster", () => {
    const values = [3, -1, 4, 1, -5, 9, 2, 6, 5, 3, 5];
    const once = clusteredMean(values.map((sum) => ({ n: 1, sum }))).value!;
    const thrice = clusteredMean(values.map((sum) => ({ n: 3, sum: 3 * sum }))).value!;
    expect(thrice.se).toBeCloseTo(once.se, 12);
  });

  it("is the linearised ratio of sums, worked out by hand", () => {
    const { mean: found, se } = clusteredMean(
      [
        { n: 2, sum: 6 },
        { n: 1, sum: 1 },
        { n: 3, sum: 18 },
        { n: 1, sum: 3 },
        { n: 2, sum: 2 },
        { n: 1, sum: 8 },
      ],
      { minimum: 2 },
    ).value!;
    expect(found).toBeCloseTo(3.8, 12);
    const residuals = [6 - 7.6, 1 - 3.8, 18 - 11.4, 3 - 3.8, 2 - 7.6, 8 - 3.8];
    expect(se).toBeCloseTo(Math.sqrt((6 / 5) * residuals.reduce((s, e) => s + e * e, 0)) / 10, 12);
  });
});
