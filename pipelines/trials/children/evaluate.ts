import type { Instrument } from "../../../loaders/contract/instrument.ts";
import type { Noise } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { decimalsOf } from "../../disclosure/protect.ts";
import { commonAreas, SEVERAL } from "../../instruments/scoring/common-areas.ts";
import { domains } from "../../instruments/scoring/names.ts";
import type { ClusterMoments } from "../../statistics/cluster-moments.ts";
import { clusterRobust } from "../../statistics/cluster-robust.ts";
import { type Result, refused } from "../../statistics/result.ts";
import { type Cell, insertRows } from "../../warehouse/insert-rows.ts";
import { rule } from "../../warehouse/rules.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import {
  type Arms,
  armsOf,
  type Evaluation,
  type Subgroup,
  subgroupSql,
} from "../designs/designs.ts";
import {
  type AuthorityMean,
  authorityMeans,
  fewestForInterval,
  type PooledDifference,
  permutation,
  randomEffects,
  resampled,
} from "./by-authority.ts";
import { caveats } from "./caveats.ts";
import { pairDesign, takeSides } from "./children-by-side.ts";
import type { Difference } from "./difference.ts";
import { recordFlow } from "./flow.ts";
import { type Facts, type Moments, readMoments } from "./moments.ts";
import { differenceAcrossStart, yearlyDifference } from "./repeated-readings.ts";
import { type Comparison, grade, sentence } from "./sentence.ts";

const METHODS = [
  { method: "difference in change", columns: ["intercept", "trial"] },
  {
    method: "difference in change, adjusted for first need",
    columns: ["intercept", "trial", "first"],
  },
] as const;

/**
 * Fills `estimates_of_children`, `estimate_authorities` and `evaluation_flow` from every trial design
 * whose authorities have readings.
 */
export async function evaluateAll(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
  evaluations: readonly Evaluation[],
): Promise<void> {
  await createTables(warehouse);
  const noise = readNoise();
  for (const design of evaluations) {
    await pairDesign(warehouse, design, instruments);
    await recordChildren(warehouse, design);
    for (const arms of armsOf(design))
      await evaluateOne(warehouse, design, arms, instruments, noise);
  }
}

async function createTables(warehouse: Warehouse) {
  await warehouse.run(`
    delete from trial_children;
    create or replace table estimates_of_children (
      evaluation varchar, question varchar, outcome varchar, comparison varchar, method varchar,
      estimate double, std_error double, lower double, upper double, p_value double,
      n integer, clusters integer, caveats varchar[],
      instrument varchar, version varchar, is_primary boolean, is_placebo boolean, df double,
      trial_n integer, comparison_n integer, trial_mean double, comparison_mean double,
      trial_authorities integer, comparison_authorities integer,
      reason varchar, grade varchar, sentence varchar, as_of date, registered_on date, comparison_title varchar,
      subgroup varchar, subgroup_title varchar, permutation_p double, smallest_permutation_p double,
      bootstrap_p double, smallest_bootstrap_p double, trial_moved integer, comparison_moved integer);
    create or replace table estimate_authorities (
      evaluation varchar, comparison varchar, outcome varchar, authority_code varchar, side varchar,
      child_count bigint, change_mean double, moved_count bigint, as_of date);
    create or replace table evaluation_flow (
      evaluation varchar, comparison varchar, instrument varchar, version varchar,
      authority_code varchar, side varchar, starts_on date, child_count bigint,
      before_start_count bigint, incomplete_count bigint, paired_count bigint,
      paired_first_need double, unpaired_first_need double)`);
}

/** Who is behind the estimates of a design, and with what; read again by whoever publishes them. */
const recordChildren = (warehouse: Warehouse, { evaluation }: Evaluation) =>
  warehouse.run(sql`
    insert into trial_children
    select ${evaluation}, authority_code, child_id,
      (sum(md5_number_lower(pairs::varchar)::hugeint) % 9223372036854775807)::ubigint
    from (select * exclude (first_id, last_id) from paired) as pairs
    group by authority_code, child_id`);

