import { minimumPrePeriods } from "../../statistics/did-panel.ts";
import { mean } from "../../statistics/moments.ts";
import { rule } from "../../warehouse/rules.ts";
import type { AuthorityDesign, DesignedOutcome } from "../designs/authority-design.ts";
import { answerOf, judgedPanel } from "./answer.ts";
import { mainEffect } from "./main-effect.ts";
import { nearestInThePast } from "./nearest-in-the-past.ts";
import { type OutcomePanel, outcomePanel, startsOf } from "./outcome-panel.ts";
import { beganOn } from "./periods.ts";
import { gradeOutcome, type OutcomeAnswer, outcomeSentence } from "./sentence.ts";
import { inLogs, type Series } from "./series.ts";

/** A published figure, as it was published. */
export interface PublishedFigure {
  authority_code: string;
  period: string;
  value: number;
}

/** How somebody wants the trial compared. */
export interface OwnChoice {
  /** Codes of the comparison authorities. */
  authorities: readonly string[];
  /** The first and the last period that count. */
  from: string;
  to: string;
  /** The first period of the trial, for all trial authorities; null for each one's own start. */
  start: string | null;
}

/** The answer to a choice, by the functions that work out the published one. */
export interface OwnAnswer {
  answer: OutcomeAnswer;
  sentence: string;
  grade: string;
  /** Below the fewest degrees of freedom none is given. */
  p: number | null;
  placebo: { p: number; smallestP: number } | null;
  periods: { period: string; isAfter: boolean; trialMean: number; comparisonMean: number }[];
  /** Years that the difference rests on, before the earliest start and from it on. */
  before: string[];
  after: string[];
  firstTrialPeriod: string | null;
  /** Authorities and years that it does not rest on, each with its reason. */
  excluded: OutcomePanel["excluded"];
}

/** Why a choice has no answer, and what to do. */
export interface Refusal {
  refused: string;
}

/** All periods in which an outcome is published. */
export const periodsOf = (figures: readonly PublishedFigure[]): string[] =>
  [...new Set(figures.map(({ period }) => period))].sort();

/**
 * The difference in differences of the trial authorities against those that a reader chose, over the
 * years and from the start that were chosen: the very functions of the published estimate, so that the
 * registered choice has the registered answer.
 *
 * @param figures All published figures of the outcome.
 */
export function ownChoice(
  design: Pick<AuthorityDesign, "trial" | "primary_outcome">,
  outcome: DesignedOutcome,
  figures: readonly PublishedFigure[],
  choice: OwnChoice,
): OwnAnswer | Refusal {
  const fault = faultOf(design, figures, choice);
  if (fault) return { refused: fault };
  const { series, starts } = seriesAndStarts(design, outcome, figures, choice);
  const panel = outcomePanel(outcome, "own", series, new Set(choice.authorities), starts);
  const thin = thinOf(panel, choice);
  if (thin) return { refused: thin };
  const judged = judgedPanel(panel);
  const effect = mainEffect(judged, outcome.descriptive ? { fewestBefore: 1 } : {});
  const answer = answerOf(judged, effect, design);
  const found = effect.difference.value;
  const clustered = found?.clustered.value ?? null;
  return {
    answer,
    sentence: outcomeSentence(answer),
    grade: gradeOutcome(answer),
    p: clustered && clustered.df >= rule("fewest_degrees_of_freedom") ? clustered.p : null,
    placebo: found?.placebo ?? null,
    periods: meansOf(panel),
    before: judged.periods.slice(0, judged.firstTrial),
    after: judged.periods.slice(judged.firstTrial),
    firstTrialPeriod: panel.startPeriod,
    excluded: [...notChosen(figures, choice), ...judged.excluded],
  };
}

/** Whom the years and the start of a choice concern. */
type Window = Pick<OwnChoice, "from" | "to" | "start">;

/**
 * Codes of the authorities most like each trial authority in the chosen years before the chosen start,
 * as the pipeline takes them: another start has others.
 *
 * @param nearest How many for each trial authority.
 */
export function mostAlike(
  design: Pick<AuthorityDesign, "trial">,
  outcome: DesignedOutcome,
  figures: readonly PublishedFigure[],
  window: Window,
  nearest: number,
): string[] | Refusal {
  const { series, starts } = seriesAndStarts(design, outcome, figures, window);
  return (
    nearestInThePast(series, outcome, nearest, starts) ?? {
      refused:
        "Which authorities are most like them cannot be judged without a year before the start: choose a later start, an earlier first year, or another comparison.",
    }
  );
}

/** The chosen years of every authority, on the scale of the outcome, and the day from which each trial authority counts. */
function seriesAndStarts(
  design: Pick<AuthorityDesign, "trial">,
  outcome: DesignedOutcome,
  figures: readonly PublishedFigure[],
  { from, to, start }: Window,
): { series: Series[]; starts: Map<string, string> } {
  const series = seriesOf(
    design,
    figures.filter(({ period }) => period >= from && period <= to),
  );
  const codes = design.trial.map(({ authority_code }) => authority_code);
  return {
    series: outcome.scale === "log" ? inLogs(series) : series,
    starts:
      start === null
        ? startsOf(design)
        : new Map(codes.map((code) => [code, beganOn(start, outcome.measured)])),
  };
}

