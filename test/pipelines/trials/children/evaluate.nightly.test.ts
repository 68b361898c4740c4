import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readYamlFile } from "../../../../pipelines/instruments/read-instruments.ts";
import { generateSample, writeSample } from "../../../../pipelines/sample/sample.ts";
import { evaluationSchema } from "../../../../pipelines/trials/designs/designs.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
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

/** The authority whose instrument no comparison authority uses. */
const CHECKLIST = "X10000002";

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
