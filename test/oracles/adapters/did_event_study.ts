import { eventStudy } from "../../../pipelines/statistics/did-event-study.ts";
import { differenceInDifferences } from "../../../pipelines/statistics/difference-in-differences.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

const anySize = {
  minimumPre: 1,
  minimumAssignments: 1,
  minimumClusters: { treated: 1, comparison: 1 },
};

export const didEventStudyAdapter: Adapter = (files) => {
  const table = files.rows("panel.csv");
  const rows = table.map((row) => ({
    unit: row.unit!,
    period: number(row, "period"),
    treated: row.treated_unit === "1",
    value: number(row, "y"),
  }));
  const start = Math.max(...table.map((row) => number(row, "first_treated")));
  const did = expectValue(differenceInDifferences(rows, start, anySize));
  const events = expectValue(eventStudy(rows, start, anySize));
  const cr2 = expectValue(did.clustered);
  const permutation = expectValue(did.permutation);
  const { comparison, treated } = did.cells;
  return {
    units: permutation.units,
    treated_units: permutation.treated,
    first_treated_period: start,
    did_2x2_means: treated.after - treated.before - (comparison.after - comparison.before),
    cell_means: {
      rows: ["0", "1"],
      cols: ["0", "1"],
      values: [
        [comparison.before, comparison.after],
        [treated.before, treated.after],
      ],
    },
    twfe: {
      att: did.estimate,
      se_cluster: did.cr1.se,
      t: did.cr1.t,
      p: did.cr1.p,
      df_t: did.cr1.df,
    },
    cr2: { se: cr2.se, df: cr2.df, p: cr2.p },
    event_study: events.points.map(({ period, relative, estimate, se }) => ({
      period,
      rel: relative,
      est: estimate,
      se,
      _row: `period::${period}:treated_unit`,
    })),
    joint_pretrend_wald: events.preTrendWald && {
      F: events.preTrendWald.f,
      p: events.preTrendWald.p,
      df1: events.preTrendWald.df1,
      df2: events.preTrendWald.df2,
    },
    collapsed_two_period_t: {
      diff: did.estimate,
      se: did.collapsed.se,
      df: did.collapsed.df,
      p: did.collapsed.p,
    },
    permutation: {
      assignments: permutation.assignments,
      statistic: permutation.statistic,
      p_two_sided: permutation.p,
    },
  };
};