async function evaluateOne(
  warehouse: Warehouse,
  design: Evaluation,
  arms: Arms,
  instruments: readonly Instrument[],
  noise: Noise,
) {
  await takeSides(warehouse, arms);
  const present = await warehouse.rows<{ side: string; instrument: string; version: string }>(
    "select distinct side, instrument, version from evaluated",
  );
  const usedOn = (side: string) =>
    instruments.filter(({ instrument, version }) =>
      present.some(
        (row) => row.side === side && row.instrument === instrument && row.version === version,
      ),
    );
  const [trial, comparison] = [usedOn("trial"), usedOn("comparison")];
  if (trial.length === 0 || comparison.length === 0) return;
  await recordFlow(warehouse, design, arms);
  const rows: Record<string, Cell>[] = [];
  const used = instruments.filter((one) => trial.includes(one) || comparison.includes(one));
  const onBoth = (id: string) =>
    [trial, comparison].every((side) => side.some((one) => domains(one).includes(id)));
  // Titles are those of `domains`, which knows all instruments.
  const areas = used.length === 1 ? used[0]!.areas : commonAreas(instruments);
  const named = [...areas.filter(({ id }) => onBoth(id)), { id: "total", title: "" }];
  const ids = named.map(({ id }) => id);
  const ofAll = await readMoments(warehouse, ids, noise);
  for (const { id, title } of named) {
    const found = ofAll.get(id)!;
    const { moments, facts } = found;
    await recordAuthorities(warehouse, design, arms, id, found);
    for (const { method, columns } of METHODS) {
      const result = ofMoments(columns, moments, facts);
      rows.push(
        estimateRow({
          ...{ design, arms, used, domain: { id, title }, method, facts, result },
          clusters: moments.length,
          isAdjusted: columns.length > 2,
          ...(columns.length > 2 ? {} : { means: authorityMeans(moments) }),
          resampled: resampled(columns, onlyColumns(columns, moments)),
        }),
      );
    }
    if (id === "total") {
      const domain = { id, title };
      rows.push(
        estimateRow({
          ...{ design, arms, used, domain, facts, method: RANDOM_EFFECTS },
          ...pooledOver(moments, facts, noise),
          clusters: moments.length,
          isAdjusted: false,
        }),
      );
    }
  }
  const about = { design, arms, used, domain: { id: "total", title: "" } };
  for (const found of [
    await yearlyDifference(warehouse, used, noise),
    await differenceAcrossStart(warehouse, used, ofMoments, noise),
  ]) {
    rows.push(estimateRow({ ...about, ...found, isAdjusted: false }));
  }
  for (const subgroup of design.subgroups ?? []) {
    const ofSome = await readMoments(warehouse, ids, noise, subgroupSql(subgroup));
    for (const domain of named) {
      const { moments, facts } = ofSome.get(domain.id)!;
      for (const { method, columns } of METHODS) {
        rows.push(
          estimateRow({
            ...{ design, arms, used, domain, method, facts, subgroup },
            result: ofMoments(columns, moments, facts),
            clusters: moments.length,
            isAdjusted: columns.length > 2,
            ...(columns.length > 2 ? {} : { means: authorityMeans(moments) }),
          }),
        );
      }
    }
  }
  await insertRows(warehouse, "estimates_of_children", rows);
}

/** The authorities behind the estimates of one area. */
const recordAuthorities = (
  warehouse: Warehouse,
  design: Evaluation,
  arms: Arms,
  outcome: string,
  { moments, facts, moved }: Moments,
) =>
  insertRows(
    warehouse,
    "estimate_authorities",
    authorityMeans(moments).map(({ isTrial, n, mean }, i) => ({
      evaluation: design.evaluation,
      comparison: arms.comparison,
      outcome,
      authority_code: moments[i]!.id,
      side: isTrial ? "trial" : "comparison",
      child_count: n,
      change_mean: mean,
      moved_count: moved[i]!,
      as_of: facts.asOf,
    })),
  );

const RANDOM_EFFECTS = "difference in change, authorities alike in weight";

/** Each side pooled over its authorities, and what that says of the next one. */
function pooledOver(moments: readonly ClusterMoments[], facts: Facts, noise: Noise) {
  const fewest = rule("fewest_change_pairs");
  const isEnough = facts.trialN >= fewest && facts.comparisonN >= fewest;
  const result: Result<PooledDifference> = isEnough
    ? randomEffects(authorityMeans(moments), noise.ofSum)
    : refused("below_minimum_size");
  const { value } = result;
  if (!value) return { result };
  const { trialMean, comparisonMean, next } = value;
  const points = (number: number) => number.toFixed(1);
  return {
    result,
    facts: { ...facts, trialMean, comparisonMean },
    alsoSay: [
      `were another authority to join, its difference would be expected between ${points(next.lo)} and ${points(next.hi)} points`,
    ],
  };
}

/** The difference between the sides, or why it was refused. */
export function ofMoments(
  columns: readonly string[],
  moments: readonly ClusterMoments[],
  { trialN, comparisonN }: Facts,
): Result<Difference> {
  const fewest = rule("fewest_change_pairs");
  if (trialN < fewest || comparisonN < fewest) return refused("below_minimum_size");
  return clusterRobust({
    columns,
    clusters: onlyColumns(columns, moments),
    contrast: { trial: 1 },
    level: rule("confidence_level"),
    minimum: fewestForInterval(),
  });
}

