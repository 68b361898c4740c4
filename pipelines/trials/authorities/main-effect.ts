import { group } from "d3";
import type { ClusterRobustEstimate } from "../../statistics/cluster-robust.ts";
import {
  type DifferenceInDifferences,
  differenceInDifferences,
} from "../../statistics/difference-in-differences.ts";
import { mean } from "../../statistics/moments.ts";
import { ownStartDifference } from "../../statistics/own-start-difference.ts";
import type { PanelRow } from "../../statistics/panel.ts";
import { type PastParting, pastParting } from "../../statistics/past-parting.ts";
import { found as foundResult, type Result, refused } from "../../statistics/result.ts";
import { rule } from "../../warehouse/rules.ts";
import { detectableBy } from "../shared/detectable.ts";
import { isStaggered, type OutcomePanel } from "./outcome-panel.ts";

/** The headline of one outcome and comparison, whatever the starts. */
export interface Headline {
  estimate: number;
  clustered: Result<Pick<ClusterRobustEstimate, "estimate" | "se" | "df" | "p" | "ci">>;
  placebo: { p: number; smallestP: number } | null;
  leaveOneOut: { unit: string; estimate: number }[];
}

/** What the answer in words rests on, in the panel's units. */
export interface MainEffect {
  difference: Result<Headline>;
  /** Smallest true difference whose interval leaves out zero four times in five. */
  detectable: number | null;
  /** What the sides did by themselves before the start, and what that would leave of the effect. */
  parting: PastParting | null;
  /** Each trial authority against the comparison, from its own start on. */
  authorities: { authority_code: string; estimate: number }[];
}

/** Options that a description needs: a single period before the start. */
export interface EffectOptions {
  fewestBefore?: number;
}

/** The difference in differences of one balanced panel, each trial authority from its own start on. */
export function mainEffect(panel: OutcomePanel, { fewestBefore }: EffectOptions = {}): MainEffect {
  const { rows, firstTrial, starts } = panel;
  const level = rule("confidence_level");
  const minimumClusters = {
    treated: rule("fewest_trial_authorities"),
    comparison: rule("fewest_comparison_authorities"),
  };
  const isByOwnStart = isStaggered(panel);
  const difference = isByOwnStart
    ? byOwnStarts(panel, level, minimumClusters)
    : atOnce(
        differenceInDifferences(rows, firstTrial, {
          ...{ level, minimumClusters },
          ...(fewestBefore === undefined ? {} : { minimumPre: fewestBefore }),
        }),
      );
  const found = difference.value?.clustered.value ?? null;
  // Each trial authority is set beside the others over its own years.
  const changesFrom = new Map(
    [...new Set([firstTrial, ...starts.values()])].map((start) => {
      const changes = unitChanges(rows, start);
      const usual = mean(changes.flatMap(({ treated, value }) => (treated ? [] : [value])));
      return [start, { of: new Map(changes.map(({ unit, value }) => [unit, value])), usual }];
    }),
  );
  const treated = [...new Set(rows.flatMap((row) => (row.treated ? [row.unit] : [])))];
  return {
    difference,
    detectable: found ? detectableBy(found) : null,
    parting: found && !isByOwnStart ? pastParting(unitsOf(rows), firstTrial, level).value : null,
    authorities: treated.map((unit) => {
      const { of, usual } = changesFrom.get(starts.get(unit) ?? firstTrial)!;
      return { authority_code: unit, estimate: of.get(unit)! - usual };
    }),
  };
}

const atOnce = ({ value, reason }: Result<DifferenceInDifferences>): Result<Headline> => {
  if (value === null) return refused(reason);
  const { estimate, clustered, leaveOneOut, studentised } = value;
  return foundResult({ estimate, clustered, leaveOneOut, placebo: studentised.value });
};

/** Each trial authority from its own start on, against the comparison over the same years. */
function byOwnStarts(
  { rows, starts }: OutcomePanel,
  level: number,
  minimum: { treated: number; comparison: number },
): Result<Headline> {
  const units = [...group(rows, ({ unit }) => unit)].map(([unit, own]) => ({
    unit,
    start: starts.get(unit) ?? null,
    values: [...own].sort((a, b) => a.period - b.period).map(({ value }) => value),
  }));
  const { value, reason } = ownStartDifference(units, { level, minimum });
  return value === null
    ? refused(reason)
    : foundResult({ ...value, clustered: foundResult(value) });
}

const unitsOf = (rows: readonly PanelRow[]) =>
  [...group(rows, ({ unit }) => unit).values()].map((own) => ({
    treated: own[0]!.treated,
    values: [...own].sort((a, b) => a.period - b.period).map(({ value }) => value),
  }));

/** Mean after less mean before, one a unit. */
export function unitChanges(rows: readonly PanelRow[], firstTrial: number) {
  const units = new Map<string, PanelRow[]>();
  for (const row of rows) units.set(row.unit, [...(units.get(row.unit) ?? []), row]);
  return [...units].map(([unit, own]) => {
    const side = (isAfter: boolean) =>
      mean(own.filter(({ period }) => period >= firstTrial === isAfter).map(({ value }) => value));
    return { unit, treated: own[0]!.treated, value: side(true) - side(false) };
  });
}
