import { mean } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";
import { type ChartedPoint, type Signal, signals } from "./spc-rules.ts";

/** A period's value; null when missing, which breaks moving ranges and runs. */
export interface DatedValue {
  /** ISO date, so that text order is time order. */
  date: string;
  value: number | null;
}

export type Direction = "increase" | "decrease" | "neutral";

export interface XmrOptions {
  /** Which way is better. */
  direction?: Direction;
  target?: number | null;
  /** First dates of new segments: a documented change each, never chosen by eye. */
  rebaseOn?: readonly string[];
  /** Limits come from the first so many points of a segment. */
  fixAfter?: number | null;
  /** NHS Excel tools do not screen moving ranges; NHSRplotthedots does. State which. */
  screenOutliers?: boolean;
  minimumPoints?: number;
}

export interface XmrPoint extends ChartedPoint {
  date: string;
  segment: number;
  signal: Signal | null;
  variation: "common" | "improvement" | "concern" | "high" | "low";
}

export interface XmrSegment {
  segment: number;
  n: number;
  mean: number;
  lower: number;
  upper: number;
  /** Fewer than 13 points: limits are provisional. */
  isTrial: boolean;
}

export interface Xmr {
  points: XmrPoint[];
  segments: XmrSegment[];
  /** Of the last segment against the target; null without one, or when neither way is better. */
  assurance: "pass" | "fail" | "hitOrMiss" | null;
}

export const minimumXmrPoints = 12;
const trialBelow = 13;
const limitFactor = 2.66;
const screenFactor = 3.267;

/**
 * Individuals (XmR) chart with NHS Making Data Count rules: limits are the mean plus or minus 2.66
 * mean moving ranges, ranges of 3.267 means or more left out once. In the values' units.
 *
 * Refuses fewer than 12 points, and a segment without two values or without movement.
 */
export function xmr(series: readonly DatedValue[], options: XmrOptions = {}): Result<Xmr> {
  const { rebaseOn = [], minimumPoints = minimumXmrPoints, direction = "increase" } = options;
  const ordered = [...series].sort((a, b) => (a.date < b.date ? -1 : 1));
  if (ordered.filter(({ value }) => value !== null).length < minimumPoints) {
    return refused("below_minimum_size");
  }
  const starts = new Set(
    rebaseOn.map((date) => ordered.findIndex((point) => point.date >= date)).filter((i) => i >= 0),
  );
  const groups: { segment: number; points: DatedValue[] }[] = [];
  ordered.forEach((point, i) => {
    const last = groups.at(-1);
    if (last === undefined || starts.has(i)) {
      const segment = last ? last.segment + 1 : Number(starts.has(0));
      groups.push({ segment, points: [point] });
    } else last.points.push(point);
  });
  const segments: XmrSegment[] = [];
  const points: Omit<XmrPoint, "variation">[] = [];
  for (const { segment, points: group } of groups) {
    const limits = processLimits(group, options);
    if (limits.reason !== null) return limits;
    segments.push({ segment, ...limits.value });
    points.push(...chart(group, limits.value).map((point) => ({ ...point, segment })));
  }
  const shown = points.map((point) => ({
    ...point,
    variation: variation(point.signal, direction),
  }));
  const last = segments.at(-1)!;
  return found({ points: shown, segments, assurance: assurance(last, options.target, direction) });
}

function processLimits(
  group: readonly DatedValue[],
  { fixAfter, screenOutliers = true }: XmrOptions,
): Result<Omit<XmrSegment, "segment">> {
  const basis = group.slice(0, fixAfter ?? group.length).map(({ value }) => value);
  const values = basis.filter((value) => value !== null);
  const ranges = basis.flatMap((value, i) => {
    const before = basis[i - 1] ?? null;
    return value === null || before === null ? [] : [Math.abs(value - before)];
  });
  if (ranges.length === 0) return refused("below_minimum_size");
  const bar = screenFactor * mean(ranges);
  if (!(bar > 0)) return refused("no_variation");
  const kept = screenOutliers ? ranges.filter((range) => range < bar) : ranges;
  const centre = mean(values);
  const reach = limitFactor * mean(kept);
  const n = group.filter(({ value }) => value !== null).length;
  const limits = { mean: centre, lower: centre - reach, upper: centre + reach };
  return found({ n, ...limits, isTrial: n < trialBelow });
}

function chart(group: readonly DatedValue[], limits: Omit<XmrSegment, "segment">) {
  const near = ((limits.upper - limits.mean) * 2) / 3;
  const charted = group.map(({ date, value }) => {
    if (value === null) return { date, value, side: 0 as const, isOutside: false, isClose: false };
    const distance = value - limits.mean;
    const isOutside = value > limits.upper || value < limits.lower;
    const isClose = !isOutside && Math.abs(distance) > near;
    return { date, value, side: Math.sign(distance) as -1 | 0 | 1, isOutside, isClose };
  });
  const causes = signals(charted);
  return charted.map((point, i) => ({ ...point, signal: causes[i] ?? null }));
}

function variation(signal: Signal | null, better: Direction): XmrPoint["variation"] {
  if (signal === null) return "common";
  if (better === "neutral") return signal.direction === "up" ? "high" : "low";
  return (signal.direction === "up") === (better === "increase") ? "improvement" : "concern";
}

function assurance(
  { lower, upper }: XmrSegment,
  target: number | null | undefined,
  better: Direction,
): Xmr["assurance"] {
  if (target === null || target === undefined || better === "neutral") return null;
  if (target > upper) return better === "increase" ? "fail" : "pass";
  if (target < lower) return better === "increase" ? "pass" : "fail";
  return "hitOrMiss";
}
