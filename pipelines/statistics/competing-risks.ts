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
  const steps = Array.from(
    aalenJohansen(children, causes),
    ({ time, atRisk, eventFree, probabilities, influence }) => ({
      time,
      atRisk,
      eventFree,
      causes: probabilities.map((probability, k): Incidence => {
        const se = Math.sqrt(influence[k]!.reduce((sum, own) => sum + own ** 2, 0));
        const factor = Math.exp((z * se) / probability);
        const ci =
          probability > 0
            ? { lo: probability / factor, hi: Math.min(1, probability * factor), level }
            : null;
        return { probability, se, ci };
      }),
    }),
  );
  return found(steps);
}

interface Walked {
  time: number;
  atRisk: number;
  eventFree: number;
  probabilities: readonly number[];
  /** Each child's influence on the event-free share, and on each cause; changed in place by the next step. */
  free: Float64Array;
  influence: readonly Float64Array[];
}

/** The estimate just after each time, with what each child moves it by. */
function* aalenJohansen(children: readonly CompetingTime[], causes: number): Generator<Walked> {
  let eventFree = 1;
  let probabilities = new Array<number>(causes).fill(0);
  const free = new Float64Array(children.length);
  const influence = probabilities.map(() => new Float64Array(children.length));
  const times = [...new Set(children.map(({ time }) => time))].sort((a, b) => a - b);
  for (const time of times) {
    const atRisk = children.filter((child) => child.time >= time).length;
    const hazards = probabilities.map(
      (_, k) => children.filter((own) => own.time === time && own.cause === k + 1).length / atRisk,
    );
    const hazard = hazards.reduce((sum, value) => sum + value, 0);
    children.forEach((child, i) => {
      const present = Number(child.time >= time);
      let moved = 0;
      for (let k = 0; k < causes; k++) {
        const happened = Number(child.time === time && child.cause === k + 1);
        const change = (happened - present * hazards[k]!) / atRisk;
        influence[k]![i]! += free[i]! * hazards[k]! + eventFree * change;
        moved += change;
      }
      free[i] = free[i]! * (1 - hazard) - eventFree * moved;
    });
    probabilities = probabilities.map((value, k) => value + eventFree * hazards[k]!);
    eventFree *= 1 - hazard;
    yield { time, atRisk, eventFree, probabilities, free, influence };
  }
}

/**
 * Each child's pseudo-value of the share to whom a cause has come by a time, or of the share to whom
 * nothing has (cause 0): the estimate and as many times the child's influence on it as there are
 * children (infinitesimal jackknife, as `survival::pseudo`). Their mean is the estimate; where everyone
 * was followed so long each is 1 or 0. They stand for the outcome in a regression (Andersen, Klein and
 * Rosthoj 2003).
 */
export function pseudoValues(
  children: readonly CompetingTime[],
  { at, cause, causes = 2 }: { at: number; cause: number; causes?: number },
): number[] {
  let [share, moved]: [number, ArrayLike<number>] = [Number(cause === 0), []];
  for (const step of aalenJohansen(children, causes)) {
    if (step.time > at) break;
    share = cause === 0 ? step.eventFree : step.probabilities[cause - 1]!;
    moved = Float64Array.from(cause === 0 ? step.free : step.influence[cause - 1]!);
  }
  return children.map((_, i) => share + children.length * (moved[i] ?? 0));
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
