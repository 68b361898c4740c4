import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tCritical, tQuantile } from "../../../../pipelines/statistics/distributions.ts";
import { evaluateAuthorities } from "../../../../pipelines/trials/authorities/evaluate-authorities.ts";
import type { RegisteredDesign } from "../../../../pipelines/trials/designs/authority-design.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { emptyWarehouse, READ_BY_DESIGNS } from "../../../loaders/published.ts";
import { shippedAuthorityDesigns } from "../../../shipped.ts";

const OPEN = [
  "lait.parquet",
  "lait_dictionary.parquet",
  "dfe_caseload.parquet",
  "send_tribunal.parquet",
];
const TRIAL = "('E10000015', 'E10000025', 'E10000020')";
const NORFOLK = "E10000020";

const [shipped] = shippedAuthorityDesigns();

/** The shipped design with some of its outcomes, and with a start of Norfolk's own where one is given. */
const designOf = (outcomes: readonly string[], comparisons: readonly string[], norfolk?: string) =>
  ({
    ...shipped!,
    outcomes: shipped!.outcomes.filter(({ outcome }) => outcomes.includes(outcome)),
    comparisons: shipped!.comparisons.filter(({ name }) => comparisons.includes(name)),
    trial: shipped!.trial.map((one) =>
      norfolk && one.authority_code === NORFOLK ? { ...one, starts_on: norfolk } : one,
    ),
  }) as RegisteredDesign;

/** Share of all ways to name three of the values whose Welch t is at least that of the named three. */
function shareAsFar(values: readonly number[], named: readonly number[]): number {
  const n = values.length;
  const [sum, squares] = [0, 1].map((power) =>
    values.reduce((total, value) => total + value * value ** power, 0),
  ) as [number, number];
  const t = (i: number, j: number, k: number) => {
    const [a, b, c] = [values[i]!, values[j]!, values[k]!];
    const [own, ownSquares] = [a + b + c, a * a + b * b + c * c];
    const [rest, restSquares] = [sum - own, squares - ownSquares];
    const inside = (ownSquares - own ** 2 / 3) / 2 / 3;
    const outside = (restSquares - rest ** 2 / (n - 3)) / (n - 4) / (n - 3);
    return Math.abs(own / 3 - rest / (n - 3)) / Math.sqrt(inside + outside);
  };
  const own = t(named[0]!, named[1]!, named[2]!);
  let [asFar, all] = [0, 0];
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++)
      for (let k = j + 1; k < n; k++) {
        all++;
        asFar += Number(t(i, j, k) >= own - 1e-10);
      }
  return asFar / all;
}

