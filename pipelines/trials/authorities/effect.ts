import { group } from "d3";
import { sufficientStatistics } from "../../statistics/cluster-moments.ts";
import { clusterRobust } from "../../statistics/cluster-robust.ts";
import { eventStudy } from "../../statistics/did-event-study.ts";
import {
  type DifferenceInDifferences,
  differenceInDifferences,
} from "../../statistics/difference-in-differences.ts";
import { tCritical, tQuantile } from "../../statistics/distributions.ts";
import { type EValue, eValueOfDifference } from "../../statistics/e-value.ts";
import { type MetaAnalysis, pooledEffect } from "../../statistics/meta-analysis.ts";
import { mean, standardDeviation } from "../../statistics/moments.ts";
import type { PanelRow } from "../../statistics/panel.ts";
import { type PastParting, pastParting } from "../../statistics/past-parting.ts";
import { found as foundResult, type Result } from "../../statistics/result.ts";
import { rule } from "../../warehouse/rules.ts";
import type { OutcomePanel } from "./outcome-panel.ts";

/** Everything that is estimated of one outcome against one comparison, in the panel's units. */
export interface OutcomeEffect {
  difference: Result<DifferenceInDifferences>;
  /** Mean of each side by period, and the gap between them relative to the last period before. */
  periods: PeriodEffect[];
  /** Placebo p of the drift before the start; null with fewer than four periods before. */
  preTrendP: number | null;
  /** Smallest difference found four times in five. */
  detectable: number | null;
  /** What the sides did by themselves before the start, and what that would leave of the effect. */
  parting: PastParting | null;
  eValue: EValue | null;
  /** Each trial authority against the comparison; its error is that of one comparison authority. */
  authorities: { authority_code: string; estimate: number; std_error: number | null }[];
  pooled: Result<MetaAnalysis> | null;
  /** Standard deviation over authorities of the change from before to after. */
  changeSd: number | null;
}

export interface PeriodEffect {
  period: string;
  isAfter: boolean;
  trialMean: number;
  comparisonMean: number;
  estimate: number | null;
  lower: number | null;
  upper: number | null;
}

/** Difference in differences, event study, pooling and sensitivity of one balanced panel. */
export function outcomeEffect({ rows, periods, firstTrial }: OutcomePanel): OutcomeEffect {
  const level = rule("confidence_level");
  const minimumClusters = {
    treated: rule("fewest_trial_authorities"),
    comparison: rule("fewest_comparison_authorities"),
  };
  const difference = differenceInDifferences(rows, firstTrial, { level, minimumClusters });
  const study = eventStudy(rows, firstTrial, { level });
  const changes = unitChanges(rows, firstTrial);
  const others = changes.filter(({ treated }) => !treated).map(({ value }) => value);
  const found = difference.value?.clustered.value ?? null;
  const changeSd = changes.length > 2 ? standardDeviation(changes.map(({ value }) => value)) : null;
  const ofPeriods = periods.map((period, i) => periodEffect(rows, periods, i, firstTrial, period));
  const own =
    others.length > 1 ? standardDeviation(others) * Math.sqrt(1 + 1 / others.length) : null;
  const authorities = changes
    .filter(({ treated }) => treated)
    .map(({ unit, value }) => ({
      authority_code: unit,
      estimate: value - mean(others),
      std_error: own,
    }));
  return {
    difference,
    periods: ofPeriods,
    preTrendP: study.value?.preTrendPlacebo.value?.p ?? null,
    detectable: found
      ? (tCritical(level, found.df) + tQuantile(rule("power"), found.df)) * found.se
      : null,
    parting: found ? pastParting(unitsOf(rows), firstTrial, level).value : null,
    eValue:
      found && changeSd
        ? eValueOfDifference(found.estimate / changeSd, found.se / changeSd).value
        : null,
    authorities,
    pooled:
      own && authorities.length > 1
        ? publishedPooling(
            authorities.map(({ estimate }) => ({ estimate, se: own })),
            level,
          )
        : null,
    changeSd,
  };
}

/** The wider of two intervals: trial authorities alike by luck must not look sure. */
function publishedPooling(
  estimates: Parameters<typeof pooledEffect>[0],
  level: number,
): Result<MetaAnalysis> {
  const pooled = pooledEffect(estimates, level);
  return pooled.value ? foundResult(pooled.value[pooled.value.published]) : pooled;
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

function periodEffect(
  rows: readonly PanelRow[],
  periods: readonly string[],
  at: number,
  firstTrial: number,
  period: string,
): PeriodEffect {
  const reference = firstTrial - 1;
  const side = (treated: boolean) =>
    mean(
      rows.filter((row) => row.period === at && row.treated === treated).map(({ value }) => value),
    );
  const means = { trialMean: side(true), comparisonMean: side(false) };
  const base = { period, isAfter: at >= firstTrial, ...means };
  if (at === reference || reference < 0 || periods.length < 2) {
    return { ...base, estimate: at === reference ? 0 : null, lower: null, upper: null };
  }
  const before = new Map(
    rows.filter((row) => row.period === reference).map(({ unit, value }) => [unit, value]),
  );
  const clusters = sufficientStatistics(
    rows
      .filter((row) => row.period === at)
      .map(({ unit, treated, value }) => ({
        cluster: unit,
        x: [1, Number(treated)],
        y: value - before.get(unit)!,
      })),
  );
  const found = clusterRobust({
    columns: ["intercept", "trial"],
    clusters,
    contrast: { trial: 1 },
    level: rule("confidence_level"),
  }).value;
  return {
    ...base,
    estimate: found?.estimate ?? null,
    lower: found?.ci.lo ?? null,
    upper: found?.ci.hi ?? null,
  };
}
