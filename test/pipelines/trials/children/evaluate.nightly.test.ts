import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { group } from "d3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readYamlFile } from "../../../../pipelines/instruments/read-instruments.ts";
import { generateSample, writeSample } from "../../../../pipelines/sample/sample.ts";
import { tCritical } from "../../../../pipelines/statistics/distributions.ts";
import { evaluationSchema } from "../../../../pipelines/trials/designs/designs.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { rule } from "../../../../pipelines/warehouse/rules.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

interface Truth {
  authorities: { authority_code: string; instrument: string }[];
  effect: Record<
    string,
    {
      child_weighted: number;
      n_pairs: number;
      by_authority: { authority_code: string; effect: number; n_pairs: number }[];
    }
  >;
}

interface Pair {
  authority_code: string;
  instrument: string;
  change: number;
}

/** The authority whose instrument no comparison authority uses. */
const CHECKLIST = "X10000002";

const START = "if(authority_code = 'X10000003', date '2024-09-01', date '2023-09-01')";

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

interface Found {
  [column: string]: string | number | null;
  outcome: string;
  method: string;
  estimate: number;
  lower: number;
  upper: number;
  trial_n: number;
  grade: string;
}

const estimatesOf = (warehouse: Warehouse, comparison: string) =>
  warehouse.rows<Found>(
    `select outcome, method, estimate, lower, upper, trial_n, grade from estimates
     where comparison = '${comparison}' and subgroup is null
       and (method in ('difference in change', 'difference in change, adjusted for first need') or method like '%alike in weight')`,
  );

