import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { decimal, fixed } from "../words.js";

type Measured = Pick<EvaluationOutcome, "unit" | "scale">;

/** Of growth the tables hold hundred times the logarithm; readers see the figure itself. */
export const level = (value: number | null, { scale }: Measured): number | null =>
  value !== null && scale === "log" ? Math.exp(value / 100) : value;

/** A difference of hundredfold logarithms as a per cent difference. */
export const difference = (value: number | null, { scale }: Measured): number | null =>
  value !== null && scale === "log" ? 100 * Math.expm1(value / 100) : value;

/** What a difference is measured in. */
export const differenceUnit = ({ unit, scale }: Measured): string =>
  scale === "log" ? "per cent" : unit.startsWith("per cent") ? "percentage points" : unit;

/** A difference with its sign, so that no one takes "more" for "better". */
export const signed = (value: number): string =>
  value > 0 && decimal(value) !== "0.0" ? `+${decimal(value)}` : decimal(value);

/** The year in which a period begins: 2019 of 2019 and of 2019-20. */
export const yearOf = (period: string): number => Number(period.slice(0, 4));

/** A p-value in words that claim no more than it can bear. */
export const chance = (p: number): string =>
  p < 0.001
    ? "less than 1 in 1,000"
    : p < 0.01
      ? "less than 1 in 100"
      : `${fixed(100 * p, 0)} in 100`;

export const pValue = (p: number): string => (p < 0.001 ? "under 0.001" : fixed(p, 3));
