import { type ClusterMoments, sufficientStatistics } from "./cluster-moments.ts";
import { mean } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";

/** A unit's outcome in one period; units never change side. */
export interface PanelRow {
  unit: string;
  period: number;
  treated: boolean;
  value: number;
}

/** Every unit in every period, periods in order. */
export interface Panel {
  periods: number[];
  units: { id: string; treated: boolean; values: number[] }[];
}

/** Refuses a panel with a missing or repeated unit-period: bring it to complete units first. */
export function balancedPanel(rows: readonly PanelRow[]): Result<Panel> {
  const periods = [...new Set(rows.map(({ period }) => period))].sort((a, b) => a - b);
  const byUnit = new Map<string, PanelRow[]>();
  for (const row of rows) byUnit.set(row.unit, [...(byUnit.get(row.unit) ?? []), row]);
  const units: Panel["units"] = [];
  for (const [id, own] of byUnit) {
    own.sort((a, b) => a.period - b.period);
    if (own.length !== periods.length || own.some(({ period }, i) => period !== periods[i])) {
      return refused("gap_in_periods");
    }
    units.push({ id, treated: own[0]!.treated, values: own.map(({ value }) => value) });
  }
  return found({ periods, units });
}

/**
 * Moments by unit of a two-way fixed-effects regression: `regressors` plus period dummies, with unit
 * effects swept out by demeaning. For CR2 that is exact, not an approximation, because units are the
 * clusters (Pustejovsky & Tipton 2018, theorem 2).
 */
export function twoWayMoments<Unit extends { id: string; values: readonly number[] }>(
  { periods, units }: { periods: readonly number[]; units: readonly Unit[] },
  regressors: (unit: Unit, period: number) => number[],
): ClusterMoments[] {
  return sufficientStatistics(
    units.flatMap((unit) => {
      const { id, values } = unit;
      const raw = periods.map((period) => [
        ...regressors(unit, period),
        ...periods.slice(1).map((other) => Number(other === period)),
      ]);
      const centre = raw[0]!.map((_, j) => mean(raw.map((row) => row[j]!)));
      const level = mean(values);
      return raw.map((row, i) => ({
        cluster: id,
        x: row.map((value, j) => value - centre[j]!),
        y: values[i]! - level,
      }));
    }),
  );
}
