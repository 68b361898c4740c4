import { normalQuantile } from "./distributions.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

export interface SurvivalTime {
  time: number;
  /** False: followed so far without the event. */
  event: boolean;
}

/** One distinct time; survival and the variance sum are those just after it. */
export interface SurvivalStep {
  time: number;
  atRisk: number;
  events: number;
  survival: number;
  /** Greenwood's sum d / n(n - d), infinite once survival is 0. */
  variance: number;
}

export type SurvivalScale = "plain" | "log" | "logLog";

export interface SurvivalEstimate {
  time: number;
  atRisk: number;
  survival: number;
  /** Null once survival is 0, where Greenwood's formula says nothing. */
  se: number | null;
  ci: Interval | null;
}

/** Fewer at risk than this and the curve is not drawn on. */
export const fewestAtRisk = 10;

/** Kaplan-Meier steps in order of time. Refuses no one, and times below 0. */
export function kaplanMeier(times: readonly SurvivalTime[]): Result<SurvivalStep[]> {
  if (times.length === 0) return refused("below_minimum_size");
  if (!times.every(({ time }) => time >= 0 && Number.isFinite(time)))
    return refused("invalid_input");
  const byTime = new Map<number, { all: number; events: number }>();
  for (const { time, event } of times) {
    const own = byTime.get(time) ?? { all: 0, events: 0 };
    own.all += 1;
    own.events += Number(event);
    byTime.set(time, own);
  }
  let atRisk = times.length;
  let survival = 1;
  let variance = 0;
  const steps = [...byTime]
    .sort(([a], [b]) => a - b)
    .map(([time, { all, events }]) => {
      const step = { time, atRisk, events };
      survival *= 1 - events / atRisk;
      if (events > 0) variance += events / (atRisk * (atRisk - events));
      atRisk -= all;
      return { ...step, survival, variance };
    });
  return found(steps);
}

/** Survival just after a time; beyond the last one it stays where it was. */
export function survivalAt(
  steps: readonly SurvivalStep[],
  time: number,
  { scale = "logLog" as SurvivalScale, level = 0.95 } = {},
): SurvivalEstimate {
  const atRisk = steps.find((step) => step.time >= time)?.atRisk ?? 0;
  const step = steps.findLast((own) => own.time <= time);
  if (step === undefined) {
    return { time, atRisk, survival: 1, se: 0, ci: { lo: 1, hi: 1, level } };
  }
  const { survival, variance } = step;
  const se = survival > 0 ? survival * Math.sqrt(variance) : null;
  return { time, atRisk, survival, se, ci: survivalInterval(step, scale, level) };
}

/** Kalbfleisch & Prentice's log-log interval stays within 0 and 1; null where it does not exist. */
export function survivalInterval(
  { survival, variance }: Pick<SurvivalStep, "survival" | "variance">,
  scale: SurvivalScale,
  level = 0.95,
): Interval | null {
  if (survival <= 0) return null;
  const half = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(variance);
  if (scale === "plain") {
    const [lo, hi] = [survival - survival * half, survival + survival * half];
    return { lo: Math.max(0, lo), hi: Math.min(1, hi), level };
  }
  if (scale === "log") {
    const hi = Math.min(1, survival * Math.exp(half));
    return { lo: survival * Math.exp(-half), hi, level };
  }
  if (survival >= 1) return null;
  const theta = half / Math.abs(Math.log(survival));
  return { lo: survival ** Math.exp(theta), hi: survival ** Math.exp(-theta), level };
}

// Products of fractions miss one half by rounding.
const halfSlack = Math.sqrt(Number.EPSILON);

/**
 * First time by which half have had the event, midway to the next event when exactly half have, with
 * the times at which the interval's bounds pass one half (Brookmeyer & Crowley 1982); null when
 * never reached.
 */
export function medianSurvival(
  steps: readonly SurvivalStep[],
  { scale = "logLog" as SurvivalScale, level = 0.95 } = {},
): { median: number | null; lo: number | null; hi: number | null } {
  const intervals = steps.map((step) => survivalInterval(step, scale, level));
  const crossing = (values: readonly (number | null)[]): number | null => {
    const reached = values.flatMap((value, i) =>
      value !== null && value < 0.5 + halfSlack ? [{ value, time: steps[i]!.time }] : [],
    );
    const first = reached[0];
    if (first === undefined) return null;
    const next = reached.find(({ value }) => value < first.value);
    const isHalf = Math.abs(first.value - 0.5) < halfSlack;
    return isHalf && next ? (first.time + next.time) / 2 : first.time;
  };
  return {
    median: crossing(steps.map(({ survival }) => survival)),
    lo: crossing(intervals.map((interval) => interval?.lo ?? null)),
    hi: crossing(intervals.map((interval) => interval?.hi ?? null)),
  };
}

/**
 * Mean time without the event up to `limit`: the area under the curve. Refuses a limit beyond the
 * last time followed, unless told to extend the curve.
 */
export function restrictedMean(
  steps: readonly SurvivalStep[],
  limit: number,
  { extend = false } = {},
): Result<{ mean: number; se: number }> {
  if (!extend && !(limit <= (steps.at(-1)?.time ?? 0))) return refused("outside_observed_range");
  const within = steps.filter(({ time }) => time < limit);
  const areas = within.map(
    ({ time, survival }, i) => survival * ((within[i + 1]?.time ?? limit) - time),
  );
  let after = 0;
  let variance = 0;
  for (let i = within.length - 1; i >= 0; i--) {
    after += areas[i]!;
    const { atRisk, events } = within[i]!;
    if (atRisk > events) variance += (after ** 2 * events) / (atRisk * (atRisk - events));
  }
  return found({ mean: after + (within[0]?.time ?? limit), se: Math.sqrt(variance) });
}
