import { mean, standardDeviation } from "../../statistics/moments.ts";
import type { Cell } from "../../warehouse/insert-rows.ts";
import { rule } from "../../warehouse/rules.ts";
import type { DesignedComparison, RegisteredDesign } from "../designs/authority-design.ts";
import { breaksWithin } from "../designs/series-breaks.ts";
import { couldJudge } from "../shared/could-judge.ts";
import { LOST, type SecurityFacts, securityOf } from "../shared/security.ts";
import { answerOf, inPublishedUnit } from "./answer.ts";
import type { OutcomeEffect } from "./effect.ts";
import { type OutcomePanel, startsOf } from "./outcome-panel.ts";
import { beganOn, monthsPastStart } from "./periods.ts";
import type { Place } from "./place.ts";
import { gradeOutcome, type OutcomeAnswer, outcomeSentence } from "./sentence.ts";

type Row = Record<string, Cell>;

/** The answer of one outcome and comparison, in the outcome's unit (growth: per cent). */
export function outcomeRow(
  place: Place,
  design: RegisteredDesign,
  comparison: DesignedComparison,
  panel: OutcomePanel,
  effect: OutcomeEffect,
): Row {
  const { outcome, periods, firstTrial } = panel;
  const shown = (value: number | null | undefined) => inPublishedUnit(value, panel);
  const did = effect.difference.value;
  const clustered = did?.clustered.value ?? null;
  const pooled = effect.pooled?.value ?? null;
  const answer = answerOf(panel, effect, design);
  const { estimate, reason } = answer;
  const graded = gradeOutcome(answer);
  const security = estimate === null ? null : securityOf(factsOf(design, panel, answer, effect));
  const isTold = clustered !== null && clustered.df >= rule("fewest_degrees_of_freedom");
  const isFound = graded.startsWith("evidence");
  return {
    ...place,
    title: outcome.title,
    comparison_title: comparison.title,
    indicator: outcome.indicator,
    unit: outcome.unit,
    better: outcome.better,
    scale: outcome.scale,
    note: outcome.note ?? null,
    definition: outcome.definition,
    leaves_out: outcome.leaves_out ?? null,
    is_descriptive: outcome.descriptive,
    is_primary:
      outcome.outcome === design.primary_outcome && comparison.name === design.primary_comparison,
    estimate,
    // Of growth the error is that of the logarithm, in hundredths.
    std_error: clustered?.se ?? null,
    lower: answer.lower,
    upper: answer.upper,
    df: answer.df,
    p_value: isTold ? clustered.p : null,
    q_value: null,
    placebo_p: did?.placebo?.p ?? null,
    smallest_placebo_p: did?.placebo?.smallestP ?? null,
    pre_trend_p: effect.preTrendP,
    detectable: answer.detectable,
    minimum_important: outcome.minimum_important_difference,
    parting_multiple: effect.parting?.multiple ?? null,
    sure_parting_multiple: effect.parting?.sureMultiple ?? null,
    parting_lower: shown(effect.parting?.ci?.lo),
    parting_upper: shown(effect.parting?.ci?.hi),
    // Where no effect is found there is none to explain away.
    e_value: isFound ? (effect.eValue?.point ?? null) : null,
    e_value_limit: isFound ? (effect.eValue?.interval ?? null) : null,
    group_time: shown(effect.staggered?.groupTime),
    two_way: shown(effect.staggered?.twoWay),
    two_way_forbidden: effect.staggered?.forbiddenShare ?? null,
    pooled: shown(pooled?.estimate),
    pooled_lower: shown(pooled?.ci.lo),
    pooled_upper: shown(pooled?.ci.hi),
    next_lower: shown(pooled?.prediction?.lo),
    next_upper: shown(pooled?.prediction?.hi),
    tau: pooled ? Math.sqrt(pooled.tau2) : null,
    trial_before: answer.trialBefore,
    trial_after: answer.trialAfter,
    comparison_before: answer.comparisonBefore,
    comparison_after: answer.comparisonAfter,
    trial_authorities: answer.trialAuthorities,
    comparison_authorities: answer.comparisonAuthorities,
    periods_before: firstTrial,
    periods_after: periods.length - firstTrial,
    first_period: periods[0] ?? null,
    first_trial_period: panel.startPeriod,
    is_start_assumed: isStartAssumed(design),
    months_past_start: monthsPastStart(periods, outcome.measured, [...startsOf(design).values()]),
    last_period: periods.at(-1) ?? null,
    reason,
    grade: graded,
    security: security?.grade ?? null,
    security_why: security?.words ?? null,
    sentence: outcomeSentence(answer),
  };
}

/** Whether the day from which an authority counts is assumed, and from no document. */
const isStartAssumed = ({ trial }: RegisteredDesign): boolean =>
  trial.some(({ assumed }) => assumed !== undefined);

/** What the grade of security is made of. */
function factsOf(
  design: RegisteredDesign,
  { outcome, periods, firstTrial, startPeriod, rows, excluded }: OutcomePanel,
  answer: OutcomeAnswer,
  { preTrendP }: OutcomeEffect,
): SecurityFacts {
  const kept = new Set(rows.map(({ unit }) => unit));
  const trial = new Set(design.trial.map(({ authority_code }) => authority_code));
  const lostOf = (isTrial: boolean) => {
    const left = excluded.filter(
      ({ kind, name }) => kind === "authority" && trial.has(name) === isTrial,
    ).length;
    const there = [...kept].filter((unit) => trial.has(unit) === isTrial).length;
    return left / Math.max(1, left + there);
  };
  const broken = breaksWithin(outcome, periods);
  return {
    isRegisteredBefore:
      startPeriod !== null && design.registered_on <= beganOn(startPeriod, outcome.measured),
    detectable: answer.detectable,
    minimumImportant: outcome.minimum_important_difference,
    isJudged: couldJudge(answer),
    lost: Math.max(lostOf(true), lostOf(false)),
    lostOf: LOST.authorities,
    imbalance: imbalanceOf(rows, firstTrial),
    threats: [
      ...(isStartAssumed(design) ? ["the start is assumed"] : []),
      ...(broken.length ? ["the series changes its meaning on the way"] : []),
      ...(preTrendP !== null && preTrendP <= 1 - rule("confidence_level")
        ? ["the sides were parting before the start"]
        : []),
      ...(outcome.descriptive ? ["one year before the start"] : []),
    ],
  };
}

/** Mean level before the start of the trial less that of the others, in spreads of the others. */
function imbalanceOf(rows: OutcomePanel["rows"], firstTrial: number): number | null {
  const levels = new Map<string, { treated: boolean; values: number[] }>();
  for (const { unit, treated, period, value } of rows) {
    if (period >= firstTrial) continue;
    const own = levels.get(unit) ?? { treated, values: [] };
    own.values.push(value);
    levels.set(unit, own);
  }
  const side = (treated: boolean) =>
    [...levels.values()].flatMap((own) => (own.treated === treated ? [mean(own.values)] : []));
  const [trial, others] = [side(true), side(false)];
  const spread = others.length > 1 ? standardDeviation(others) : 0;
  return trial.length && spread > 0 ? (mean(trial) - mean(others)) / spread : null;
}
