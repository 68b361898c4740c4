import type { EvaluationAuthority } from "../../../pipelines/measures/evaluation-authorities/measure.ts";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { COMPARISON, TRIAL } from "../chart-style.js";
import { figure } from "../figure.js";
import { type IntervalRow, intervalsChart } from "../intervals-chart.js";
import { inList, interval } from "../words.js";
import { differenceUnit, signed } from "./amounts.js";
import { basisOf } from "./both-sides.js";

/** Each trial authority by itself, all together, the next one, and all without each. */
export function byAuthority(
  outcome: EvaluationOutcome,
  rows: readonly EvaluationAuthority[],
  { width }: { width: number },
): HTMLElement {
  const unit = differenceUnit(outcome);
  const own = rows.map((row) => ({
    label: row.authority_name,
    kind: "by itself",
    value: row.estimate,
    lower: row.lower,
    upper: row.upper,
  }));
  const together = [
    {
      label: "All, pooled",
      kind: "pooled",
      value: outcome.pooled,
      lower: outcome.pooled_lower,
      upper: outcome.pooled_upper,
    },
    {
      label: "The next authority",
      kind: "prediction",
      value: outcome.pooled,
      lower: outcome.next_lower,
      upper: outcome.next_upper,
    },
  ].filter(({ value }) => value !== null);
  const without = rows
    .filter(({ without_it }) => without_it !== null)
    .map((row) => ({
      label: `All but ${row.authority_name}`,
      kind: "leave one out",
      value: row.without_it,
      lower: null,
      upper: null,
    }));
  const all = [...own, ...together, ...without].filter(({ value }) => value !== null);
  const lines: IntervalRow[] = all.map(({ kind, ...row }) => ({
    ...row,
    colour: kind === "by itself" || kind === "pooled" ? TRIAL : COMPARISON,
    isHollow: kind !== "by itself" && kind !== "pooled",
  }));
  const signs = new Set(without.map(({ value }) => Math.sign(value as number)));
  return figure(
    all.map((row) => ({ ...row, symbol: null })),
    lines.length
      ? intervalsChart(lines, {
          width,
          axis: `Difference from the comparison, ${unit}`,
          narrowAxis: `Difference, ${unit}`,
          hasZero: true,
          format: signed,
        })
      : null,
    {
      title: "Each trial authority by itself",
      summary:
        own.length && lines.length
          ? `${inList(own.filter(({ value }) => value !== null).map(({ label, value }) => `${label} ${signed(value as number)}`))} ${unit}, against the comparison authorities. ${nextInWords(outcome, unit)}${without.length > 1 ? (signs.size > 1 ? " The estimate changes its direction when one authority is left out, so it rests on single authorities." : " Leaving out any one of them does not change the direction.") : ""}`
          : "No trial authority can be compared by itself.",
      basis: `${basisOf(outcome)} The 95% interval of a single authority takes as its error how much comparison authorities differ in their own change.`,
      definition: "./method/evaluation#each-trial-authority-by-itself",
      file: `by-authority-${outcome.outcome}-${outcome.comparison}`,
      columns: [
        { title: "Who", text: (row) => row.label },
        { title: "What", text: (row) => row.kind },
        { title: "Difference", text: (row) => signed(row.value as number), isNumber: true },
        {
          title: "95% interval",
          text: (row) => interval(row.lower, row.upper, signed) ?? "–",
          isNumber: true,
        },
      ],
    },
  );
}

function nextInWords(
  { next_lower: lower, next_upper: upper }: EvaluationOutcome,
  unit: string,
): string {
  if (lower === null || upper === null)
    return "They are too few to say what the next authority could expect.";
  const either = lower < 0 && upper > 0 ? ": it could be either way" : "";
  return `For the next authority like them the true difference is expected between ${signed(lower)} and ${signed(upper)} ${unit} (95% prediction interval)${either}.`;
}
