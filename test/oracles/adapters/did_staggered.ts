import { baconDecomposition } from "../../../pipelines/statistics/bacon.ts";
import {
  aggregateEffects,
  type EffectSeries,
} from "../../../pipelines/statistics/effect-aggregation.ts";
import {
  type GroupTimeOptions,
  groupTimeEffects,
} from "../../../pipelines/statistics/group-time-effects.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import type { StaggeredRow } from "../../../pipelines/statistics/staggered-panel.ts";
import { sunAbraham } from "../../../pipelines/statistics/sun-abraham.ts";
import { twoWayEffect } from "../../../pipelines/statistics/two-way-effect.ts";
import { number } from "../case-files.ts";
import { factorLevels } from "../factor-levels.ts";
import type { Adapter } from "./adapter.ts";

const comparisons = { notyettreated: "notYetTreated", nevertreated: "neverTreated" } as const;
const estimators = { reg: "regression", ipw: "weighting", dr: "doublyRobust" } as const;

export const didStaggeredAdapter: Adapter = (files) => {
  const { control_groups } = files.json<{ control_groups: (keyof typeof comparisons)[] }>(
    "params.json",
  );
  const groups = [control_groups].flat();
  const table = files.rows("panel.csv");
  const withCovariate = table.map((row) => ({
    unit: row.unit_id!,
    period: number(row, "period"),
    start: number(row, "first_treated") === 0 ? null : number(row, "first_treated"),
    value: number(row, "y"),
    covariates: [number(row, "x")],
  }));
  const rows = withCovariate.map(({ covariates: _, ...row }) => row);
  const variants = groups.flatMap((group) => [
    [`${group}_reg_none`, shape(rows, { comparison: comparisons[group] })] as const,
    ...(["reg", "ipw", "dr"] as const).map(
      (method) =>
        [
          `${group}_${method}_x`,
          shape(withCovariate, {
            comparison: comparisons[group],
            estimator: estimators[method],
          }),
        ] as const,
    ),
  ]);
  const universal = expectValue(
    groupTimeEffects(rows, {
      comparison: comparisons[groups[0]!],
      base: "universal",
      minimumCohort: 1,
    }),
  );
  const twoWay = expectValue(twoWayEffect(rows));
  const bacon = expectValue(baconDecomposition(rows));
  const sun = sunAbraham(rows).value;
  const cohorts = table.filter(({ period }) => period === "1").map((row) => row.first_treated!);
  return {
    n_units: new Set(rows.map(({ unit }) => unit)).size,
    cohorts: Object.fromEntries(
      factorLevels(cohorts).map((level) => [level, cohorts.filter((c) => c === level).length]),
    ),
    cs: Object.fromEntries(variants),
    universal_base: cells(universal.effects),
    twfe: { att: twoWay.estimate, se: twoWay.se },
    bacon: bacon.types.map(({ type, weight, estimate }) => ({
      type,
      weight,
      avg_estimate: estimate,
    })),
    bacon_weighted_sum: bacon.twoWay,
    sun_abraham: sun && {
      att: { Estimate: sun.att.estimate, "Std. Error": sun.att.se },
      event: sun.events.map(({ exposure, estimate, se }) => ({
        rel: exposure,
        est: estimate,
        se,
        _row: `period::${exposure}`,
      })),
    },
  };
};

function shape(rows: readonly StaggeredRow[], options: GroupTimeOptions) {
  const result = expectValue(groupTimeEffects(rows, { ...options, minimumCohort: 1 }));
  const { simple, byCohort, byExposure, byPeriod } = expectValue(
    aggregateEffects(result, { asDid: true }),
  );
  const { preTest } = result;
  return {
    att_gt: cells(result.effects),
    aggregate: {
      simple: {
        overall_att: simple.att,
        overall_se: simple.se,
        egt: null,
        att: null,
        se: null,
      },
      group: series(byCohort),
      dynamic: series(byExposure),
      calendar: series(byPeriod),
    },
    pretest_W: preTest && [[preTest.statistic]],
    pretest_p: preTest && [[Math.round(preTest.p * 1e5) / 1e5]],
  };
}

function cells(
  effects: readonly { cohort: number; period: number; att: number | null; se: number | null }[],
) {
  return effects.map(({ cohort, period, att, se }) => ({ g: cohort, t: period, att, se }));
}

function series({ overall, effects }: EffectSeries) {
  const unboxed = (values: (number | null)[]) => (values.length === 1 ? values[0]! : values);
  return {
    overall_att: overall.att,
    overall_se: overall.se,
    egt: unboxed(effects.map(({ at }) => at)),
    att: unboxed(effects.map(({ att }) => att)),
    se: unboxed(effects.map(({ se }) => se)),
  };
}
