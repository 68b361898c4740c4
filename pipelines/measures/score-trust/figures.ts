import {
  type Contributors,
  fewestNoisy,
  marksSql,
  type Noise,
  noiseOfMean,
  noisyInterval,
} from "../../disclosure/noise.ts";
import { ALL_ALIKE } from "../../disclosure/tells-all.ts";
import { wilson } from "../../statistics/proportions.ts";
import { type GroupMoments, welchFromMoments } from "../../statistics/welch.ts";
import { rule } from "../../warehouse/rules.ts";
import { type BoundSide, type Finding, judged, type Key, noFigure } from "./threat.ts";

/** Said of a figure for which there are too few children. */
export const TOO_FEW = "too few children";

/** A share of children with its Wilson interval, and on which side of what is expected it is flagged. */
export function shareFinding(
  key: Key,
  count: number,
  of: number,
  expected: number | null,
  bound_side: BoundSide | null,
): Finding {
  if (of < rule("smallest_mean")) return noFigure(key, "share", TOO_FEW, of);
  const { value } = wilson(count, of, rule("confidence_level"));
  const { lo, hi } = value!.ci;
  return judged({
    ...noFigure(key, "share", "", of),
    estimate: count / of,
    lower: lo,
    upper: hi,
    ...{ expected, bound_side },
    part_count: count,
    reason: null,
  });
}

/** Moments of a group, and who is in it with what. */
export type Group = GroupMoments & Contributors;

/** What is averaged, and the noise of it. */
export interface Averaged {
  statistic: string;
  noise: Noise;
}

/** The mean of a group with noise and its t interval; flagged where asked and zero is outside it. */
export function meanFinding(
  key: Key,
  group: Group,
  isJudged: boolean,
  { statistic, noise }: Averaged,
): Finding {
  if (group.n < fewestNoisy()) return noFigure(key, "points", TOO_FEW, group.n);
  if (!(group.variance > 0)) return noFigure(key, "points", ALL_ALIKE, group.n);
  const {
    mean,
    lower: lo,
    upper: hi,
  } = noisyInterval(
    noise,
    statistic,
    { ...group, sd: Math.sqrt(group.variance) },
    rule("confidence_level"),
  );
  return judged({
    ...noFigure(key, "points", "", group.n),
    estimate: mean,
    lower: lo,
    upper: hi,
    expected: isJudged ? 0 : null,
    bound_side: isJudged ? "either" : null,
    reason: null,
  });
}

/** The difference of two groups' means with noise, first less second, with Welch's interval. */
export function differenceFinding(
  key: Key,
  first: Group,
  second: Group,
  bound_side: BoundSide,
  averaged: Averaged,
): Finding {
  const least = Math.min(first.n, second.n);
  const total = first.n + second.n;
  const { value } = welchFromMoments(
    withItsNoise(first, averaged),
    withItsNoise(second, averaged),
    rule("confidence_level"),
  );
  if (least < fewestNoisy() || !value) {
    return { ...noFigure(key, "points", TOO_FEW, total), least_count: least };
  }
  const { lo, hi } = value.ci;
  return judged({
    ...noFigure(key, "points", "", total),
    estimate: value.difference,
    lower: lo,
    upper: hi,
    ...{ expected: 0, bound_side },
    least_count: least,
    reason: null,
  });
}

/** A group as it is with its noise: the variance of that of the mean, times n, is each child's. */
function withItsNoise(group: Group, { statistic, noise }: Averaged): GroupMoments {
  const { n, mean, variance } = group;
  if (n === 0) return { n, mean, variance };
  return {
    n,
    mean: mean + noiseOfMean(noise, statistic, group),
    variance: variance + noise.ofSum ** 2 / n,
  };
}

/**
 * Sums of a column as one group's moments, and its marks, over rows that have a `mark`. Decimals add up to the same in any order, which doubles,
 * summed by several threads, do not.
 */
export const momentsSql = (value: string, filter: string, name: string): string =>
  `(${marksSql("mark", value)} filter (${filter} and ${value} is not null))::varchar as ${name}_marks,
    count(${value}) filter (${filter}) as ${name}_n, sum((${value})::decimal(18, 9)) filter (${filter}) as ${name}_sum,
    sum(((${value}) * (${value}))::decimal(38, 12)) filter (${filter}) as ${name}_squares,
    min(${value}) filter (${filter}) = max(${value}) filter (${filter}) as ${name}_is_constant`;

/** The moments of that name in a row. */
export function momentsOf(row: Record<string, unknown>, name: string): Group {
  const [n, sum, squares] = ["n", "sum", "squares"].map((of) => Number(row[`${name}_${of}`] ?? 0));
  const mean = n! > 0 ? sum! / n! : 0;
  // Squares less the square of the sum leave a crumb where nothing varies.
  const isConstant = n! < 2 || row[`${name}_is_constant`] === true;
  const variance = isConstant ? 0 : (squares! - sum! * mean) / (n! - 1);
  return { n: n!, mean, variance, marks: String(row[`${name}_marks`] ?? "0") };
}
