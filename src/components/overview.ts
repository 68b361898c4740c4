import type { EvaluationOutcome } from "../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { EvaluationPeriod } from "../../pipelines/measures/evaluation-periods/measure.ts";
import type { Headline } from "../../pipelines/measures/headlines/headline.ts";
import type { NeedEstimate } from "../../pipelines/measures/need-estimates/measure.ts";
import { bothSides } from "./evaluation/both-sides.js";
import { gapChart } from "./gap-chart.js";
import { nothingYet } from "./page-parts.js";
import { answerCards, verdict } from "./verdict.js";

export interface OverviewTables {
  answers: readonly Headline[];
  outcomes: readonly EvaluationOutcome[];
  periods: readonly EvaluationPeriod[];
  estimates: readonly NeedEstimate[];
}

/** The answer that the overview opens with: of published figures where there are any, else of needs. */
function opening({ answers, outcomes, estimates }: OverviewTables): Headline | undefined {
  const topic = outcomes.some((row) => row.is_primary)
    ? "evaluation"
    : estimates.some((row) => row.is_primary)
      ? "need"
      : null;
  return answers.find((row) => row.topic === topic);
}

/** The verdict in a word, a sentence, and both sides in a picture. */
export function overviewAnswer(tables: OverviewTables, { width }: { width: number }): HTMLElement {
  const whole = document.createElement("div");
  const answer = opening(tables);
  if (!answer) {
    whole.append(nothingYet("No trial can be compared yet.", "npx vsend run PATH"));
    return whole;
  }
  const primary = tables.outcomes.find((row) => row.is_primary);
  const years = tables.periods.filter(
    (row) =>
      row.evaluation === primary?.evaluation &&
      row.outcome === primary.outcome &&
      row.comparison === primary.comparison,
  );
  whole.append(
    verdict(answer),
    primary
      ? bothSides(primary, years, { width, isBrief: true })
      : gapChart(tables.estimates, { width, isBrief: true }),
  );
  return whole;
}

/** The other answers, each with its word where one is asked for. */
export const overviewCards = (tables: OverviewTables): HTMLElement =>
  answerCards(tables.answers.filter((row) => row !== opening(tables)));
