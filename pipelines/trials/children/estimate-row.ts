import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { decimalsOf } from "../../disclosure/protect.ts";
import { SEVERAL } from "../../instruments/scoring/common-areas.ts";
import { domains } from "../../instruments/scoring/names.ts";
import type { Result } from "../../statistics/result.ts";
import type { Cell } from "../../warehouse/insert-rows.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Subgroup } from "../designs/children-of-design.ts";
import type { Arms, Evaluation } from "../designs/designs.ts";
import { couldJudge } from "../shared/could-judge.ts";
import { detectableBy } from "../shared/detectable.ts";
import { LOST, type SecurityFacts, securityOf } from "../shared/security.ts";
import { type AuthorityMean, permutation } from "./by-authority.ts";
import { type Apart, caveats, NONE_APART, WHO_COUNTS, type WhoCounts } from "./caveats.ts";
import type { Difference } from "./difference.ts";
import type { Facts } from "./moments.ts";
import { type Comparison, grade, interactionSentence, sentence, type Unit } from "./sentence.ts";

/** The method that the design registers for its headline. */
export const HEADLINE_METHOD = "difference in change";

export interface EstimateInput {
  design: Evaluation;
  arms: Arms;
  /** Instruments of the children compared. */
  used: readonly Instrument[];
  apart: Apart;
  /** What the grade of security rests on besides power. */
  security: Pick<SecurityFacts, "isRegisteredBefore" | "lost" | "imbalance" | "threats"> & {
    /** Children due on each side. */
    due: Record<"trial" | "comparison", number>;
  };
  domain: { id: string; title: string };
  method: string;
  facts: Facts;
  result: Result<Difference>;
  clusters: number;
  /** Of all children due, and not of some of them or of others. */
  isOfAllDue?: boolean;
  /** Whether it allows for the first need. */
  isAdjusted: boolean;
  /** Children are compared with children read with the same instrument. */
  isWithin?: boolean;
  /** So that no authority is set apart. */
  isOfAllInstruments?: boolean;
  /** Whose readings it is of, unless it is the design's population. */
  counts?: WhoCounts;
  /** What its interval is worked out by, unless it is the cluster-robust error. */
  intervalBy?: string;
  unit?: Unit;
  subgroup?: Subgroup;
  /** Authorities among which the trial label is permuted. */
  means?: readonly Pick<AuthorityMean, "isTrial" | "mean">[];
  alsoSay?: readonly string[];
  /** It is whether a subgroup differs from all other children. */
  isInteraction?: boolean;
  /** The p-value of the wild cluster bootstrap, where it holds. */
  resampled?: Result<{ p: number; smallest: number }>;
}

/** How many instruments the children of an area were read with. */
const usedFor = (used: readonly Instrument[], domain: string): number =>
  used.filter((instrument) => domains(instrument).includes(domain)).length;

/** A row of `estimates_of_children`. */
export function estimateRow(input: EstimateInput): Record<string, Cell> {
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
  const isFragile = value !== null && value.df < rule("fewest_degrees_of_freedom");
  // What authorities have in common is gone from a contrast of subgroups: of a few its error may be next to nothing by chance.
  const detectable = value && !(input.isInteraction && isFragile) ? detectableBy(value) : null;
  const comparison: Comparison = {
    detectable,
    estimate: value?.estimate ?? plain,
    lower: value?.ci.lo ?? null,
    upper: value?.ci.hi ?? null,
    df: value?.df ?? null,
    trialMean: facts.trialMean,
    comparisonMean: facts.comparisonMean,
    trialAuthorities: facts.trialAuthorities,
    comparisonAuthorities: facts.comparisonAuthorities,
    // The design says in points what matters.
    minimumImportant:
      input.unit === undefined || input.unit === "points"
        ? design.minimum_important_difference
        : Number.NaN,
    isAdjusted,
    unit: input.unit ?? "points",
    isPlacebo: arms.isPlacebo,
  };
  const where = domain.title ? ` in ${domain.title.toLowerCase()}` : "";
  const whose = subgroup
    ? `Needs of ${subgroup.title}${where}`
    : where
      ? `Needs${where}`
      : "Children’s needs";
  const isPrimary =
    domain.id === design.primary_outcome &&
    !arms.isPlacebo &&
    method === HEADLINE_METHOD &&
    !subgroup;
  const shown = {
    ...comparison,
    isOneOfMany: !isPrimary,
    decimals: decimalsOf(Math.min(facts.trialN, facts.comparisonN)),
  };
  const graded = grade(shown);
  const relabelled = input.means && isEnough ? permutation(input.means).value : null;
  const resampledP = isEnough ? input.resampled?.value : null;
  const security =
    comparison.estimate === null || !Number.isFinite(comparison.minimumImportant)
      ? null
      : securityOf({
          ...input.security,
          ...(input.isOfAllInstruments ? { threats: [] } : {}),
          ...(input.isOfAllDue
            ? { lost: lostIn(facts, input.security.due), lostOf: LOST.children }
            : { lost: input.security.lost, lostOf: LOST.childrenOfAll }),
          detectable,
          minimumImportant: comparison.minimumImportant,
          isJudged: couldJudge(comparison),
        });
  const isVerdict = graded !== "too few to say";
  const apart = input.isOfAllInstruments ? NONE_APART : input.apart;
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
      ...caveats(comparison, method, result.reason, {
        count: usedFor(used, domain.id),
        isWithin: input.isWithin ?? false,
        apart,
      }),
      ...(input.alsoSay ?? []),
    ],
    instrument,
    version,
    is_primary: isPrimary,
    is_placebo: arms.isPlacebo,
    df: value?.df ?? null,
    interval_by: comparison.lower === null ? null : (input.intervalBy ?? "cluster-robust CR2"),
    counted: WHO_COUNTS[input.counts ?? design.population],
    trial_apart: apart.trial,
    comparison_apart: apart.comparison,
    trial_n: facts.trialN,
    comparison_n: facts.comparisonN,
    trial_mean: facts.trialMean,
    comparison_mean: facts.comparisonMean,
    trial_authorities: facts.trialAuthorities,
    comparison_authorities: facts.comparisonAuthorities,
    reason: result.reason,
    grade: graded,
    sentence: input.isInteraction
      ? interactionSentence(shown, subgroup?.title ?? whose)
      : sentence(shown, whose),
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
    unit: comparison.unit ?? "points",
    detectable,
    minimum_important: Number.isFinite(comparison.minimumImportant)
      ? comparison.minimumImportant
      : null,
    security: security?.grade ?? null,
    security_why: security?.words ?? null,
  };
}

/** The share of a side's children due who are not in a finding, of the side that lost more. */
function lostIn(
  { trialN, comparisonN }: Facts,
  due: EstimateInput["security"]["due"],
): number | null {
  if (!(due.trial > 0) || !(due.comparison > 0)) return null;
  return Math.max(0, 1 - trialN / due.trial, 1 - comparisonN / due.comparison);
}
