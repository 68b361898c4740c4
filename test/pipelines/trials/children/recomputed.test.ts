import { group } from "d3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeByWay } from "../../../../pipelines/measures/change-by-way/measure.ts";
import { tCritical } from "../../../../pipelines/statistics/distributions.ts";
import { rule } from "../../../../pipelines/warehouse/rules.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

interface Pair {
  authority_code: string;
  instrument: string;
  change: number;
}

const START = "if(authority_code = 'X10000003', date '2024-09-01', date '2023-09-01')";

/** The same of all readings since the start, so that whoever was read before begins anew: another population. */
const RE_BASED = `
  with readings as (
    select child_id, authority_code, assessed_on, need, assessed_on >= ${START} as is_since
    from assessments join assessment_scores using (assessment_id)
    where domain = 'total' and need is not null and assessments.rated_by = 'professional'
  ), firsts as (
    select child_id, authority_code, bool_or(not is_since) as is_re_based,
      min(assessed_on) filter (is_since) as first_on, arg_min(need, assessed_on) filter (is_since) as first_need
    from readings group by all
  )
  select authority_code, 'all' as instrument, any_value(is_re_based) as is_re_based,
    arg_max(need, assessed_on) - any_value(first_need) as change
  from firsts join readings using (child_id, authority_code)
  where assessed_on between first_on + 90 and first_on + 550
  group by child_id, authority_code`;

/** The authority whose instrument no comparison authority uses. */
const CHECKLIST = "X10000002";

/** First complete reading by a professional, on or after the start, and the last 90 to 550 days later. */
const FROM_SOURCE = `
  with readings as (
    select child_id, authority_code, assessments.instrument, assessed_on, need
    from assessments join assessment_scores using (assessment_id)
    where domain = 'total' and need is not null and assessments.rated_by = 'professional'
  ), firsts as (
    select child_id, authority_code, min(assessed_on) as first_on, arg_min(need, assessed_on) as first_need
    from readings group by all having first_on >= ${START}
  )
  select authority_code, any_value(instrument) as instrument, arg_max(need, assessed_on) - any_value(first_need) as change
  from firsts join readings using (child_id, authority_code)
  where assessed_on between first_on + 90 and first_on + 550
  group by child_id, authority_code`;

interface Own {
  isTrial: boolean;
  stratum: string;
  n: number;
  mean: number;
}

function byAuthority(pairs: readonly Pair[], stratumOf: (pair: Pair) => string): Own[] {
  return [...group(pairs, ({ authority_code }) => authority_code)].map(([code, own]) => ({
    isTrial: code <= "X10000003",
    stratum: stratumOf(own[0]!),
    n: own.length,
    mean: own.reduce((sum, { change }) => sum + change, 0) / own.length,
  }));
}

/**
 * Least squares of the change on the side with a level a stratum, CR2 and Satterthwaite: authorities
 * are in one stratum each, so with the residual maker M of all children, written by authority, every
 * product is of authorities. Done with matrices of authorities and without the pipeline's code.
 */
function byHand(units: readonly Own[]): [number, number, number] {
  const strata = [...new Set(units.map(({ stratum }) => stratum))];
  const inStratum = (s: string) => units.filter(({ stratum }) => stratum === s);
  const total = (some: readonly Own[]) => some.reduce((sum, { n }) => sum + n, 0);
  // The side less its share in the stratum: the coefficient is weighted by it (Frisch and Waugh).
  const share = new Map(
    strata.map((s) => [
      s,
      total(inStratum(s).filter(({ isTrial }) => isTrial)) / total(inStratum(s)),
    ]),
  );
  const z = units.map(({ isTrial, stratum }) => Number(isTrial) - share.get(stratum)!);
  const zz = units.reduce((sum, { n }, i) => sum + n * z[i]! ** 2, 0);
  const effect = units.reduce((sum, { n, mean }, i) => sum + n * z[i]! * mean, 0) / zz;
  const level = new Map(
    strata.map((s) => [
      s,
      inStratum(s).reduce(
        (sum, { n, mean, isTrial }) => sum + n * (mean - effect * Number(isTrial)),
        0,
      ) / total(inStratum(s)),
    ]),
  );
  const hat = units.map((a, i) =>
    units.map(
      (b, j) =>
        Number(a.stratum === b.stratum) / total(inStratum(a.stratum)) + (z[i]! * z[j]!) / zz,
    ),
  );
  const weight = units.map(({ n }, i) => (n * z[i]!) / zz / Math.sqrt(1 - n * hat[i]![i]!));
  const variance = units.reduce((sum, { mean, isTrial, stratum }, i) => {
    const residual = mean - level.get(stratum)! - effect * Number(isTrial);
    return sum + (weight[i]! * residual) ** 2;
  }, 0);
  // Working covariance of the authorities' contributions, errors alike and independent.
  const p = units.map(({ n }, i) =>
    units.map((_, j) => weight[i]! * weight[j]! * (Number(i === j) / n - hat[i]![j]!)),
  );
  const trace = p.reduce((sum, row, i) => sum + row[i]!, 0);
  const squares = p.flat().reduce((sum, x) => sum + x * x, 0);
  const reach = tCritical(0.95, trace ** 2 / squares) * Math.sqrt(variance);
  return [effect, effect - reach, effect + reach];
}

