import { TRIAL } from "./chart-style.js";
import { intervalsChart } from "./intervals-chart.js";

interface Finding {
  estimate: number | null;
  lower: number | null;
  upper: number | null;
  is_primary: boolean;
}

/** Differences of a trial with their intervals, the answer filled and all others hollow. */
export const findingsChart = <R extends Finding>(
  rows: readonly R[],
  label: (row: R) => string,
  options: Omit<Parameters<typeof intervalsChart>[1], "hasZero">,
): Element =>
  intervalsChart(
    rows.map((row) => ({
      label: label(row),
      value: row.estimate,
      lower: row.lower,
      upper: row.upper,
      colour: TRIAL,
      isHollow: !row.is_primary,
      instead: "too few to say",
    })),
    { ...options, hasZero: true },
  );