/** Years with figures that the reader's first and last year leave out. */
const notChosen = (
  figures: readonly PublishedFigure[],
  { from, to }: Window,
): OutcomePanel["excluded"] =>
  periodsOf(figures)
    .filter((period) => period < from || period > to)
    .map((name) => ({
      ...{ kind: "period" as const, name },
      reason: `outside the years chosen, ${from} to ${to}`,
    }));

function seriesOf(
  { trial }: Pick<AuthorityDesign, "trial">,
  figures: readonly PublishedFigure[],
): Series[] {
  const ours = new Set(trial.map(({ authority_code }) => authority_code));
  const series = new Map<string, Map<string, number>>();
  for (const { authority_code, period, value } of figures) {
    const own = series.get(authority_code) ?? new Map<string, number>();
    own.set(period, value);
    series.set(authority_code, own);
  }
  return [...series]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([authority_code, values]) => ({
      ...{ authority_code, values },
      isTrial: ours.has(authority_code),
    }));
}

/** What cannot be asked at all. */
function faultOf(
  { trial }: Pick<AuthorityDesign, "trial">,
  figures: readonly PublishedFigure[],
  { authorities, from, to, start }: OwnChoice,
): string | null {
  const own = trial.filter(({ authority_code }) => authorities.includes(authority_code));
  if (own.length > 0) {
    return `${own.map(({ name }) => name).join(" and ")} ${own.length === 1 ? "is a trial authority and cannot be its own comparison" : "are trial authorities and cannot be their own comparison"}: take ${own.length === 1 ? "it" : "them"} out of those compared with.`;
  }
  const known = new Set(figures.map(({ authority_code }) => authority_code));
  const strange = authorities.filter((code) => !known.has(code));
  if (strange.length > 0) {
    return `${strange.slice(0, 3).join(", ")}${strange.length > 3 ? ` and ${strange.length - 3} more` : ""} ${strange.length === 1 ? "has" : "have"} no published figure of this outcome: take ${strange.length === 1 ? "it" : "them"} out of those compared with, or choose another outcome.`;
  }
  const fewest = rule("fewest_comparison_authorities");
  const chosen = new Set(authorities).size;
  if (chosen < fewest) {
    return `At least ${fewest} comparison authorities are needed, and ${chosen} ${chosen === 1 ? "is" : "are"} chosen: tick more of them.`;
  }
  if (from > to) {
    return `The first year, ${from}, lies after the last, ${to}: choose an earlier first year or a later last one.`;
  }
  if (start !== null && (start <= from || start > to)) {
    return `A start in ${start} leaves no year ${start <= from ? "before" : "after"} it from ${from} to ${to}: choose ${start <= from ? "an earlier first year, or a later start" : "a later last year, or an earlier start"}.`;
  }
  return null;
}

/** What is left of a choice, once gaps in the figures are counted, and is too little. */
function thinOf(panel: OutcomePanel, { authorities, from, to }: OwnChoice): string | null {
  const { rows, periods, firstTrial, outcome } = panel;
  const kept = (treated: boolean) =>
    new Set(rows.filter((row) => row.treated === treated).map(({ unit }) => unit)).size;
  const [trial, others] = [kept(true), kept(false)];
  if (trial < rule("fewest_trial_authorities")) {
    return `${trial === 0 ? "No trial authority has" : "Only one trial authority has"} a figure in every year from ${from} to ${to}: choose other years.`;
  }
  if (others < rule("fewest_comparison_authorities")) {
    return `Of ${authorities.length} authorities chosen ${others} ${others === 1 ? "has" : "have"} a figure in every year from ${from} to ${to}, and at least ${rule("fewest_comparison_authorities")} are needed: choose more authorities, or fewer years.`;
  }
  const needed = outcome.descriptive ? 1 : minimumPrePeriods.did;
  const before = Math.min(firstTrial, periods.length);
  if (before < needed) {
    return `${before === 0 ? "No year with figures lies" : "Only one year with figures lies"} before the start, and at least ${needed} must: choose an earlier first year or a later start.`;
  }
  if (firstTrial >= periods.length) {
    return "No year with figures lies after the start: choose a later last year or an earlier start.";
  }
  return null;
}

/** Mean of each side by period. */
function meansOf({ rows, periods, firstTrial }: OutcomePanel): OwnAnswer["periods"] {
  return periods.map((period, at) => {
    const side = (treated: boolean) =>
      mean(
        rows.flatMap((row) => (row.period === at && row.treated === treated ? [row.value] : [])),
      );
    return {
      ...{ period, isAfter: at >= firstTrial },
      ...{ trialMean: side(true), comparisonMean: side(false) },
    };
  });
}
