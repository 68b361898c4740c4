import type { EvaluationAuthority } from "../../../pipelines/measures/evaluation-authorities/measure.ts";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { choose } from "../choices.js";
import type { Chosen } from "./tables.js";

export interface EvaluationChoices {
  /** Evaluation and comparison. */
  comparison: HTMLElement;
  /** Outcome, and trial authority where one is chosen. */
  outcome: HTMLElement;
  chosen: () => Chosen;
}

type Field = ReturnType<typeof choose>;

/** Evaluation (where there are several), comparison, outcome and, where rows of them are given, trial authority. */
export function evaluationChoices(
  outcomes: readonly EvaluationOutcome[],
  authorities: readonly EvaluationAuthority[] = [],
): EvaluationChoices {
  const controls = () => {
    const element = document.createElement("div");
    element.className = "controls";
    return element;
  };
  const places = { comparison: controls(), outcome: controls() };
  const titles = distinctBy(outcomes, ({ evaluation }) => evaluation);
  const evaluation =
    titles.length > 1
      ? choose({
          label: "Evaluation",
          name: "evaluation",
          choices: titles.map((row) => ({ value: row.evaluation, label: row.evaluation_title })),
        })
      : null;
  let fields: Record<"comparison" | "outcome", Field> & { authority: Field | null };
  const current = () => evaluation?.value ?? titles[0]?.evaluation ?? "";
  const fill = () => {
    fields = fieldsOf(current(), outcomes, authorities);
    const { comparison, outcome, authority } = fields;
    places.comparison.replaceChildren(...[evaluation, comparison].filter((one) => one !== null));
    places.outcome.replaceChildren(...[outcome, authority].filter((one) => one !== null));
  };
  fill();
  evaluation?.addEventListener("input", () => {
    fill();
    evaluation.querySelector("select")?.focus();
  });
  return {
    ...places,
    chosen: () => ({
      evaluation: current(),
      comparison: fields.comparison.value,
      outcome: fields.outcome.value,
      authority: fields.authority?.value ?? "",
    }),
  };
}

function fieldsOf(
  evaluation: string,
  outcomes: readonly EvaluationOutcome[],
  authorities: readonly EvaluationAuthority[],
) {
  const own = outcomes.filter((row) => row.evaluation === evaluation);
  const primary = own.find((row) => row.is_primary);
  const trial = distinctBy(
    authorities.filter((row) => row.evaluation === evaluation),
    ({ authority_code }) => authority_code,
  );
  return {
    comparison: choose({
      label: "Compared with",
      name: "comparison",
      ...(primary ? { value: primary.comparison } : {}),
      choices: distinctBy(own, ({ comparison }) => comparison).map((row) => ({
        value: row.comparison,
        label: row.comparison_title,
      })),
    }),
    outcome: choose({
      label: "What changed",
      name: "outcome",
      ...(primary ? { value: primary.outcome } : {}),
      choices: distinctBy(own, ({ outcome }) => outcome).map((row) => ({
        value: row.outcome,
        label: row.title,
      })),
    }),
    authority:
      trial.length > 0
        ? choose({
            label: "Trial authority",
            name: "authority",
            choices: trial.map((row) => ({
              value: row.authority_code,
              label: row.authority_name,
            })),
          })
        : null,
  };
}

const distinctBy = <T>(rows: readonly T[], key: (row: T) => string): T[] =>
  [...new Map([...rows].reverse().map((row) => [key(row), row])).values()].reverse();
