import type { EvaluationAuthority } from "../../../pipelines/measures/evaluation-authorities/measure.ts";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { COMPARISON, TRIAL } from "../chart-style.js";
import { interval95, number, text } from "../columns.js";
import { figure } from "../figure.js";
import { intervalsChart } from "../intervals-chart.js";
import { why } from "../reasons.js";
import { inShort } from "../words.js";
import { differenceUnit, signed } from "./amounts.js";
import { basisOf } from "./both-sides.js";

type Kind = "by itself" | "pooled" | "prediction" | "leave one out";

interface Line {
  label: string;
  kind: Kind;
  value: number;
  lower: number | null;
  upper: number | null;
  symbol: null;
}

/** Each trial authority by itself, all together, the next one, and all without each. */
export function byAuthority(
  outcome: EvaluationOutcome,
  rows: readonly EvaluationAuthority[],
  { width }: { width: number },
): HTMLElement {
  const unit = differenceUnit(outcome);
  // What is not said of all together is not said of each.
  const all = outcome.estimate === null ? [] : linesOf(outcome, rows);
  const axis = {
    axis: `Difference from the comparison, ${unit}`,
    narrowAxis: `Difference, ${unit}`,
    hasZero: true,
    format: signed,
  };
  const lines = all.map(({ kind, ...row }) => {
    const isOwn = kind === "by itself" || kind === "pooled";
    return { ...row, colour: isOwn ? TRIAL : COMPARISON, isHollow: !isOwn };
  });
  return figure(all, lines.length ? intervalsChart(lines, { width, ...axis }) : null, {
    title: "Each trial authority by itself",
    summary: summaryOf(outcome, all),
    basis: `${basisOf(outcome)} The 95% interval of a single authority takes as its error how much comparison authorities differ in their own change.`,
    definition: "./method/evaluation#each-trial-authority-by-itself",
    file: `by-authority-${outcome.outcome}-${outcome.comparison}`,
    columns: [
      text("Who", "label"),
      text("What", "kind"),
      number("Difference", "value", signed),
      interval95(signed, () => "–"),
    ],
  });
}

function linesOf(outcome: EvaluationOutcome, rows: readonly EvaluationAuthority[]): Line[] {
  const line = (
    label: string,
    kind: Kind,
    value: number | null,
    lower: number | null = null,
    upper: number | null = null,
  ): Line[] => (value === null ? [] : [{ label, kind, value, lower, upper, symbol: null }]);
  const { pooled, pooled_lower, pooled_upper, next_lower, next_upper } = outcome;
  return [
    ...rows.flatMap((row) =>
      line(row.authority_name, "by itself", row.estimate, row.lower, row.upper),
    ),
    ...line("All, pooled", "pooled", pooled, pooled_lower, pooled_upper),
    ...line("The next authority", "prediction", pooled, next_lower, next_upper),
    ...rows.flatMap((row) =>
      line(`All but ${row.authority_name}`, "leave one out", row.without_it),
    ),
  ];
}

function summaryOf(outcome: EvaluationOutcome, all: readonly Line[]): string {
  const own = all.filter(({ kind }) => kind === "by itself");
  const without = all.filter(({ kind }) => kind === "leave one out");
  if (outcome.estimate === null) return `No figure is given: ${why(outcome.reason)}.`;
  if (own.length === 0) return "No trial authority can be compared by itself.";
  const unit = differenceUnit(outcome);
  const facts = inShort(own.map(({ label, value }) => `${label} ${signed(value)}`));
  const signs = new Set(without.map(({ value }) => Math.sign(value)));
  const rests =
    without.length < 2
      ? ""
      : signs.size > 1
        ? " The estimate changes its direction when one authority is left out, so it rests on single authorities."
        : " Leaving out any one of them does not change the direction.";
  return `${facts} ${unit}, against the comparison authorities. ${nextInWords(outcome, unit)}${rests}`;
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