describe("figures of the trial of children, worked out again from source rows", () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await builtWarehouse();
  });
  afterAll(() => warehouse.close());

  test("the difference is the one that is worked out from the source rows, of children first assessed since the start", async () => {
    const pairs = await warehouse.rows<Pair & Record<string, never>>(FROM_SOURCE);
    expect(pairs).toHaveLength(1569);
    const all = byAuthority(pairs, () => "all");
    expect(byHand(all).map((x) => Number(x.toFixed(2)))).toEqual([-2.44, -4.96, 0.08]);
    const within = byAuthority(
      pairs.filter(({ authority_code }) => authority_code !== CHECKLIST),
      ({ instrument }) => instrument,
    );
    expect(byHand(within).map((x) => Number(x.toFixed(2)))).toEqual([-2.81, -12.82, 7.21]);
    for (const [found, method] of [
      [within, "difference in change"],
      [all, "difference in change, over all instruments"],
    ] as const) {
      const published = await warehouse.one<Record<"estimate" | "n" | "noise", number>>(`
        select estimate, n, ${rule("noise_of_sum")} * sqrt(trial_authorities / trial_n ** 2 + comparison_authorities / comparison_n ** 2) as noise
        from estimates where comparison = 'named' and outcome = 'total' and subgroup is null and method = '${method}'`);
      expect(published.n).toBe(found.reduce((sum, { n }) => sum + n, 0));
      expect(Math.abs(published.estimate - byHand(found)[0]!)).toBeLessThan(4 * published.noise);
    }
  });

  test("with the 26 children who were read before their authority began it would be another difference, and surer", async () => {
    const pairs = await warehouse.rows<Pair & { is_re_based: boolean } & Record<string, never>>(
      RE_BASED,
    );
    const before = pairs.filter(({ is_re_based }) => is_re_based);
    expect(before).toHaveLength(26);
    expect(new Set(before.map(({ authority_code }) => authority_code))).toEqual(
      new Set(["X10000003"]),
    );
    const all = byAuthority(pairs, () => "all");
    expect(byHand(all).map((x) => Number(x.toFixed(2)))).toEqual([-2.26, -4.03, -0.48]);
    const published = await warehouse.rows<{ n: number }>(
      "select trial_n as n from estimates where is_primary and comparison = 'named'",
    );
    const [{ n }] = published as [{ n: number }];
    const trial = pairs.filter(
      ({ authority_code, is_re_based }) =>
        authority_code <= "X10000003" && authority_code !== CHECKLIST && !is_re_based,
    );
    expect(n).toBe(trial.length);
  });

  test("each step of the flow is what the source rows say, and the last is the headline's children", async () => {
    const [own] = await warehouse.rows(`
      select sum(child_count)::integer as assessed, sum(counted_count)::integer as counted,
        sum(compared_count)::integer as compared from evaluation_flow where comparison = 'named' and side = 'trial'`);
    const [source] = await warehouse.rows(`
      with firsts as (
        select child_id, authority_code, min(assessed_on) filter (need is not null) as first_on
        from assessments left join (from assessment_scores where domain = 'total') using (assessment_id)
        where assessments.rated_by = 'professional' and authority_code <= 'X10000003' group by all
      )
      select count(*)::integer as assessed, (count(*) filter (first_on >= ${START}))::integer as counted,
        (select trial_n from estimates where is_primary) as compared
      from firsts`);
    expect(own).toEqual(source);
  });

  test("the share who improved is by one limit an instrument, and compared with an interval", async () => {
    const shares = await warehouse.rows(`
      with limits as (
        select instrument, version, ${tCritical(0.95, 1e6)} * sqrt(2 * (1 - reliability)) * sd as least
        from (
          select instrument, version, stddev_samp(first_need) as sd from follow_up
          where rated_by = 'professional' and first_need is not null group by all
        ) join (
          select instrument, version, estimate as reliability from reliability
          where domain = 'total' and authority_code = 'all' and method = 'icc_2_1'
        ) using (instrument, version)
      )
      select if(authority_code <= 'X10000003', 'trial', 'comparison') as side, round(100 * avg((change <= -least)::integer), 1) as share
      from changes join limits using (instrument, version)
      where domain = 'total' and rated_by = 'professional' and bridge is null group by side order by side`);
    expect(shares).toEqual([
      { side: "comparison", share: 12.5 },
      { side: "trial", share: 19.3 },
    ]);
    // By limits that hang on each authority's own spread of first readings, as they once did.
    const apart = await warehouse.rows(`
      with limits as (
        select authority_code, instrument, version, ${tCritical(0.95, 1e6)} * sqrt(2 * (1 - reliability)) * sd as least
        from (
          select authority_code, instrument, version, stddev_samp(first_need) as sd from follow_up
          where rated_by = 'professional' and first_need is not null group by all
        ) join (
          select instrument, version, estimate as reliability from reliability
          where domain = 'total' and authority_code = 'all' and method = 'icc_2_1'
        ) using (instrument, version)
      )
      select if(authority_code <= 'X10000003', 'trial', 'comparison') as side, round(100 * avg((change <= -least)::integer), 1) as share
      from changes join limits using (authority_code, instrument, version)
      where domain = 'total' and rated_by = 'professional' and bridge is null group by side order by side`);
    expect(apart).toEqual([
      { side: "comparison", share: 13.5 },
      { side: "trial", share: 17.1 },
    ]);
    const verdicts = await warehouse.rows(`
      select if(authority_code <= 'X10000003', 'trial', 'comparison') as side, round(100 * avg((verdict = 'improved')::integer), 1) as share
      from changes where domain = 'total' and rated_by = 'professional' and bridge is null group by side order by side`);
    expect(verdicts).toEqual(shares);
    const published = await warehouse.one<Record<"estimate" | "lower" | "upper", number>>(
      "select estimate, lower, upper from estimates where comparison = 'named' and unit = 'per cent of children'",
    );
    expect(published.lower).toBeLessThan(published.estimate);
    expect(published.upper).toBeGreaterThan(published.estimate);
    // The headline's children, within instruments; counts of each authority to the nearest five.
    const pairs = await warehouse.rows<Pair & { least: number } & Record<string, never>>(
      `with pairs as (${FROM_SOURCE}) select pairs.*, threshold as least
       from pairs join reliable_change_limits using (instrument) where domain = 'total' and threshold is not null`,
    );
    const improved = [
      ...group(
        pairs.filter((pair) => pair.authority_code !== CHECKLIST),
        ({ authority_code }) => authority_code,
      ),
    ].map(([code, own]) => ({
      isTrial: code <= "X10000003",
      stratum: own[0]!.instrument,
      n: own.length,
      mean:
        (100 * 5 * Math.round(own.filter(({ change, least }) => change <= -least).length / 5)) /
        own.length,
    }));
    const [estimate, lower, upper] = byHand(improved);
    expect(published.estimate).toBeCloseTo(estimate, 6);
    expect(published.lower).toBeCloseTo(lower, 4);
    expect(published.upper).toBeCloseTo(upper, 4);
  });

  test("the third with most need falls elsewhere, untreated, three times as far as agreement explains", async () => {
    const row = await warehouse.one<Record<"fell" | "floor", number>>(`
      with firsts as (
        select instrument, version, quantile_cont(first_need, 2 / 3) as cutoff
        from follow_up where rated_by = 'professional' and first_need is not null group by all
      )
      select avg(change) as fell, (
          select sum(expected * child_count) / sum(child_count) from change_ways
          where way = 'highest third' and authority_code > 'X10000003') as floor
      from changes join firsts using (instrument, version)
      where domain = 'total' and rated_by = 'professional' and authority_code > 'X10000003' and first_need > cutoff`);
    expect(row.fell / row.floor).toBeGreaterThan(2.7);
    expect(row.fell / row.floor).toBeLessThan(3.5);
    const { rows } = await changeByWay.rows(warehouse);
    const beside = rows.find(
      ({ way, authority_code }) => way === "highest third" && authority_code === "X10000001",
    )!;
    const core = rows.filter(
      ({ way, side, instrument }) =>
        way === "highest third" && side === "comparison" && instrument === beside.instrument,
    );
    const n = core.reduce((sum, { child_count }) => sum + child_count!, 0);
    const mean = core.reduce((sum, one) => sum + one.child_count! * one.estimate!, 0) / n;
    expect(core).toHaveLength(2);
    expect(beside.elsewhere_count).toBe(n);
    expect(Math.abs(beside.elsewhere! - mean)).toBeLessThanOrEqual(0.5);
  });
});