describe("the committed sample", () => {
  let warehouse: Warehouse;
  let truth: Truth;
  beforeAll(async () => {
    warehouse = await builtWarehouse();
    truth = JSON.parse(await readFile(projectFile("data/sample/truth.json"), "utf8")) as Truth;
  });
  afterAll(() => warehouse.close());

  /** The planted effect over the authorities whose instrument the other side uses too. */
  const plantedIn = (outcome: string) => {
    const own = truth.effect[outcome]!.by_authority.filter(
      ({ authority_code, n_pairs }) => authority_code !== CHECKLIST && n_pairs > 0,
    );
    const n = own.reduce((sum, { n_pairs }) => sum + n_pairs, 0);
    return { n, effect: own.reduce((sum, one) => sum + one.n_pairs * one.effect, 0) / n };
  };

  test("every planted effect lies inside the reported interval, by either method", async () => {
    const rows = await estimatesOf(warehouse, "named");
    expect(rows).toHaveLength(19);
    const withInterval = rows.filter(({ lower }) => lower !== null);
    // Multi-sensory need is in one of the shared instruments, so too few authorities record it.
    const without = rows.filter((row) => !withInterval.includes(row));
    expect(new Set(without.map(({ outcome }) => outcome))).toEqual(new Set(["ms"]));
    const held = withInterval.filter(({ outcome, lower, upper }) => {
      const { effect } = plantedIn(outcome);
      return lower <= effect && effect <= upper;
    });
    // Noise is another under every key. At 95% fewer than 14 of 17 has a chance below 1%.
    expect(withInterval).toHaveLength(17);
    expect(held.length).toBeGreaterThanOrEqual(14);
  });

  test("the pairs are those of the planted truth, the late authority's from its own start", async () => {
    for (const { outcome, trial_n } of await estimatesOf(warehouse, "named")) {
      expect(trial_n, outcome).toBe(plantedIn(outcome).n);
    }
  });

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
      [all, "difference in change, as per cent of the most need, over all instruments"],
    ] as const) {
      const published = await warehouse.one<Record<"estimate" | "n" | "noise", number>>(`
        select estimate, n, ${rule("noise_of_sum")} * sqrt(trial_authorities / trial_n ** 2 + comparison_authorities / comparison_n ** 2) as noise
        from estimates where comparison = 'named' and outcome = 'total' and subgroup is null and method = '${method}'`);
      expect(published.n).toBe(found.reduce((sum, { n }) => sum + n, 0));
      expect(Math.abs(published.estimate - byHand(found)[0]!)).toBeLessThan(4 * published.noise);
    }
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

  test("the yearly change of all readings and every subgroup find the planted effect too", async () => {
    const { lower, upper } = await warehouse.one<{ lower: number; upper: number }>(
      "select lower, upper from estimates where comparison = 'named' and method like '%yearly%'",
    );
    const planted = plantedIn("total").effect;
    expect(lower).toBeLessThan(planted);
    expect(upper).toBeGreaterThan(planted);
    const subgroups = await warehouse.rows<Found & { subgroup: string; n: number }>(
      "select *, trial_n + comparison_n as n from estimates where comparison = 'named' and subgroup is not null and outcome = 'total' and method = 'difference in change'",
    );
    expect(subgroups.map(({ subgroup }) => subgroup).sort()).toEqual([
      "boys",
      "from-11",
      "girls",
      "under-11",
      "with-plan",
    ]);
    for (const row of subgroups) {
      expect(planted, row.subgroup).toBeGreaterThanOrEqual(row.lower);
      expect(planted, row.subgroup).toBeLessThanOrEqual(row.upper);
    }
    // Boys and girls together are everyone.
    const n = (some: string) => subgroups.find(({ subgroup }) => subgroup === some)!.n;
    const { all } = await warehouse.one<{ all: number }>(
      "select trial_n + comparison_n as all from estimates where comparison = 'named' and is_primary",
    );
    expect(n("boys") + n("girls")).toBe(all);
    expect(n("under-11") + n("from-11")).toBe(all);
  });

  test("subgroups are given for every area by both methods, and boys and girls add up in each", async () => {
    const rows = await warehouse.rows<{
      outcome: string;
      method: string;
      parts: number;
      all: number;
    }>(`
      select outcome, method, sum(n) filter (subgroup in ('boys', 'girls')) as parts, any_value(n) filter (subgroup is null) as all
      from estimates where comparison = 'named' and method like 'difference in change%' and method not like '%weight'
      group by outcome, method having count(subgroup) = 5`);
    expect(rows).toHaveLength(18);
    for (const { outcome, parts, all } of rows) expect(parts, outcome).toBe(all);
  });

  test("the authorities behind an estimate add up to it", async () => {
    const [row] = await warehouse.rows<{
      children: number;
      n: number;
      estimate: number;
      means: number;
    }>(`
      with sides as (
        select instrument, side, sum(child_count) as n, sum(child_count * change_mean) / sum(child_count) as mean
        from estimate_authorities where comparison = 'named' and outcome = 'total' and is_compared group by all
      ), instruments as (
        select a.n * b.n / (a.n + b.n) as weight, a.mean - b.mean as difference
        from sides as a join sides as b using (instrument) where a.side = 'trial' and b.side = 'comparison'
      )
      select (select sum(n) from sides) as children, n, estimate,
        (select sum(weight * difference) / sum(weight) from instruments) as means
      from estimates where is_primary`);
    expect(row!.children).toBe(row!.n);
    expect(row!.means).toBeCloseTo(row!.estimate, 8);
  });

  test("readings from before the start are compared across it, where there are enough", async () => {
    const [row] = await warehouse.rows<Found & { reason: string }>(
      "select * from estimates where comparison = 'named' and method like 'difference-in-differences%'",
    );
    const { before } = await warehouse.one<{ before: number }>(`
      select count(distinct child_id) as before from assessments join evaluation_flow using (authority_code)
      where comparison = 'named' and side = 'trial' and rated_by = 'professional' and assessed_on < starts_on`);
    expect(row!.trial_n).toBeLessThanOrEqual(before);
    if (row!.estimate === null) expect(row!.reason).toBe("below_minimum_size");
  });

  test("the placebo comparison is not called a difference", async () => {
    const rows = await estimatesOf(warehouse, "placebo");
    expect(rows).toHaveLength(19);
    expect(new Set(rows.map(({ grade }) => grade))).toEqual(new Set(["too few to say"]));
  });

  test("raw points give the authority with a checklist of strengths the wrong sign, and need the right one", async () => {
    const [found] = await warehouse.rows<Record<"raw" | "need" | "elsewhere", number>>(`
      with pairs as (
        select changes.authority_code, changes.instrument, changes.change, last.raw - first.raw as raw_change
        from changes
        join assessment_scores as first on first.assessment_id = first_assessment_id and first.domain = 'total'
        join assessment_scores as last on last.assessment_id = last_assessment_id and last.domain = 'total'
        where changes.domain = 'total' and changes.rated_by = 'professional'
      )
      select avg(raw_change) filter (instrument like 'oxfordshire%') as raw,
        avg(change) filter (instrument like 'oxfordshire%') as need,
        avg(raw_change) filter (instrument = 'vsend-core' and authority_code > 'X10000003') as elsewhere
      from pairs`);
    // Less need is less than zero: raw points of the checklist rise as its children's needs fall.
    expect(found!.raw - found!.elsewhere).toBeGreaterThan(3);
    expect(found!.need).toBeLessThan(-3);
    const checklist = truth.authorities.find(({ instrument }) => /oxfordshire/.test(instrument))!;
    const planted = truth.effect.total!.by_authority.find(
      ({ authority_code }) => authority_code === checklist.authority_code,
    )!;
    expect(planted.effect).toBeLessThan(-2);
  });

  test("an estimate over several instruments says so among its caveats", async () => {
    const rows = await warehouse.rows<{ words: string; outcome: string }>(
      "select array_to_string(caveats, ' ') as words, outcome from estimates where instrument = 'several' and comparison = 'named'",
    );
    // Multi-sensory need is in one of the two instruments that both sides use.
    const several = rows.filter(({ outcome }) => outcome !== "ms");
    expect(several.length).toBeGreaterThan(100);
    for (const { words } of several)
      expect(words).toMatch(
        /with 2 instruments: each is compared|with [23] instruments: change is compared/,
      );
    expect(
      several.filter(({ words }) => /one trial authority is shown apart/.test(words)),
    ).toHaveLength(several.length - 1);
  });

  test("the design in data/evaluations is the one the sample was made with", async () => {
    const made = await readFile(projectFile("data/sample/evaluation.yaml"), "utf8");
    expect(await readFile(projectFile("data/evaluations/sample-trial.yaml"), "utf8")).toBe(made);
  });
});

