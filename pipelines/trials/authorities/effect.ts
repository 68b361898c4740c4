import { baconDecomposition } from "../../statistics/bacon.ts";
import { sufficientStatistics } from "../../statistics/cluster-moments.ts";
import { clusterRobust } from "../../statistics/cluster-robust.ts";
import { eventStudy } from "../../statistics/did-event-study.ts";
import { type EValue, eValueOfDifference } from "../../statistics/e-value.ts";
import { aggregateEffects } from "../../statistics/effect-aggregation.ts";
import { groupTimeEffects } from "../../statistics/group-time-effects.ts";
import { type MetaAnalysis, pooledEffect } from "../../statistics/meta-analysis.ts";
import { mean, standardDeviation } from "../../statistics/moments.ts";
import type { PanelRow } from "../../statistics/panel.ts";
import { found as foundResult, type Result } from "../../statistics/result.ts";
import { sunAbraham } from "../../statistics/sun-abraham.ts";
import { twoWayEffect } from "../../statistics/two-way-effect.ts";
import { rule } from "../../warehouse/rules.ts";
import { type EffectOptions, type MainEffect, mainEffect, unitChanges } from "./main-effect.ts";
import { isStaggered, type OutcomePanel } from "./outcome-panel.ts";

/** What starts at different times need beside the headline. */
export interface StaggeredEffect {
  /** Mean of group-time effects over treated authorities and years (Callaway and Sant'Anna). */
  groupTime: number | null;
  /** By years since the start: group-time effects and Sun and Abraham's. */
  events: {
    exposure: number;
    groupTime: number | null;
    sunAbraham: number | null;
    se: number | null;
  }[];
  /** Two-way fixed effects, and the weight in them of comparisons with authorities already treated. */
  twoWay: number | null;
  forbiddenShare: number | null;
}

/** Everything that is estimated of one outcome against one comparison, in the panel's units. */
export interface OutcomeEffect extends MainEffect {
  /** Null where all start together. */
  staggered: StaggeredEffect | null;
  /** Mean of each side by period, and the gap between them relative to the last period before. */
  periods: PeriodEffect[];
  /** Placebo p of the drift before the start; null with fewer than four periods before. */
  preTrendP: number | null;
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
export function outcomeEffect(panel: OutcomePanel, options: EffectOptions = {}): OutcomeEffect {
  const { rows, periods, firstTrial } = panel;
  const level = rule("confidence_level");
  const main = mainEffect(panel, options);
  const study = eventStudy(rows, firstTrial, { level });
  const changes = unitChanges(rows, firstTrial);
  const others = changes.filter(({ treated }) => !treated).map(({ value }) => value);
  const found = main.difference.value?.clustered.value ?? null;
  const changeSd = changes.length > 2 ? standardDeviation(changes.map(({ value }) => value)) : null;
  const own =
    others.length > 1 ? standardDeviation(others) * Math.sqrt(1 + 1 / others.length) : null;
  return {
    ...main,
    staggered: isStaggered(panel) ? staggeredEffect(panel) : null,
    periods: periods.map((period, i) => periodEffect(rows, periods, i, firstTrial, period)),
    preTrendP: study.value?.preTrendPlacebo.value?.p ?? null,
    eValue:
      found && changeSd
        ? eValueOfDifference(found.estimate / changeSd, found.se / changeSd).value
        : null,
    authorities: main.authorities.map((one) => ({ ...one, std_error: own })),
    pooled:
      own && main.authorities.length > 1
        ? publishedPooling(
            main.authorities.map(({ estimate }) => ({ estimate, se: own })),
            level,
          )
        : null,
    changeSd,
  };
}

function staggeredEffect({ rows, starts }: OutcomePanel): StaggeredEffect {
  const staggered = rows.map(({ unit, period, value }) => ({
    ...{ unit, period, value },
    start: starts.get(unit) ?? null,
  }));
  const groups = groupTimeEffects(staggered).value;
  const sums = groups ? aggregateEffects(groups).value : null;
  const events = sunAbraham(staggered).value?.events ?? [];
  const byExposure = new Map(sums?.byExposure.effects.map((one) => [one.at, one.att]) ?? []);
  const exposures = [...new Set([...byExposure.keys(), ...events.map(({ exposure }) => exposure)])];
  const bacon = baconDecomposition(staggered).value;
  return {
    groupTime: sums?.simple.att ?? null,
    events: exposures
      .sort((a, b) => a - b)
      .map((exposure) => {
        const own = events.find((event) => event.exposure === exposure);
        return {
          exposure,
          groupTime: byExposure.get(exposure) ?? null,
          sunAbraham: own?.estimate ?? null,
          se: own?.se ?? null,
        };
      }),
    twoWay: twoWayEffect(staggered).value?.estimate ?? null,
    forbiddenShare: bacon?.forbiddenShare ?? null,
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
