import { normalQuantile } from "./distributions.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

export interface CompetingTime {
  time: number;
  /** 1, 2, ... for the causes, which exclude each other; 0 for censored. */
  cause: number;
}

export interface Incidence {
  probability: number;
  se: number;
  /** On the log scale; null where the probability is 0. */
  ci: Interval | null;
}

/** State just after a time. The event-free share and all causes' probabilities sum to 1. */
export interface CompetingStep {
  time: number;
  atRisk: number;
  eventFree: number;
  /** By cause, 1 first. */
  causes: Incidence[];
}

/**
 * Aalen-Johansen cumulative incidence of each cause in order of time, with infinitesimal jackknife
 * standard errors as `survfit`. One less Kaplan-Meier of a cause overstates it. Events come before
 * censoring at the same time. Refuses no one, times below 0 and causes that do not count up from 1.
 */
export function cumulativeIncidence(
  children: readonly CompetingTime[],
  { causes = 2, level = 0.95 } = {},
): Result<CompetingStep[]> {
  if (children.length === 0) return refused("below_minimum_size");
  const isKnown = ({ time, cause }: CompetingTime) =>
    time >= 0 && Number.isInteger(cause) && cause >= 0 && cause <= causes;
  if (!children.every(isKnown)) return refused("invalid_input");
  const z = normalQuantile(1 - (1 - level) / 2);
  let eventFree = 1;
  let probabilities = new Array<number>(causes).fill(0);
  // Each child's influence on the event-free share, and on the causes.
  let free = children.map(() => 0);
  let influence = children.map(() => new Array<number>(causes).fill(0));
  const times = [...new Set(children.map(({ time }) => time))].sort((a, b) => a - b);
  const steps = times.map((time) => {
    const atRisk = children.filter((child) => child.time >= time).length;
    const hazards = probabilities.map(
      (_, k) => children.filter((own) => own.time === time && own.cause === k + 1).length / atRisk,
    );
    const hazard = hazards.reduce((sum, value) => sum + value, 0);
    const moved = children.map((child) => {
      const present = Number(child.time >= time);
      return hazards.map(
        (value, k) =>
          (Number(child.time === time && child.cause === k + 1) - present * value) / atRisk,
      );
    });
    influence = influence.map((own, i) =>
      own.map((value, k) => value + free[i]! * hazards[k]! + eventFree * moved[i]![k]!),
    );
    free = free.map(
      (value, i) =>
        value * (1 - hazard) - eventFree * moved[i]!.reduce((sum, change) => sum + change, 0),
    );
    probabilities = probabilities.map((value, k) => value + eventFree * hazards[k]!);
    eventFree *= 1 - hazard;
    return {
      time,
      atRisk,
      eventFree,
      causes: probabilities.map((probability, k): Incidence => {
        const se = Math.sqrt(influence.reduce((sum, own) => sum + own[k]! ** 2, 0));
        const factor = Math.exp((z * se) / probability);
        const ci =
          probability > 0
            ? { lo: probability / factor, hi: Math.min(1, probability * factor), level }
            : null;
        return { probability, se, ci };
      }),
    };
  });
  return found(steps);
}

/** State at a time: that after the last step up to it, all event-free before the first. */
export function incidenceAt(steps: readonly CompetingStep[], time: number): CompetingStep {
  const step = steps.findLast((own) => own.time <= time);
  const atRisk = steps.find((own) => own.time >= time)?.atRisk ?? 0;
  if (step) return { ...step, time, atRisk };
  const causes = steps[0]!.causes.map(({ ci }) => ({
    probability: 0,
    se: 0,
    ci: { lo: 0, hi: 0, level: ci?.level ?? 0.95 },
  }));
  return { time, atRisk, eventFree: 1, causes };
}