describe("samples of other seeds, with enough authorities for a verdict", () => {
  test("intervals hold the planted total effect about as often as they say, and placebos are rarely called a difference", async () => {
    let covered = 0;
    let called = 0;
    const seeds = Array.from({ length: 8 }, (_, i) => 100 + i);
    for (const seed of seeds) {
      const folder = await mkdtemp(join(tmpdir(), "vsend-sample-"));
      await writeSample(generateSample({ children: 1200, authorities: 16, seed }), folder);
      const design = readYamlFile(
        join(folder, "evaluation.yaml"),
        evaluationSchema,
        "a trial design",
      );
      const warehouse = await builtWarehouse([folder], [design], ["estimates"]);
      const truth = JSON.parse(await readFile(join(folder, "truth.json"), "utf8")) as Truth;
      const [total] = (await estimatesOf(warehouse, "named")).filter(
        ({ outcome, method }) => outcome === "total" && method === "difference in change",
      );
      const planted = truth.effect.total!.child_weighted;
      if (total!.lower <= planted && planted <= total!.upper) covered++;
      const placebo = (await estimatesOf(warehouse, "placebo")).filter(
        ({ outcome, method }) => outcome === "total" && method === "difference in change",
      );
      if (placebo.some(({ grade }) => grade.startsWith("evidence"))) called++;
      warehouse.close();
      await rm(folder, { recursive: true, force: true });
    }
    // Eight draws at 95%: fewer than 6 covered, or more than 2 false calls, has a chance below 1%.
    expect(covered).toBeGreaterThanOrEqual(6);
    expect(called).toBeLessThanOrEqual(2);
  });
});
