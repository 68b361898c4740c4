import type { Day } from "./day.ts";
import { instrumentOf } from "./instrument.ts";
import { LATE_START, TRIAL_STARTS } from "./period.ts";
import { randomOf } from "./random.ts";
import type { SampleInstrument } from "./reading.ts";

export interface Authority {
  code: string;
  name: string;
  /** Letter before its child identifiers; two authorities share one, so identifiers coincide. */
  prefix: string;
  isTrial: boolean;
  instrument: SampleInstrument;
  /** From when support is given; null in a comparison authority. */
  startsOn: Day | null;
  /** From when readings count for the evaluation. */
  countsFrom: Day;
  /** What a year changes here for reasons that are not the trial, in points of total need. */
  drift: number;
  children: number;
}

export const REGION = "Invented region";

// Northmere is a trial authority and Netherquay is not: both number children N-00001 and so on.
const NAMES = ["Northmere", "Elderwold", "Quillmarsh", "Saltenby", "Netherquay", "Kestrelfold"];

const DRIFT_SD = 0.8;

/** The invented authorities: the first half in the trial, the rest not, of unequal sizes. */
export function makeAuthorities(seed: number, count: number, children: number): Authority[] {
  const trialCount = Math.max(1, Math.floor(count / 2));
  const chances = Array.from({ length: count }, (_, i) => randomOf(seed, 1, i));
  const sizes = shareOut(
    children,
    chances.map((chance) => 0.7 + 0.6 * chance.uniform()),
  );
  return chances.map((chance, i) => {
    const name = NAMES[i] ?? `Invented authority ${i + 1}`;
    const isTrial = i < trialCount;
    const isLate = i === trialCount - 1 && trialCount > 1;
    const startsOn = isTrial ? (isLate ? LATE_START : TRIAL_STARTS) : null;
    return {
      code: `X${10_000_001 + i}`,
      name,
      prefix: name.charAt(0),
      isTrial,
      instrument: instrumentOf(isTrial, isTrial ? i : i - trialCount),
      startsOn,
      countsFrom: startsOn ?? TRIAL_STARTS,
      drift: DRIFT_SD * chance.normal(),
      children: sizes[i]!,
    };
  });
}

/** Splits a whole number in proportion to the weights, losing nothing to rounding. */
function shareOut(whole: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let weightSoFar = 0;
  let givenSoFar = 0;
  return weights.map((weight) => {
    weightSoFar += weight;
    const given = Math.round((whole * weightSoFar) / all) - givenSoFar;
    givenSoFar += given;
    return given;
  });
}
