import { mean } from "../../statistics/moments.ts";
import type { AuthorityDesign } from "../designs/authority-design.ts";
import type { MainEffect } from "./main-effect.ts";
import { endsOf, namesOf, type OutcomePanel } from "./outcome-panel.ts";
import type { OutcomeAnswer } from "./sentence.ts";

/** A difference of hundredfold logarithms as a per cent difference. */
const perCent = (value: number | null): number | null =>
  value === null ? null : 100 * Math.expm1(value / 100);

/** A difference of the panel in the unit that it is published in: of growth, per cent. */
export const inPublishedUnit = (
  value: number | null | undefined,
  { outcome }: Pick<OutcomePanel, "outcome">,
): number | null => (outcome.scale === "log" ? perCent(value ?? null) : (value ?? null));

/** A single year before the start is compared with the last year of all, and only described. */
export const judgedPanel = (panel: OutcomePanel): OutcomePanel =>
  panel.outcome.descriptive ? endsOf(panel) : panel;

/** What the answer in words is made of, in the outcome's unit (growth: per cent). */
export function answerOf(
  panel: OutcomePanel,
  { difference, detectable, parting, authorities }: MainEffect,
  design: Pick<AuthorityDesign, "trial" | "primary_outcome">,
): OutcomeAnswer {
  const names = namesOf(design);
  const { outcome, periods, firstTrial, rows } = panel;
  const shown = (value: number | null | undefined) => inPublishedUnit(value, panel);
  const level = (value: number | null): number | null =>
    outcome.scale === "log" && value !== null ? Math.exp(value / 100) : value;
  const clustered = difference.value?.clustered.value ?? null;
  const units = (treated: boolean) =>
    new Set(rows.filter((row) => row.treated === treated).map(({ unit }) => unit)).size;
  const side = (treated: boolean, isAfter: boolean) => {
    const own = rows.filter(
      (row) => row.treated === treated && row.period >= firstTrial === isAfter,
    );
    return own.length ? level(mean(own.map(({ value }) => value))) : null;
  };
  return {
    outcome,
    isOneOfMany: outcome.outcome !== design.primary_outcome,
    estimate: shown(clustered?.estimate ?? difference.value?.estimate ?? null),
    lower: shown(clustered?.ci.lo),
    upper: shown(clustered?.ci.hi),
    df: clustered?.df ?? null,
    trialBefore: side(true, false),
    trialAfter: side(true, true),
    comparisonBefore: side(false, false),
    comparisonAfter: side(false, true),
    trialAuthorities: units(true),
    comparisonAuthorities: units(false),
    detectable: shown(detectable),
    partingMultiple: parting?.multiple ?? null,
    reason:
      difference.reason ??
      (clustered ? null : (difference.value?.clustered.reason ?? "below_minimum_size")),
    authorities: authorities.map(({ authority_code, estimate }) => ({
      name: names.get(authority_code) ?? authority_code,
      estimate: shown(estimate) as number,
    })),
    years: {
      before: periods.slice(0, firstTrial),
      after: periods.slice(firstTrial),
    },
  };
}
