import { balancedPanel, type Panel, type PanelRow } from "./panel.ts";
import { type Result, refused } from "./result.ts";
import type { ClusterCounts } from "./treated-clusters.ts";

/** Periods before treatment that a difference-in-differences, and an event study, must have. */
export const minimumPrePeriods = { did: 2, eventStudy: 4 };

export interface DidOptions {
  level?: number;
  minimumPre?: number;
  minimumClusters?: ClusterCounts;
  minimumAssignments?: number;
}

/** A balanced panel with enough periods before `start`, some after it, and units on both sides. */
export function preparedPanel(
  rows: readonly PanelRow[],
  start: number,
  minimumPre: number,
): Result<Panel> {
  const panel = balancedPanel(rows);
  if (panel.reason !== null) return panel;
  const { periods, units } = panel.value;
  const before = periods.filter((period) => period < start).length;
  if (before < Math.max(1, minimumPre) || before === periods.length) {
    return refused("below_minimum_size");
  }
  if (!units.some(({ treated }) => treated)) return refused("too_few_treated_clusters");
  if (units.every(({ treated }) => treated)) return refused("too_few_comparison_clusters");
  return panel;
}
