import { balancedPanel } from "./panel.ts";
import { found, type Result, refused } from "./result.ts";

export interface StaggeredRow {
  unit: string;
  period: number;
  /** First period under treatment, the same in every row of a unit; null for never. */
  start: number | null;
  value: number;
  covariates?: readonly number[];
}

export interface StaggeredUnit {
  id: string;
  /** Null also when treatment starts after the last period: that unit is untreated throughout. */
  start: number | null;
  values: number[];
  /** By period, in order. */
  covariates: (readonly number[])[];
}

/** Every unit in every period, periods in order. */
export interface StaggeredPanel {
  periods: number[];
  units: StaggeredUnit[];
}

/** Refuses a panel with gaps or repeats, and a unit with two starts. */
export function staggeredPanel(rows: readonly StaggeredRow[]): Result<StaggeredPanel> {
  const balanced = balancedPanel(
    rows.map(({ unit, period, start, value }) => ({
      unit,
      period,
      treated: start !== null,
      value,
    })),
  );
  if (balanced.reason !== null) return balanced;
  const { periods, units } = balanced.value;
  const last = periods.at(-1)!;
  const byUnit = new Map<string, StaggeredRow[]>();
  for (const row of rows) {
    const own = byUnit.get(row.unit);
    if (own) own.push(row);
    else byUnit.set(row.unit, [row]);
  }
  const complete: StaggeredUnit[] = [];
  for (const { id, values } of units) {
    const own = byUnit.get(id)!.sort((a, b) => a.period - b.period);
    const start = own[0]!.start;
    if (own.some((row) => row.start !== start)) return refused("invalid_input");
    complete.push({
      id,
      start: start !== null && start > last ? null : start,
      values,
      covariates: own.map(({ covariates = [] }) => covariates),
    });
  }
  return found({ periods, units: complete });
}

/** Starts of the treated cohorts, in order. */
export function cohortStarts(units: readonly StaggeredUnit[]): number[] {
  const starts = new Set(units.flatMap(({ start }) => (start === null ? [] : [start])));
  return [...starts].sort((a, b) => a - b);
}