/** The sums of the first so many columns. */
function onlyColumns(columns: readonly string[], moments: readonly ClusterMoments[]) {
  const keep = columns.map((_, i) => i);
  return moments.map((cluster) => ({
    ...cluster,
    xtx: keep.map((i) => keep.map((j) => cluster.xtx[i]![j]!)),
    xty: keep.map((i) => cluster.xty[i]!),
  }));
}

interface EstimateInput {
  design: Evaluation;
  arms: Arms;
  /** Instruments of the children on either side. */
  used: readonly Instrument[];
  domain: { id: string; title: string };
  method: string;
  facts: Facts;
  result: Result<Difference>;
  clusters: number;
  /** Whether it allows for the first need. */
  isAdjusted: boolean;
  /** Whether it is of points a year. */
  isYearly?: boolean;
  subgroup?: Subgroup;
  /** Authorities among which the trial label is permuted. */
  means?: readonly Pick<AuthorityMean, "isTrial" | "mean">[];
  alsoSay?: readonly string[];
  /** The p-value of the wild cluster bootstrap, where it holds. */
  resampled?: Result<{ p: number; smallest: number }>;
}

/** How many instruments the children of an area were read with. */
const usedFor = (used: readonly Instrument[], domain: string): number =>
  used.filter((instrument) => domains(instrument).includes(domain)).length;

/** A row of `estimates_of_children`. */
function estimateRow(input: EstimateInput): Record<string, Cell> {
  const { design, arms, used, domain, method, facts, result, isAdjusted, subgroup } = input;
  const [only] = used;
  const { instrument, version } = used.length === 1 && only ? only : SEVERAL;
  const fewest = rule("fewest_change_pairs");
  const isEnough = facts.trialN >= fewest && facts.comparisonN >= fewest;
  const value = result.value;
  const plain =
    facts.trialMean !== null && facts.comparisonMean !== null && !isAdjusted && isEnough
      ? facts.trialMean - facts.comparisonMean
      : null;
  const comparison: Comparison = {
    estimate: value?.estimate ?? plain,
    lower: value?.ci.lo ?? null,
    upper: value?.ci.hi ?? null,
    df: value?.df ?? null,
    trialMean: facts.trialMean,
    comparisonMean: facts.comparisonMean,
    trialAuthorities: facts.trialAuthorities,
    comparisonAuthorities: facts.comparisonAuthorities,
    minimumImportant: design.minimum_important_difference,
    isAdjusted,
    isYearly: input.isYearly ?? false,
    isPlacebo: arms.isPlacebo,
  };
  const where = domain.title ? ` in ${domain.title.toLowerCase()}` : "";
  const whose = subgroup
    ? `Needs of ${subgroup.title}${where}`
    : where
      ? `Needs${where}`
      : "Children’s needs";
  const graded = grade(comparison);
  const relabelled = input.means && isEnough ? permutation(input.means).value : null;
  const resampledP = isEnough ? input.resampled?.value : null;
  const isVerdict = graded !== "too few to say";
  return {
    evaluation: design.evaluation,
    question: "Did needs fall more in the trial authorities than in the comparison authorities?",
    outcome: domain.id,
    comparison: arms.comparison,
    method,
    estimate: comparison.estimate,
    std_error: value?.se ?? null,
    lower: comparison.lower,
    upper: comparison.upper,
    p_value: isVerdict && value && value.df >= rule("fewest_degrees_of_freedom") ? value.p : null,
    n: facts.trialN + facts.comparisonN,
    clusters: input.clusters,
    caveats: [
      ...caveats(comparison, method, result.reason, usedFor(used, domain.id)),
      ...(input.alsoSay ?? []),
    ],
    instrument,
    version,
    is_primary:
      domain.id === design.primary_outcome &&
      !arms.isPlacebo &&
      method === METHODS[0].method &&
      !subgroup,
    is_placebo: arms.isPlacebo,
    df: value?.df ?? null,
    trial_n: facts.trialN,
    comparison_n: facts.comparisonN,
    trial_mean: facts.trialMean,
    comparison_mean: facts.comparisonMean,
    trial_authorities: facts.trialAuthorities,
    comparison_authorities: facts.comparisonAuthorities,
    reason: result.reason,
    grade: graded,
    sentence: sentence(
      { ...comparison, decimals: decimalsOf(Math.min(facts.trialN, facts.comparisonN)) },
      whose,
    ),
    as_of: facts.asOf,
    registered_on: design.registered_on,
    comparison_title: arms.title,
    subgroup: subgroup?.subgroup ?? null,
    subgroup_title: subgroup?.title ?? null,
    permutation_p: relabelled?.p ?? null,
    smallest_permutation_p: relabelled?.smallest ?? null,
    bootstrap_p: resampledP?.p ?? null,
    smallest_bootstrap_p: resampledP?.smallest ?? null,
    trial_moved: facts.trialMoved,
    comparison_moved: facts.comparisonMoved,
  };
}