describe("figures of the comparison of authorities, worked out again from the publisher's rows", () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    const empty = await emptyWarehouse();
    warehouse = empty.warehouse;
    await empty.load(...OPEN.map((file) => projectFile(join("data/open", file))));
    await empty.build(...READ_BY_DESIGNS);
  });
  afterAll(() => warehouse.close());

  /** Of authorities of today with all years: mean change of the trial's less the others', in log points. */
  const byHand = async (indicator: string, years: number, change: string) => {
    const { difference } = await warehouse.one<{ difference: number }>(`
      with own as (
        select authority_code, period::integer as year, 100 * ln(value) as value
        from indicators join reference_authorities as known using (authority_code)
        where indicator = '${indicator}' and value > 0 and known.ends_on is null and authority_code not similar to 'E(92|12|13).*'
      ), changes as (
        select authority_code, ${change} as change from own group by authority_code having count(*) = ${years}
      )
      select avg(change) filter (authority_code in ${TRIAL}) - avg(change) filter (authority_code not in ${TRIAL}) as difference
      from changes`);
    return difference;
  };

  const estimates = async (design: RegisteredDesign) => {
    await evaluateAuthorities(warehouse, [design], silent);
    return warehouse.rows<{
      outcome: string;
      comparison: string;
      estimate: number;
      placebo_p: number;
      p_value: number | null;
      grade: string;
      sentence: string;
      group_time: number | null;
      two_way: number | null;
      periods_before: number;
    }>("select * from evaluation_outcomes");
  };

  it("plans that councils maintain grew 13.4 log points more, of pupils with plans 5.4, 8.5 or 8.8 by the start", async () => {
    const growth = (start: number) =>
      byHand(
        "lait_sen_totstat",
        10,
        `avg(value) filter (year >= ${start}) - avg(value) filter (year < ${start})`,
      );
    expect(await growth(2020)).toBeCloseTo(5.37, 2);
    expect(await growth(2022)).toBeCloseTo(8.48, 2);
    expect(await growth(2023)).toBeCloseTo(8.82, 2);
    const kept = await byHand(
      "ehc_plans",
      7,
      "max(value) filter (year = 2025) - max(value) filter (year = 2019)",
    );
    expect(kept).toBeCloseTo(13.35, 2);
    const rows = await estimates(designOf(["growth_of_plans", "plans_maintained"], ["all_others"]));
    const of = (outcome: string) => rows.find((row) => row.outcome === outcome)!;
    const logs = (perCent: number) => 100 * Math.log1p(perCent / 100);
    expect(logs(of("growth_of_plans").estimate)).toBeCloseTo(await growth(2020), 8);
    expect(logs(of("plans_maintained").estimate)).toBeCloseTo(kept, 8);
    // Of every way to name three authorities the share whose Welch t is as far off.
    const changes = await warehouse.rows<{ authority_code: string; change: number }>(`
      select authority_code, 100 * (ln(max(value) filter (period = '2025')) - ln(max(value) filter (period = '2019'))) as change
      from evaluation_panels where outcome = 'plans_maintained' group by authority_code`);
    const placebo = shareAsFar(
      changes.map((row) => row.change),
      changes.flatMap((row, i) => (TRIAL.includes(row.authority_code) ? [i] : [])),
    );
    expect(placebo).toBeCloseTo(0.006, 3);
    // The published one is of 99,999 ways drawn.
    expect(Math.abs(of("plans_maintained").placebo_p - placebo)).toBeLessThan(0.001);
    expect(of("plans_maintained").grade).toBe("too few to say");
    expect(of("plans_maintained").sentence).toMatch(/^A description, no test/);
    for (const row of rows) expect(row.p_value).toBeNull();
    // The start is a way of asking, in standard deviations of the others' changes.
    const spread = async (start: number) => {
      const { sd } = await warehouse.one<{ sd: number }>(`
        with own as (
          select authority_code, avg(100 * ln(value)) filter (period::integer >= ${start}) - avg(100 * ln(value)) filter (period::integer < ${start}) as change
          from indicators where indicator = 'lait_sen_totstat' and list_contains((select list(distinct authority_code) from evaluation_panels where outcome = 'growth_of_plans'), authority_code)
          group by authority_code
        )
        select stddev_samp(change) as sd from own where authority_code not in ${TRIAL}`);
      return sd;
    };
    const ways = await warehouse.rows<{ start: string; estimate: number }>(`
      select start, estimate from specifications where outcome = 'growth_of_plans' and scale = 'log'
        and exclusion = 'none' and method = 'mean after less mean before'`);
    for (const [start, year] of [
      ["as registered", 2020],
      ["two years later", 2022],
      ["three years later", 2023],
    ] as const)
      expect(ways.find((way) => way.start === start)!.estimate).toBeCloseTo(
        (await growth(year)) / (await spread(year)),
        6,
      );
  });

  it("reads each authority's own start: Norfolk's moved by four years moves the estimate to what the rows say", async () => {
    const [moved] = await estimates(designOf(["growth_of_plans"], ["all_others"], "2023-09-01"));
    const at = (start: number, whom: string) =>
      warehouse
        .one<{ change: number }>(`
          with own as (
            select authority_code, avg(100 * ln(value)) filter (period::integer >= ${start}) - avg(100 * ln(value)) filter (period::integer < ${start}) as change
            from indicators where indicator = 'lait_sen_totstat'
              and list_contains((select list(distinct authority_code) from evaluation_panels), authority_code) group by authority_code
          )
          select avg(change) as change from own where authority_code ${whom}`)
        .then(({ change }) => change);
    const effects = await Promise.all(
      [
        ["E10000015", 2020],
        ["E10000025", 2020],
        [NORFOLK, 2024],
      ].map(
        async ([code, start]) =>
          (await at(Number(start), `= '${code}'`)) - (await at(Number(start), `not in ${TRIAL}`)),
      ),
    );
    const mean = effects.reduce((a, b) => a + b, 0) / 3;
    expect(100 * Math.log1p(moved!.estimate / 100)).toBeCloseTo(mean, 8);
    expect(Math.abs(mean - 5.37)).toBeGreaterThan(0.5);
    const { n } = await warehouse.one<{ n: number }>(
      "select count(*)::integer as n from evaluation_events where sun_abraham is not null and group_time is not null",
    );
    expect(n).toBeGreaterThan(8);
  });

  it("plans in Oxfordshire: anything from -0.29 to +0.39 matches the years before as well, and no rank is given", async () => {
    await estimates(designOf(["pupils_with_plans", "requests_refused"], ["neighbours"]));
    const rows = await warehouse.rows<Record<string, number | string | null>>(
      "select * from evaluation_authorities where outcome = 'pupils_with_plans' and authority_code = 'E10000025'",
    );
    expect(Number(rows[0]!.synthetic_lowest).toFixed(2)).toBe("-0.29");
    expect(Number(rows[0]!.synthetic_highest).toFixed(2)).toBe("0.39");
    const exact = await warehouse.rows<Record<string, number | null>>(
      "select synthetic_p, synthetic_rank, smallest_synthetic_p from evaluation_authorities where synthetic_fit < 1e-6",
    );
    expect(exact.length).toBeGreaterThan(3);
    for (const row of exact) expect(Object.values(row)).toEqual([null, null, null]);
  });

  it("could not have seen what matters in any of the 14 outcomes compared, by up to 17.4 times, and begins with that", async () => {
    const rows = await estimates(
      designOf(
        shipped!.outcomes.map(({ outcome }) => outcome),
        ["neighbours"],
      ),
    );
    // Trial and others: their changes, from the panel alone.
    const changes = await warehouse.rows<{
      outcome: string;
      is_trial: boolean;
      n: number;
      sd: number;
    }>(`
      with own as (
        select outcome, authority_code, any_value(is_trial) as is_trial,
          avg(if(scale = 'log', 100 * ln(value), value)) filter (is_after) - avg(if(scale = 'log', 100 * ln(value), value)) filter (not is_after) as change
        from evaluation_panels join (select distinct outcome, scale from evaluation_outcomes) using (outcome)
        group by outcome, authority_code
      )
      select outcome, is_trial, count(*)::integer as n, stddev_samp(change) as sd from own group by all`);
    const judged = rows.filter(
      ({ estimate, sentence }) => estimate !== null && !/^A description/.test(sentence),
    );
    expect(judged).toHaveLength(14);
    const times = judged.map(({ outcome, sentence }) => {
      const [a, b] = [true, false].map(
        (isTrial) => changes.find((row) => row.outcome === outcome && row.is_trial === isTrial)!,
      ) as [(typeof changes)[number], (typeof changes)[number]];
      const se = Math.sqrt(a.sd ** 2 / a.n + b.sd ** 2 / b.n);
      const df =
        (1 / a.n + 1 / b.n) ** 2 / (1 / (a.n ** 2 * (a.n - 1)) + 1 / (b.n ** 2 * (b.n - 1)));
      const found = (tCritical(0.95, df) + tQuantile(0.8, df)) * se;
      const least = shipped!.outcomes.find((one) => one.outcome === outcome)!;
      const detectable = least.scale === "log" ? 100 * Math.expm1(found / 100) : found;
      const ratio = detectable / least.minimum_important_difference;
      const said =
        /^Of a true difference of under [0-9.]+ [^,]*, ([0-9.]+) times the smallest/.exec(sentence);
      expect(Math.abs(Number(said![1]) - ratio), outcome).toBeLessThan(ratio < 9.95 ? 0.06 : 0.51);
      return ratio;
    });
    expect(Math.min(...times)).toBeGreaterThan(1);
    expect(Math.max(...times)).toBeCloseTo(17.4, 1);
  });

  it("sets Hertfordshire and Norfolk beside their neighbours: -31 and +35 are their own movements, -20.5 and +44.7 the differences", async () => {
    const rows = await estimates(designOf(["within_20_weeks"], ["neighbours"]));
    const neighbours = await warehouse.rows<{ code: string }>(
      "select distinct authority_code as code from evaluation_panels where not is_trial",
    );
    const codes = neighbours.map(({ code }) => `'${code}'`).join(", ");
    // The publisher's years 2016 to 2019 and 2020 to 2024 without 2022, which Norfolk does not have.
    const movements = await warehouse.rows<{ code: string; change: number }>(`
      select authority_code as code, avg(value) filter (period::integer >= 2020) - avg(value) filter (period::integer < 2020) as change
      from indicators where indicator = 'lait_sen_ehc_excpt_20wks' and period between '2016' and '2024' and period <> '2022'
        and (authority_code in ${TRIAL} or authority_code in (${codes}))
      group by all`);
    const of = (code: string) => movements.find((row) => row.code === code)!.change;
    const others = movements.filter(({ code }) => !TRIAL.includes(code));
    const usual = others.reduce((sum, { change }) => sum + change, 0) / others.length;
    expect(others).toHaveLength(21);
    expect(of("E10000015")).toBeCloseTo(-30.57, 1);
    expect(of(NORFOLK)).toBeCloseTo(34.65, 2);
    expect(of("E10000015") - usual).toBeCloseTo(-20.5, 1);
    expect(of(NORFOLK) - usual).toBeCloseTo(44.7, 1);
    expect(rows[0]!.sentence).toContain(
      "That is the mean of opposite differences: Hertfordshire 20.5 less, Norfolk 44.7 more, Oxfordshire 13.5 more.",
    );
  });

  it("counts ways of asking that give the very same answer once, and the headline's own always", async () => {
    await estimates(
      designOf(["pupils_with_plans", "within_20_weeks"], ["neighbours", "matched", "all_others"]),
    );
    const [{ ways, answers, headlines }] = (await warehouse.rows<
      Record<"ways" | "answers" | "headlines", number>
    >(`
      with told as (
        select *, start = 'as registered' and exclusion = 'none' and method = 'mean after less mean before' as is_headline
        from specifications where estimate is not null
      )
      select (count(*) filter (not is_headline))::integer as ways,
        (count(distinct (outcome, scale, units, round(estimate, 9), round(lower, 9), round(upper, 9))) filter (not is_headline))::integer as answers,
        (count(*) filter (is_headline))::integer as headlines
      from told`)) as [Record<"ways" | "answers" | "headlines", number>];
    expect(ways).toBe(answers);
    expect(headlines).toBe(2 * 3 * 2);
    const again = await warehouse.rows(`
      select outcome, scale, units, round(estimate, 9) as estimate from specifications where estimate is not null
      group by all having count(*) filter (not (start = 'as registered' and exclusion = 'none' and method = 'mean after less mean before')) > 1`);
    expect(again).toEqual([]);
  });
});
