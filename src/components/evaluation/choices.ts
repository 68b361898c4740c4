import type { EvaluationAuthority } from "../../../pipelines/measures/evaluation-authorities/measure.ts";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { type Answers, ask, choicesOf, controls, councilsOf } from "../choices.js";
import type { Chosen } from "./tables.js";

export interface EvaluationChoices {
  /** Evaluation and comparison. */
  comparison: HTMLElement;
  /** Outcome, and trial authority where one is chosen. */
  outcome: HTMLElement;
  chosen: () => Chosen;
}

/** Evaluation (where there are several), comparison, outcome and, where rows of them are given, trial authority. */
export function evaluationChoices(
  outcomes: readonly EvaluationOutcome[],
  authorities: readonly EvaluationAuthority[] = [],
): EvaluationChoices {
  const ofEvaluation = <T extends { evaluation: string }>(
    rows: readonly T[],
    { evaluation }: Answers,
  ) => rows.filter((row) => row.evaluation === evaluation);
  const primary = (now: Answers) => ofEvaluation(outcomes, now).find((row) => row.is_primary);
  const { fields, chosen } = ask([
    {
      name: "evaluation",
      label: "Evaluation",
      fewest: 2,
      choices: () =>
        choicesOf(
          outcomes,
          (row) => row.evaluation,
          (row) => row.evaluation_title,
        ),
    },
    {
      name: "compared",
      label: "Compared with",
      value: (now) => primary(now)?.comparison,
      choices: (now) =>
        choicesOf(
          ofEvaluation(outcomes, now),
          (row) => row.comparison,
          (row) => row.comparison_title,
        ),
    },
    {
      name: "outcome",
      label: "What changed",
      value: (now) => primary(now)?.outcome,
      choices: (now) =>
        choicesOf(
          ofEvaluation(outcomes, now),
          (row) => row.outcome,
          (row) => row.title,
        ),
    },
    {
      name: "council",
      label: "Trial council",
      choices: (now) => councilsOf(ofEvaluation(authorities, now)),
    },
  ]);
  return {
    comparison: controls(fields.evaluation, fields.compared),
    outcome: controls(fields.outcome, fields.council),
    chosen: () => {
      const { evaluation, compared, outcome, council } = chosen();
      return { evaluation, comparison: compared, outcome, authority: council };
    },
  };
}
