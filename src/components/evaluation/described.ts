import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { interval, plural, whole } from "../words.js";
import { differenceUnit, signed } from "./amounts.js";

type Described = Pick<EvaluationOutcome, "estimate" | "lower" | "upper" | "is_descriptive">;

/** On which side of zero an interval lies wholly; 0 where it includes zero or there is none. */
export const sideOfZero = ({ lower, upper }: Pick<Described, "lower" | "upper">): -1 | 0 | 1 =>
  (lower ?? 0) > 0 ? 1 : (upper ?? 0) < 0 ? -1 : 0;

/** What stands beside a count of judged comparisons: those described, whose intervals it does not count. */
export function describedBeside(rows: readonly Described[]): string {
  const described = rows.filter((row) => row.is_descriptive && row.estimate !== null);
  if (described.length === 0) return "";
  const of = (side: -1 | 1) => described.filter((row) => sideOfZero(row) === side).length;
  const [more, less] = [of(1), of(-1)];
  const sides = [
    ...(more > 0 ? [`wholly above zero (more than elsewhere) in ${whole(more)}`] : []),
    ...(less > 0 ? [`wholly below zero (less than elsewhere) in ${whole(less)}`] : []),
  ];
  const lies =
    sides.length === 0
      ? "every interval includes zero"
      : `the interval lies ${sides.join(" and ")}`;
  const many = plural(described.length, "comparison is", "comparisons are");
  return ` Apart from these, ${many} described by a single year before the start, which is no test: ${lies}.`;
}

/** The figure of a described outcome in its own unit; null of any other. */
export const describedFigure = (row: EvaluationOutcome): string | null =>
  row.is_descriptive && row.estimate !== null
    ? `${signed(row.estimate)} ${differenceUnit(row)}`
    : null;

/** Its 95% interval, in the same unit. */
export const describedInterval = (row: EvaluationOutcome): string | null =>
  describedFigure(row) === null ? null : interval(row.lower, row.upper, signed);
