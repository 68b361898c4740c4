import type { Instrument } from "../../loaders/contract/instrument.ts";
import { quote } from "../load/verdict.ts";
import { rule } from "../rules.ts";
import { domains } from "../scoring/names.ts";
import type { ClusterMoments } from "../statistics/cluster-moments.ts";
import { clusterRobust } from "../statistics/cluster-robust.ts";
import type { Warehouse } from "../warehouse.ts";
import { caveats } from "./caveats.ts";
import { type Arms, armsOf, type Evaluation } from "./design.ts";
import { recordFlow } from "./flow.ts";
import { type Facts, readMoments } from "./moments.ts";
import { type Comparison, grade, sentence } from "./sentence.ts";
import { pairDesign, takeSides } from "./sides.ts";

/** Part of the fingerprint of the estimates: raise it when a figure would change. */
export const ESTIMATES_VERSION = "2";

/** With fewer clusters on a side than these no interval is worth printing. */
const FEWEST_FOR_AN_INTERVAL = { treated: 2, comparison: 3 };

const METHODS = [
  { method: "difference in change", columns: ["intercept", "trial"] },
  {
    method: "difference in change, adjusted for first need",
    columns: ["intercept", "trial", "first"],
  },
] as const;

/**
 * Fills `estimates` and `evaluation_flow` from every trial design whose
 * authorities have readings.
 *
 * @returns the number of estimates.
 */
export async function evaluateAll(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
  evaluations: readonly Evaluation[],
): Promise<number> {
  await createTables(warehouse);
  for (const design of evaluations) {
    for (const instrument of instruments) {
      await pairDesign(warehouse, design, instrument);
      for (const arms of armsOf(design)) {
        await evaluateOne(warehouse, design, arms, instrument);
      }
    }
  }
  return (await warehouse.one<{ n: number }>("select count(*) as n from estimates")).n;
}

async function createTables(warehouse: Warehouse) {
  await warehouse.run(`
    create or replace table estimates (
      evaluation varchar, question varchar, outcome varchar, comparison varchar, method varchar,
      estimate double, std_error double, lower double, upper double, p_value double,
      n integer, clusters integer, caveats varchar[],
      instrument varchar, version varchar, is_primary boolean, is_placebo boolean, df double,
      trial_n integer, comparison_n integer, trial_mean double, comparison_mean double,
      trial_authorities integer, comparison_authorities integer,
      reason varchar, grade varchar, sentence varchar, as_of date, registered_on date, comparison_title varchar);
    create or replace table evaluation_flow (
      evaluation varchar, comparison varchar, instrument varchar, version varchar,
      authority_code varchar, side varchar, starts_on date, child_count bigint,
      before_start_count bigint, incomplete_count bigint, paired_count bigint,
      paired_first_need double, unpaired_first_need double)`);
}

async function evaluateOne(
  warehouse: Warehouse,
  design: Evaluation,
  arms: Arms,
  instrument: Instrument,
) {
  await takeSides(warehouse, arms);
  const present = await warehouse.rows<{ authority_code: string; side: string }>(
    "select distinct authority_code, side from evaluated",
  );
  if (!present.some(({ side }) => side === "trial")) return;
  if (!present.some(({ side }) => side === "comparison")) return;
  await recordFlow(warehouse, design, arms, instrument);
  for (const domain of domains(instrument)) {
    const { moments, facts } = await readMoments(warehouse, domain);
    for (const { method, columns } of METHODS) {
      await recordEstimate(warehouse, {
        design,
        arms,
        instrument,
        domain,
        method,
        columns,
        moments,
        facts,
      });
    }
  }
}

interface EstimateInput {
  design: Evaluation;
  arms: Arms;
  instrument: Instrument;
  domain: string;
  method: string;
  columns: readonly string[];
  moments: readonly ClusterMoments[];
  facts: Facts;
}

async function recordEstimate(warehouse: Warehouse, input: EstimateInput) {
  const { design, arms, instrument, domain, method, columns, facts } = input;
  const keep = columns.map((_, i) => i);
  const fewest = rule("fewest_change_pairs");
  const isEnough = facts.trialN >= fewest && facts.comparisonN >= fewest;
  const result = isEnough
    ? clusterRobust({
        columns,
        clusters: input.moments.map((cluster) => ({
          ...cluster,
          xtx: keep.map((i) => keep.map((j) => cluster.xtx[i]![j]!)),
          xty: keep.map((i) => cluster.xty[i]!),
        })),
        contrast: { trial: 1 },
        level: rule("confidence_level"),
        minimum: FEWEST_FOR_AN_INTERVAL,
      })
    : ({ value: null, reason: "below_minimum_size" } as const);
  const value = result.value;
  const plain =
    facts.trialMean !== null && facts.comparisonMean !== null && columns.length === 2 && isEnough
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
    isAdjusted: columns.length > 2,
    isPlacebo: arms.isPlacebo,
  };
  const area = instrument.areas.find(({ id }) => id === domain);
  const whose = area ? `Needs in ${area.title.toLowerCase()}` : "Children’s needs";
  const graded = grade(comparison);
  const isVerdict = graded !== "too few to say";
  const texts = {
    evaluation: design.evaluation,
    question: "Did needs fall more in the trial authorities than in the comparison authorities?",
    outcome: domain,
    comparison: arms.comparison,
    method,
  };
  const number = (n: number | null | undefined) =>
    n === null || n === undefined ? "null" : String(n);
  await warehouse.run(`insert into estimates values (
    ${Object.values(texts).map(quote).join(", ")},
    ${number(comparison.estimate)}, ${number(value?.se)}, ${number(comparison.lower)}, ${number(comparison.upper)},
    ${number(isVerdict && (value?.df ?? 0) >= rule("fewest_degrees_of_freedom") ? value?.p : null)}, ${facts.trialN + facts.comparisonN}, ${input.moments.length},
    [${caveats(comparison, method, result.reason).map(quote).join(", ")}],
    ${quote(instrument.instrument)}, ${quote(instrument.version)},
    ${domain === design.primary_outcome && !arms.isPlacebo && columns.length === 2}, ${arms.isPlacebo}, ${number(value?.df)},
    ${facts.trialN}, ${facts.comparisonN}, ${number(facts.trialMean)}, ${number(facts.comparisonMean)},
    ${facts.trialAuthorities}, ${facts.comparisonAuthorities},
    ${result.reason ? quote(result.reason) : "null"}, ${quote(graded)}, ${quote(sentence(comparison, whose))},
    ${facts.asOf ? `date ${quote(facts.asOf)}` : "null"}, date ${quote(design.registered_on)}, ${quote(arms.title)})`);
}
