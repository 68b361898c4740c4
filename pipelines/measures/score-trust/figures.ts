import { ALL_ALIKE } from "../../disclosure/tells-all.ts";
import { meanInterval } from "../../statistics/mean-interval.ts";
import { wilson } from "../../statistics/proportions.ts";
import { type GroupMoments, welchFromMoments } from "../../statistics/welch.ts";
import { rule } from "../../warehouse/rules.ts";
import { type Finding, type Key, noFigure } from "./threat.ts";

/** Said of a figure for which there are too few children. */
export const TOO_FEW = "too few children";

/** A share of children with its Wilson interval; `isFlagged` judges the interval. */
export function shareFinding(
  key: Key,
  count: number,
  of: number,
  expected: number | null,
  isFlagged: (lower: number, upper: number) => boolean,
): Finding {
  if (of < rule("smallest_mean")) return noFigure(key, "share", TOO_FEW, of);
  const { value } = wilson(count, of, rule("confidence_level"));
  const { lo, hi } = value!.ci;
  return {
    ...noFigure(key, "share", "", of),
    estimate: count / of,
    lower: lo,
    upper: hi,
    expected,
    part_count: count,
    is_flagged: isFlagged(lo, hi),
    reason: null,
  };
}

/** The mean of a group with its t interval; flagged where asked and zero is outside it. */
export function meanFinding(key: Key, group: GroupMoments, isJudged: boolean): Finding {
  const { value, reason } = meanInterval(group.n, group.mean, Math.sqrt(group.variance), {
    level: rule("confidence_level"),
    minimum: rule("smallest_mean"),
  });
  if (!value) {
    const why = reason === "zero_variance" ? ALL_ALIKE : TOO_FEW;
    return noFigure(key, "points", why, group.n);
  }
  const { lo, hi } = value.ci;
  return {
    ...noFigure(key, "points", "", group.n),
    estimate: group.mean,
    lower: lo,
    upper: hi,
    expected: isJudged ? 0 : null,
    is_flagged: isJudged && (lo > 0 || hi < 0),
    reason: null,
  };
}

/** The difference of two groups' means, first less second, with Welch's interval. */
export function differenceFinding(
  key: Key,
  first: GroupMoments,
  second: GroupMoments,
  isFlagged: (lower: number, upper: number) => boolean,
): Finding {
  const least = Math.min(first.n, second.n);
  const total = first.n + second.n;
  const { value } = welchFromMoments(first, second, rule("confidence_level"));
  if (least < rule("smallest_mean") || !value) {
    return { ...noFigure(key, "points", TOO_FEW, total), least_count: least };
  }
  const { lo, hi } = value.ci;
  return {
    ...noFigure(key, "points", "", total),
    estimate: value.difference,
    lower: lo,
    upper: hi,
    expected: 0,
    least_count: least,
    is_flagged: isFlagged(lo, hi),
    reason: null,
  };
}

/**
 * Sums of a column as one group's moments. Decimals add up to the same in any order, which doubles,
 * summed by several threads, do not.
 */
export const momentsSql = (value: string, filter: string, name: string): string =>
  `count(${value}) filter (${filter}) as ${name}_n, sum((${value})::decimal(18, 9)) filter (${filter}) as ${name}_sum,
    sum(((${value}) * (${value}))::decimal(38, 12)) filter (${filter}) as ${name}_squares,
    min(${value}) filter (${filter}) = max(${value}) filter (${filter}) as ${name}_is_constant`;

/** The moments of that name in a row. */
export function momentsOf(row: Record<string, unknown>, name: string): GroupMoments {
  const [n, sum, squares] = ["n", "sum", "squares"].map((of) => Number(row[`${name}_${of}`] ?? 0));
  const mean = n! > 0 ? sum! / n! : 0;
  // Squares less the square of the sum leave a crumb where nothing varies.
  const isConstant = n! < 2 || row[`${name}_is_constant`] === true;
  return { n: n!, mean, variance: isConstant ? 0 : (squares! - sum! * mean) / (n! - 1) };
}
